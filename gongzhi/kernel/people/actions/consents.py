"""Consent: given to one purpose and one text, withdrawn as easily; by oneself, or as one says it at the desk."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Consent, Person
from gongzhi.kernel.people.notices import ConsentEntered, WithdrawalEntered
from gongzhi.kernel.people.purposes import Purpose, standing, what_they_said
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.versions import demand_unchanged


@action
def give_consent(person: Person, *, purpose: str, version: str, how: str, given_by: Person, by: Actor) -> Consent:
    """Write down that ``given_by`` (the person or a guardian) agreed; a newer text replaces an older one."""
    person = Person.objects.lock(person)
    demand(may.record_consent(by, person))
    consent, created = _give(person, purpose, version, how, given_by)
    if created:
        record(by, "consent.given", person, purpose=purpose, version=version)
    return consent


def _give(person: Person, purpose: str, version: str, how: str, given_by: Person) -> tuple[Consent, bool]:
    now = timezone.now()
    standing = person.consents.filter(purpose=purpose, withdrawn_at=None)
    standing.exclude(version=version).update(withdrawn_at=now, withdrawn_by=given_by)
    return Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"version": version, "how": how, "given_at": now, "given_by": given_by},
    )


@action
def withdraw_consent(consent: Consent, *, withdrawn_by: Person, by: Actor) -> Consent:
    """Take a consent back; taking it back twice changes nothing."""
    consent = Consent.objects.select_for_update(no_key=True, of=("self",)).get(pk=consent.pk)
    demand(may.record_consent(by, consent.person))
    if consent.withdrawn_at is None:
        _withdraw(consent, withdrawn_by)
        record(by, "consent.withdrawn", consent.person, purpose=consent.purpose)
    return consent


def _withdraw(consent: Consent, withdrawn_by: Person) -> None:
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), withdrawn_by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])


@action
def enter_consent(
    person: Person, asked: Purpose, *, channel: str, reason: str, version: str | None = None, by: Actor
) -> Consent:
    """Enter at the desk that somebody agrees, to the text that was read to them; they are told that it was.

    Raises Refused if they agreed to this text already.
    """
    person = _held_still(person, asked, channel, reason, version, by)
    consent, created = _give(person, asked.key, asked.version, channel, person)
    if not created:
        raise Refused(_("已经登记过同意，不用再登记。"))
    record(
        by,
        "consent.given",
        person,
        reason=reason,
        purpose=asked.key,
        version=asked.version,
        channel=channel,
    )
    tell(ConsentEntered(person))
    return consent


@action
def enter_withdrawal(
    person: Person, asked: Purpose, *, channel: str, reason: str, version: str | None = None, by: Actor
) -> Consent:
    """Enter at the desk that somebody does not agree any more; they are told. Raises Refused if they never did."""
    person = _held_still(person, asked, channel, reason, version, by)
    consent = standing(person, asked).consent
    if consent is None:
        raise Refused(_("没有登记过同意，不用收回。"))
    _withdraw(consent, person)
    record(by, "consent.withdrawn", person, reason=reason, purpose=asked.key, channel=channel)
    tell(WithdrawalEntered(person))
    return consent


def _held_still(person: Person, asked: Purpose, channel: str, reason: str, version: str | None, by: Actor) -> Person:
    """Somebody, locked, whose word may be entered and is as it was shown."""
    person = Person.objects.lock(person)
    demand(may.enter_word(by, person, channel, reason))
    demand_unchanged(version, what_they_said(person, asked))
    return person
