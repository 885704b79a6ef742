"""Consent: given to one purpose and one text, withdrawn as easily."""

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Consent, Person
from gongzhi.lib.actions import Actor, action, demand


@action
def give_consent(person: Person, *, purpose: str, version: str, how: str, given_by: Person, by: Actor) -> Consent:
    """Write down that ``given_by`` (the person or a guardian) agreed; a newer text replaces an older one."""
    person = Person.objects.lock(person)
    demand(may.record_consent(by, person))
    now = timezone.now()
    standing = person.consents.filter(purpose=purpose, withdrawn_at=None)
    standing.exclude(version=version).update(withdrawn_at=now, withdrawn_by=given_by)
    consent, created = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"version": version, "how": how, "given_at": now, "given_by": given_by},
    )
    if created:
        record(by, "consent.given", person, purpose=purpose, version=version)
    return consent


@action
def withdraw_consent(consent: Consent, *, withdrawn_by: Person, by: Actor) -> Consent:
    """Take a consent back; taking it back twice changes nothing."""
    consent = Consent.objects.select_for_update(no_key=True, of=("self",)).get(pk=consent.pk)
    demand(may.record_consent(by, consent.person))
    if consent.withdrawn_at is None:
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), withdrawn_by
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(by, "consent.withdrawn", consent.person, purpose=consent.purpose)
    return consent
