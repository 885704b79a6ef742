"""What the database says, in two ways: every row of every table, and what a person would tell of it."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import IDENTITY, numbers_of
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory, streets
from gongzhi.lib.figures import Period, known
from gongzhi.lib.sealing import unseal
from gongzhi.lib.search import tidy
from gongzhi.programmes.alliance.models import MemberUnit, ReportIn
from tests.making import TODAY

#: Apps that remember what was done, and are not part of what is known.
MEMORY = ("ledger", "evidence", "intake", "notices")


def contents(*, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, except those of some apps."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("gongzhi.") and model._meta.app_label not in but:
            rows = model._base_manager.order_by("pk").values_list()
            found[model._meta.label] = [tuple(_plain(value) for value in row) for row in rows]
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def figures() -> dict[str, Any]:
    return {figure.key: figure.read(Period(TODAY)).value for figure in known()}


def told() -> dict[str, list[Any]]:
    """What is known, without ids, dates of entry, order and spelling: equal if the same was told in any way."""
    return {
        "places": sorted(_places(), key=repr),
        "people": sorted(_people().values(), key=repr),
        "organizations": sorted(_organizations(), key=repr),
        "seats": sorted(_seats(), key=repr),
        "members": sorted(_members(), key=repr),
        "report_ins": sorted(_report_ins(), key=repr),
        "agreements": sorted(_agreements(), key=repr),
    }


def _places() -> list[Any]:
    found, where = [], _wheres()
    for street in streets():
        territory = Territory(street.pk)
        for place in territory.places.values():
            facts = (place.address, place.latitude, place.longitude, place.state)
            counts = sorted(territory.counts[place.pk].items())
            found.append((where[place.pk], territory.code_of.get(place.pk), counts, *facts))
    return found


def _wheres() -> dict[int | None, str]:
    """By the id of a place, the chain of names down to it."""
    where: dict[int | None, str] = {None: ""}
    for place in Place.objects.order_by("path"):
        where[place.pk] = f"{where[place.parent_id]}/{place.kind} {place.name}"
    return where


def _people() -> dict[int, Any]:
    people = list(Person.objects.all())
    numbers = numbers_of(person.pk for person in people)
    return {
        person.pk: (
            person.name,
            person.sex,
            (person.birth_year, person.birth_month, person.birth_day),
            unseal(bytes(person.identity_sealed), IDENTITY) if person.identity_sealed else "",
            sorted(numbers[person.pk]),
        )
        for person in people
    }


def _organizations() -> list[Any]:
    where = _wheres()
    return [
        (
            (o.kind, tidy(o.name), tidy(o.parent.name) if o.parent else "", where[o.place_id]),
            (o.address, o.telephone, o.superior, o.nature, o.state),
        )
        for o in Organization.objects.select_related("parent")
    ]


def _seats() -> list[Any]:
    where, people = _wheres(), _people()
    return [
        (seat.role, tidy(seat.organization.name), where[seat.place_id], people[seat.person_id], seat.until)
        for seat in Membership.objects.select_related("organization")
    ]


def _members() -> list[Any]:
    return [
        (tidy(member.organization.name), member.state, member.joined_on, member.declared_members, member.remark)
        for member in MemberUnit.objects.select_related("organization")
    ]


def _report_ins() -> list[Any]:
    where, people = _wheres(), _people()
    return [
        (
            (people[r.person_id], where[r.community_id], tidy(r.unit.name) if r.unit else ""),
            (r.accepted_on, r.state, sorted(r.skills), sorted(r.wanted_posts)),
        )
        for r in ReportIn.objects.select_related("unit")
    ]


def _agreements() -> list[Any]:
    return [
        (
            (a.number, a.state, a.signed_on, a.starts_on, a.ends_on),
            sorted((party.side, tidy(party.organization.name)) for party in a.parties.all()),
            [clause.text for clause in a.clauses.all()],
        )
        for a in Agreement.objects.prefetch_related("parties__organization", "clauses")
    ]


def unfounded() -> dict[str, int]:
    """How many records have no row of a workbook behind them, by kind; parts of a record go with it."""
    from gongzhi.kernel.intake.models import Provenance

    behind: dict[str, set[int]] = defaultdict(set)
    for kind, pk in Provenance.objects.values_list("subject_kind", "subject_id"):
        behind[kind].add(pk)
    models = (Place, Person, Organization, Membership, MemberUnit, ReportIn, Agreement)
    left = {m._meta.label_lower: m._base_manager.exclude(pk__in=behind[m._meta.label_lower]).count() for m in models}
    return {label: number for label, number in left.items() if number}


def check_references() -> None:
    """Let the database look at its foreign keys now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
