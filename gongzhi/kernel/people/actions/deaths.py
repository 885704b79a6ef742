"""Somebody died: from this day nothing is told to them and nobody comes in as them; what they did stays."""

import datetime as dt

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import stop_messages, tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions.sessions import end_other_sessions
from gongzhi.kernel.people.models import Account, Mandate, Person
from gongzhi.kernel.people.notices import DeathNoted
from gongzhi.kernel.people.queries import records_of
from gongzhi.kernel.people.record import when_they_died
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.versions import demand_unchanged


@action
def note_death(person: Person, *, on: dt.date, version: str | None = None, by: Actor) -> Person:
    """Write down that somebody died. Messages that wait are stopped, and who acts for them is told."""
    person = Person.objects.lock(person)
    demand(may.note_death(by, person, on))
    demand_unchanged(version, when_they_died(person))
    if person.died_on == on:
        return person
    first = person.died_on is None
    person.died_on = on
    person.save(update_fields=["died_on"])
    record(by, "person.died", person)
    if first:
        _stop_everything(list(records_of([person.pk])))
    return person


def _stop_everything(records: list[int]) -> None:
    machine = Actor.system("death")
    stop_messages(records, by=machine)
    for account in Account.objects.filter(person__in=records):
        end_other_sessions(account, by=machine)
    standing = Mandate.objects.filter(principal__in=records, revoked_at=None, until__gte=timezone.localdate())
    tell(DeathNoted(standing.order_by("id")))


@action
def take_back_death(person: Person, *, by: Actor) -> Person:
    """It was a mistake: they are told things again, and may come in."""
    person = Person.objects.lock(person)
    demand(may.correct_person(by, person))
    if person.died_on is not None:
        person.died_on = None
        person.save(update_fields=["died_on"])
        record(by, "person.death_taken_back", person)
    return person
