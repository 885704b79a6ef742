"""What people may agree to: each purpose with its text, whose version is asked for anew when the text changes.

Purposes are agreed to one by one, nothing is agreed to beforehand, and who agrees to nothing is served
all the same (Personal Information Protection Law, art. 14 to 17, 23; trust.md S22).
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from gongzhi.kernel.people.models import Consent, Person

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose. ``receiver`` is who else gets to see it, empty for nobody; ``without`` what happens if one
    does not agree."""

    key: str
    version: str
    title: Words
    text: Words
    receiver: Words = ""
    without: Words = ""


_purposes: dict[str, Purpose] = {}


def declare(purpose: Purpose) -> Purpose:
    """Make a purpose known. Raises ValueError if the key is taken."""
    if purpose.key in _purposes:
        raise ValueError(f"two purposes with the key {purpose.key}")
    _purposes[purpose.key] = purpose
    return purpose


@functools.cache
def _discover() -> None:
    """Import every app's ``purposes.py``."""
    autodiscover_modules("purposes")


def purpose(key: str) -> Purpose | None:
    _discover()
    return _purposes.get(key)


def purposes() -> list[Purpose]:
    """Every purpose there is."""
    _discover()
    return list(_purposes.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with a purpose. ``outdated``: they agreed to an earlier text."""

    purpose: Purpose
    consent: Consent | None

    @property
    def agreed(self) -> bool:
        return self.consent is not None and not self.outdated

    @property
    def outdated(self) -> bool:
        return self.consent is not None and self.consent.version != self.purpose.version


def standing(person: Person, asked: Purpose) -> Standing:
    """Where somebody stands with one purpose."""
    return Standing(asked, person.consents.filter(purpose=asked.key, withdrawn_at=None).first())


def what_they_said(person: Person, asked: Purpose) -> dict[str, Any]:
    """What a form that enters somebody's word shows of it: the text, whether they agreed, how and when."""
    given = standing(person, asked).consent
    said = {"answer": "yes", "channel": given.how, "at": given.given_at} if given else {"answer": "", "channel": ""}
    return said | {"text": asked.version}


def standings(person: Person) -> list[Standing]:
    """Every purpose, with what the person said to it."""
    given = {consent.purpose: consent for consent in person.consents.filter(withdrawn_at=None)}
    return [Standing(each, given.get(each.key)) for each in purposes()]


def agreed(person_ids: Iterable[int], key: str) -> set[int]:
    """Those of these people who agree to a purpose as its text is now."""
    _discover()
    wanted = _purposes[key]
    given = Consent.objects.filter(person__in=list(person_ids), purpose=key, version=wanted.version, withdrawn_at=None)
    return set(given.values_list("person_id", flat=True))
