"""What the journal says of a verb, in words. Every app tells its own in ``verbs.py``; they are read at the start."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.models import Entry, Result

_said: dict[str, str | Promise] = {}


def say(sentences: Mapping[str, str | Promise]) -> None:
    """Make the sentences of an app known: what was done, without who. Raises ValueError for a verb that has one."""
    if twice := _said.keys() & sentences.keys():
        raise ValueError(f"two sentences for {', '.join(sorted(twice))}")
    _said.update(sentences)


def said() -> dict[str, str]:
    """Every verb and its sentence in the language of the reader, in the order of the verbs."""
    return {verb: str(_said[verb]) for verb in sorted(_said)}


def sentence(entry: Entry) -> str:
    """What one line tells, without who did it; a verb that nobody uses any more stands for itself."""
    told = str(_said.get(entry.verb, entry.verb))
    return _("%(what)s（被拒绝）") % {"what": told} if entry.result == Result.REFUSED else told
