"""Nobody's change is lost because somebody else saved in between (trust.md R8).

A form carries :func:`version_of` the values it showed. The action that saves it compares, under its lock,
with what stands then: ``demand_unchanged(version, now)``. Nothing is stored for it, and a record that
shows only some of its fields is overtaken only by changes of those.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from gongzhi.lib.actions import Refused

#: What a form shows of a record: names of its fields and their values, as JSON knows them.
Shown = Mapping[str, Any]


class Overtaken(Refused):
    """Somebody saved first. ``now`` is what stands, by the same names as it was shown."""

    def __init__(self, now: Shown) -> None:
        super().__init__(_("您填写的时候，有人先改了这里。请看看两边写的，再决定。"))
        self.now = dict(now)


def version_of(shown: Shown) -> str:
    """A digest of these values, for a hidden field."""
    text = json.dumps(dict(shown), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def demand_unchanged(version: str | None, now: Shown) -> None:
    """Stop unless ``version`` is that of ``now``; raises Overtaken. None is for callers that showed nobody anything."""
    if version is not None and version != version_of(now):
        raise Overtaken(now)
