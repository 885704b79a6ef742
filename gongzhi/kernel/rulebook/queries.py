"""The value of a setting on a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from gongzhi.kernel.rulebook.declared import Declared, all_declared, declared
from gongzhi.kernel.rulebook.models import Setting


def setting(key: str, *, on: dt.date, street_id: int | None = None) -> Any:
    """The value of the setting ``key`` on the day ``on``.

    The newest value of the street goes before the newest value for all, that before the default.
    Raises KeyError for a setting that nobody declared.
    """
    wanted = declared(key)
    valid = Setting.objects.filter(Q(street_id=street_id) | Q(street_id=None), key=key, valid_from__lte=on)
    newest = valid.order_by(F("street_id").asc(nulls_last=True), "-valid_from").first()
    return wanted.default if newest is None else newest.value


@dataclass(frozen=True, slots=True)
class Value:
    """A setting with its value on a day; ``next_on`` is the day from which another one holds, if that is decided."""

    declared: Declared
    value: Any
    next_on: dt.date | None


def settings_of(street_id: int, *, on: dt.date) -> list[Value]:
    """Every declared setting as it stands for a street, in one query."""
    rows = list(Setting.objects.filter(Q(street_id=street_id) | Q(street_id=None)).order_by("valid_from", "id"))
    return [_value(each, [row for row in rows if row.key == each.key], on) for each in all_declared()]


def _value(each: Declared, rows: list[Setting], on: dt.date) -> Value:
    valid = [row for row in rows if row.valid_from <= on]
    own = [row for row in valid if row.street_id is not None] or valid
    later = [row.valid_from for row in rows if row.valid_from > on]
    return Value(each, own[-1].value if own else each.default, min(later, default=None))


def history(key: str, street_id: int) -> list[Setting]:
    """The values a setting had, has and will have for a street, newest first."""
    return list(Setting.objects.filter(key=key, street_id=street_id).order_by("-valid_from", "-id"))


def what_is_set(key: str, street_id: int) -> dict[str, Any]:
    """What a form that sets a value shows: the value that was decided last, and all there are with their days."""
    lines = history(key, street_id)
    last = max(lines, key=lambda line: (line.set_at, line.pk), default=None)
    decided = {"value": last.value, "valid_from": last.valid_from} if last else {"value": None, "valid_from": None}
    return decided | {"lines": [[line.valid_from, line.value] for line in lines]}
