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
        "people": sorted((_person(person) for person in Person.objects.all()), key=repr),
        "organizations": sorted((_organization(o) for o in Organization.objects.all()), key=repr),
        "seats": sorted((_seat(seat) for seat in Membership.objects.all()), key=repr),
        "members": sorted((_member(member) for member in MemberUnit.objects.all()), key=repr),
        "report_ins": sorted((_report_in(report_in) for report_in in ReportIn.objects.all()), key=repr),
        "agreements": sorted((_agreement(agreement) for agreement in Agreement.objects.all()), key=repr),
    }


def _places() -> list[Any]:
    found = []
    for street in streets():
        territory = Territory(street.pk)
        for place in territory.places.values():
            counts = sorted(territory.counts[place.pk].items())
            code = territory.code_of.get(place.pk)
            found.append((_where(place), code, counts, place.address, place.latitude, place.longitude, place.state))
    return found


def _where(place: Place | None) -> str:
    return f"{_where(place.parent)}/{place.kind} {place.name}" if place else ""


def _person(person: Person) -> Any:
    born = (person.birth_year, person.birth_month, person.birth_day)
    identity = unseal(bytes(person.identity_sealed), IDENTITY) if person.identity_sealed else ""
    return person.name, person.sex, born, identity, sorted(numbers_of([person.pk])[person.pk])


def _organization(o: Organization) -> Any:
    parent = o.parent.name if o.parent else ""
    return o.kind, tidy(o.name), tidy(parent), _where(o.place), o.address, o.telephone, o.superior, o.nature, o.state


def _seat(seat: Membership) -> Any:
    return seat.role, tidy(seat.organization.name), _where(seat.place), _person(seat.person), seat.until


def _member(member: MemberUnit) -> Any:
    return tidy(member.organization.name), member.state, member.joined_on, member.declared_members, member.remark


def _report_in(report_in: ReportIn) -> Any:
    unit = tidy(report_in.unit.name) if report_in.unit else ""
    offers = sorted(report_in.skills), sorted(report_in.wanted_posts)
    return _person(report_in.person), _where(report_in.community), unit, report_in.accepted_on, report_in.state, offers


def _agreement(agreement: Agreement) -> Any:
    parties = sorted((party.side, tidy(party.organization.name)) for party in agreement.parties.all())
    dates = (agreement.signed_on, agreement.starts_on, agreement.ends_on)
    return agreement.number, agreement.state, dates, parties, [clause.text for clause in agreement.clauses.all()]


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
