"""Everything that is kept about one person, read from the model graph, so that an app above shows up here without
being known here (Personal Information Protection Law, art. 45)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger import queries as ledger
from gongzhi.kernel.ledger.queries import looked_at, reasons_of
from gongzhi.kernel.ledger.sentences import said
from gongzhi.kernel.people.display import in_words
from gongzhi.kernel.people.erasure import speaking_of_people
from gongzhi.kernel.people.masking import masked_number, spoken_number
from gongzhi.kernel.people.models import WORDS, Account, Consent, ContactPoint, Correction, Mandate, Person
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.people.purposes import purpose
from gongzhi.kernel.people.queries import MOBILE, records_of
from gongzhi.lib.sealing import closed, is_closed, left_out, unseal

#: Rows that open doors or only help to find: of no use to read, and some of danger to carry around.
LEFT_OUT = ("people.session", "people.ticket", "people.signincode")
#: Fields that only help to find somebody, to know them again when they come in, or to tell them something once.
SEARCH_KEYS = ("given", "pinyin", "given_pinyin", "initials", "identity_mark", "password", "totp_step", "end_told")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record with its rows: each a list of (what, value). Days and moments stay what they are; everything
    else is text."""

    title: str
    rows: list[list[tuple[str, str | dt.date]]]


def kept_about(person: Person) -> list[Kept]:
    """What is kept about a person and the records joined to theirs, kind by kind; empty kinds are left out."""
    people = list(Person.objects.filter(models.Q(pk=person.pk) | models.Q(same_as=person)).order_by("id"))
    kinds = [Kept(str(Person._meta.verbose_name), [_told(each) for each in people])]
    for field in speaking_of_people():
        if field.model._meta.label_lower in LEFT_OUT:
            continue
        rows = field.model._base_manager.filter(**{f"{field.name}__in": people}).order_by("pk")
        if told := [_told(row, field.name) for row in rows]:
            kinds.append(Kept(f"{field.model._meta.verbose_name}", told))
    return kinds


def _told(row: models.Model, subject: str = "") -> list[tuple[str, str | dt.date]]:
    told: list[tuple[str, str | dt.date]] = []
    for field in row._meta.local_fields:
        if field.name in (subject, "id", *SEARCH_KEYS):
            continue
        if text := _text(row, field):
            told.append((str(field.verbose_name), text))
    return told


def _text(row: models.Model, field: "models.Field[Any, Any]") -> str | dt.date:
    value = getattr(row, field.attname)
    if isinstance(row, ContactPoint) and field.name == "sealed":
        return _number(bytes(value))
    if isinstance(row, Correction) and value and field.name in ("wrong", "right", "answer"):
        return left_out() if is_closed() else unseal(bytes(value), WORDS)
    if isinstance(row, Account) and field.name == "display":
        return in_words(value)
    if isinstance(row, Consent | Mandate) and field.name == "how":
        return row.way
    if isinstance(row, Consent) and field.name == "purpose":
        asked = purpose(row.purpose)
        return str(asked.title) if asked else row.purpose
    if field.name == "identity_sealed":
        return _("已登记") if value else _("未登记")
    if value in (None, "", [], {}) or isinstance(value, bytes | memoryview):
        return ""
    if isinstance(value, dt.date):
        return value
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name))
    return _plain(value)


def _number(sealed: bytes) -> str:
    """In full for whose it is, masked for who looks along."""
    shown = masked_number if is_closed() else spoken_number
    with closed(stays=False):
        return shown(unseal(sealed, MOBILE))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return "、".join(map(_plain, value))
    if isinstance(value, dict):
        return "、".join(f"{key}：{_plain(each)}" for key, each in value.items())
    return str(value)


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody of the staff looked at facts of a person: who, in which words, when; in which role, by its code.

    ``why`` is told where the person let them look: to a clerk's reason for a number they are told the way.
    ``through`` names the one through whose eyes it was done.
    """

    who: str
    what: str
    at: dt.datetime
    role: str = ""
    why: str = ""
    through: str = ""


#: Looks whose reason was written for the person to read.
TOLD = ("watch.begun",)


def looks_at(person: Person) -> list[Look]:
    """Who looked at the facts of a person, newest first."""
    found = looked_at(*records_of([person.pk]))
    names = names_of(pk for look in found for pk in (look.actor_id, look.on_behalf_id))
    reasons = {} if is_closed() else reasons_of(look.entry_id for look in found if look.verb in TOLD)
    sentences = said()
    return [_look(look, names, sentences.get(look.verb, look.verb), reasons.get(look.entry_id, "")) for look in found]


def _look(look: ledger.Look, names: dict[int, str], what: str, why: str) -> Look:
    return Look(
        names.get(look.actor_id or 0, look.actor_name),
        what,
        look.at,
        look.role,
        why,
        names.get(look.on_behalf_id or 0, ""),
    )
