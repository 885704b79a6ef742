"""Personal fields are declared beside the model that holds them; a house rule finds those that are not.

From the declarations the privacy page, the emptying of what was kept long enough and the erasing of a
person are read, so that none of them has to be told of a new field.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, Model, Q, QuerySet, TextField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """How long something stays: in words, and what ends it, which is one of three.

    ``days`` after the moment that the declaration names, the timed job empties it; or a ``job`` of the
    schedule does so in its own way; without either it goes when its person is erased.
    """

    words: Words
    days: int | None = None
    job: str = ""


class Retention(Enum):
    """The classes of retention (trust.md S24)."""

    ON_RECORD = Span(_("在册期间"))
    WITH_PROOF = Span(_("与所证明的记录同存"))
    WITH_JOURNAL = Span(_("与日志同存，默认三年"), job="ledger.prune")
    WHILE_IT_LASTS = Span(_("事情进行期间"), days=0)
    WHILE_OPEN = Span(_("账号使用期间，停用后 30 天清除"), days=30)
    TWO_YEARS = Span(_("两年"), days=730)
    THREE_YEARS = Span(_("三年"), days=1095)
    A_DAY_AFTER_MAKING = Span(_("生成后 24 小时"), job="exports.clear_outlived")
    A_MONTH_AFTER_DECIDING = Span(_("写入或放弃后 30 天"), job="intake.prune")
    A_DAY = Span(_("一天"), job="people.prune")
    A_DAY_AFTER_SIGNING_OUT = Span(_("登录结束后一天"), job="people.prune")
    A_WEEK = Span(_("七天"), job="people.prune")
    A_MONTH_AFTER_SENDING = Span(_("发送结束后 30 天"), job="notices.prune")

    @property
    def words(self) -> Words:
        return self.value.words

    @property
    def days(self) -> int | None:
        return self.value.days


@dataclass(frozen=True, slots=True)
class Personal:
    """Why a personal field is kept and for how long (personal information law, art. 6 and 19).

    ``sensitive`` asks for separate consent and sealing; ``public`` says it may stand on a public page.
    ``since`` is the field from which the days of the retention count, of this row or of one it points to.
    """

    purpose: Words
    retention: Retention
    sensitive: bool = False
    public: bool = False
    since: str = ""


@functools.cache
def _declarations() -> tuple[tuple[Words, Words, Words], ...]:
    """(what, purpose, retention) of every personal field, each sentence once, kind by kind."""
    told: dict[tuple[str, str, str], tuple[Words, Words, Words]] = {}
    for model in apps.get_models():
        for name, about in personal_fields(model).items():
            field = model._meta.get_field(name)
            line = (getattr(field, "verbose_name", name), about.purpose, about.retention.words)
            told.setdefault((str(line[0]), str(line[1]), str(line[2])), line)
    return tuple(told.values())


def declared() -> list[tuple[str, str, str]]:
    """What is kept of people, for what and how long: the declarations of all tables, in the reader's language."""
    return [(str(what), str(purpose), str(retention)) for what, purpose, retention in _declarations()]


def personal_fields(model: type[Model]) -> dict[str, Personal]:
    """What a model declares."""
    return getattr(model, "personal", {})


def why_it_stays(model: type[Model]) -> Words | None:
    """Why the rows of a table outlast the person they are about, as its ``stays_because`` has it; empty if they
    do not. None if the model says nothing: then its rows stay if nothing personal need stay in them."""
    return getattr(model, "stays_because", None)


def emptied(model: type[Model], names: list[str] | None = None) -> dict[str, Any] | None:
    """The values with which the personal fields of a model say nothing; None if one of them must say something."""
    fields = [model._meta.get_field(name) for name in (personal_fields(model) if names is None else names)]
    if not all(isinstance(field, Field) and _can_be_empty(field) for field in fields):
        return None
    return {field.name: _nothing(field) for field in fields if isinstance(field, Field)}


def _can_be_empty(field: "Field[Any, Any]") -> bool:
    return field.null or field.has_default() or (field.blank and isinstance(field, CharField | TextField))


def _nothing(field: "Field[Any, Any]") -> Any:
    """Nothing, else the empty text, else what stands there before anything is known."""
    if field.null:
        return None
    return "" if field.blank and isinstance(field, CharField | TextField) else field.get_default()


def holds_nothing(values: dict[str, Any]) -> Q:
    """The condition that fields have the values of :func:`emptied`."""
    return Q(*(Q(**{f"{name}__isnull": True} if value is None else {name: value}) for name, value in values.items()))


@dataclass(frozen=True, slots=True)
class Outlived:
    """Rows of one table whose fields were kept long enough. ``values`` empty them; without, the rows go."""

    model: type[Model]
    names: tuple[str, ...]
    retention: Retention
    rows: "QuerySet[Any]"
    values: dict[str, Any] | None

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{'+'.join(self.names)}"


def outlived(now: dt.datetime) -> Iterator[Outlived]:
    """What is due to be emptied, table by table, whether there is any of it or not."""
    for model in apps.get_models():
        for (retention, since), names in _swept(model).items():
            values = emptied(model, names)
            limit = now - dt.timedelta(days=retention.days or 0)
            due = model._base_manager.filter(**{f"{since}__lt": _of_kind(model, since, limit)})
            rows = due if values is None else due.exclude(holds_nothing(values))
            yield Outlived(model, tuple(names), retention, rows, values)


def _swept(model: type[Model]) -> dict[tuple[Retention, str], list[str]]:
    """The fields of a model that the timed job empties, by their retention and what it counts from."""
    found: dict[tuple[Retention, str], list[str]] = {}
    for name, about in personal_fields(model).items():
        if about.retention.days is not None:
            found.setdefault((about.retention, about.since), []).append(name)
    return found


def _of_kind(model: type[Model], since: str, moment: dt.datetime) -> dt.datetime | dt.date:
    """A moment as the field wants it; a day counts from its end."""
    field = field_at(model, since)
    return moment if field.get_internal_type() == "DateTimeField" else timezone.localdate(moment)


def field_at(model: type[Model], path: str) -> "Field[Any, Any]":
    """The field at the end of a path (``"batch__committed_at"``). Raises FieldDoesNotExist."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)  # type: ignore[return-value]
