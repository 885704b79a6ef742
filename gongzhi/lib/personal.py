"""Personal fields are declared beside the model that holds them; a house rule finds those that are not."""

import functools
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Personal:
    """Why a personal field is kept and for how long (personal information law, art. 6 and 19).

    ``sensitive`` asks for separate consent and sealing; ``public`` says it may stand on a public page.
    """

    purpose: Words
    retention: Words
    sensitive: bool = False
    public: bool = False


@functools.cache
def _declarations() -> tuple[tuple[Words, Words, Words], ...]:
    """(what, purpose, retention) of every personal field, each sentence once, kind by kind."""
    told: dict[tuple[str, str, str], tuple[Words, Words, Words]] = {}
    for model in apps.get_models():
        for name, about in getattr(model, "personal", {}).items():
            field = model._meta.get_field(name)
            line = (getattr(field, "verbose_name", name), about.purpose, about.retention)
            told.setdefault((str(line[0]), str(line[1]), str(line[2])), line)
    return tuple(told.values())


def declared() -> list[tuple[str, str, str]]:
    """What is kept of people, for what and how long: the declarations of all tables, in the reader's language."""
    return [(str(what), str(purpose), str(retention)) for what, purpose, retention in _declarations()]
