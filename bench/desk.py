"""The desk in a street of 112,000 people: the first page, the list of people, coming in and being known, and how heavy
the pages are (``crowd.py`` makes the street)."""

import gzip
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bench import crowd, houses
from bench.watches import percentiles, versions

if TYPE_CHECKING:
    from gongzhi.kernel.organizations.models import Membership
    from gongzhi.kernel.places.models import Place

NAME = "desk"

CODE = "410105992"
TIMES = 100
WARM_UP = 5
SIGN_INS = 5
GATE_MS = 100  # p95 of a page, through the whole of Django
PAGES = {"today": "/desk/", "people": "/desk/people/", "organizations": "/desk/organizations/", "mine": "/mine/"}
PUBLIC = {"home": "/", "come in": "/come-in/", "privacy": "/privacy/"}


def run() -> dict[str, Any]:
    """Milliseconds of each page at the desk of the street and of a community; of a sign-in and of a session; bytes."""
    with crowd.opened() as (house, _loading):
        read = houses.call(house, __name__, "read", code=CODE)
    worst = max(page["p95"] for desk in read["desks"].values() for page in desk.values())
    gate = {"gate": {"page_p95_ms": GATE_MS}, "worst_p95_ms": worst, "passed": worst <= GATE_MS}
    return {"bench": NAME, **read, **gate, "versions": versions("django", "psycopg")}


def read(code: str) -> dict[str, Any]:
    """Open the pages as a browser does, without a network between."""
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("collectstatic", interactive=False, verbosity=0)
    seats = _seats(code)
    desks = {name: _pages(seat) for name, seat in seats.items()}
    first = seats["street"]
    return {"desks": desks, "session": _session(first), "sign_in": _sign_in(first), "bytes": _weights(first)}


def _seats(code: str) -> "dict[str, Membership]":
    """Somebody new at the desk of the street, and at that of one of its communities."""
    from gongzhi.kernel.organizations.states import OrganizationKind, Role
    from gongzhi.kernel.places.queries import communities_in, path_of, place_with_code

    street = place_with_code(code)
    assert street
    *_others, community = communities_in([street.path])
    places = {"street": street, "community": type(street).objects.get(path=path_of(community))}
    sitting = {
        "street": (OrganizationKind.SUBDISTRICT_OFFICE, Role.STREET_CIVIL_OFFICER),
        "community": (OrganizationKind.RESIDENTS_COMMITTEE, Role.COMMUNITY_WORKER),
    }
    return {name: _seat(places[name], *sitting[name]) for name in places}


def _seat(place: "Place", kind: str, role: str) -> "Membership":
    from gongzhi.kernel.organizations.actions import OrganizationFacts, give_seat, take_over_organizations
    from gongzhi.kernel.organizations.models import Organization
    from gongzhi.kernel.people.actions import NewPerson, register_person
    from gongzhi.lib.actions import Actor

    by, street = Actor.system(NAME), place.street or place
    office = Organization.objects.active().filter(place=place, kind=kind).first()
    if office is None:
        facts = OrganizationFacts(kind, f"{place.name}办公处", place=place)
        (office,) = take_over_organizations([facts], street_id=street.pk, by=by)
    person = register_person(NewPerson("测速人"), street=street, by=by)
    return give_seat(person, organization=office, role=role, since=crowd.DAY, by=by)


def _client(seat: "Membership") -> Any:
    """A browser that sits in this seat."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.cookies[settings.SIGN_IN_COOKIE] = _key(seat)
    return client


def _key(seat: "Membership") -> str:
    from gongzhi.kernel.organizations.actions import take_role
    from gongzhi.kernel.people.actions import open_account
    from gongzhi.kernel.people.actions.sessions import begin_session
    from gongzhi.kernel.people.states import SessionKind
    from gongzhi.lib.actions import Actor

    by = Actor.system(NAME)
    account = open_account(seat.person, by=by)
    begun = begin_session(account, kind=SessionKind.STAFF, shared=False, device="computer", by=by)
    return take_role(begun.session, seat, by=by)


def _pages(seat: "Membership") -> dict[str, dict[str, float]]:
    client = _client(seat)

    def opened(address: str) -> Callable[[], None]:
        def open_it() -> None:
            if client.get(address).status_code != 200:
                raise RuntimeError(f"{address} did not open")

        return open_it

    return {name: _timed(opened(address)) for name, address in PAGES.items()}


def _timed(work: Callable[[], Any], times: int = TIMES) -> dict[str, float]:
    """Percentiles of milliseconds."""
    for _time in range(min(WARM_UP, times)):
        work()
    took = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return percentiles(took)


def _session(seat: "Membership") -> dict[str, float]:
    """What every request of somebody signed in costs: session, account, person and seat in one query."""
    from gongzhi.kernel.organizations.actors import signed_in

    key = _key(seat)
    return _timed(lambda: signed_in(key), times=1000)


def _sign_in(seat: "Membership") -> dict[str, float]:
    """Name, password and second factor; nearly all of it is the password's million rounds."""
    import pyotp

    from gongzhi.kernel.organizations.actions import invite, set_up
    from gongzhi.kernel.people import coming_in
    from gongzhi.kernel.people.credentials import second_factor_of, ticket
    from gongzhi.kernel.people.models import Account
    from gongzhi.kernel.people.states import TicketKind
    from gongzhi.lib.actions import Actor

    by, kind, password = Actor.system(NAME), TicketKind.INVITATION, "three unrelated words"
    person = seat.person
    key = invite(person, by=by)
    found = ticket(key, kind)
    assert found is not None
    secret = second_factor_of(found)[0]
    name = f"bench{person.pk}"
    account = set_up(key, kind, name=name, password=password, code=pyotp.TOTP(secret).now(), by=by)

    def come_in() -> None:
        Account.objects.filter(pk=account.pk).update(totp_step=0)
        code = pyotp.TOTP(secret).now()
        coming_in.by_password(name, password, code, coming_in.Browser(), by=Actor(address="127.0.0.1"))

    return _timed(come_in, times=SIGN_INS)


def _weights(seat: "Membership") -> dict[str, int]:
    """Bytes of the pages as they travel, without style sheets, which a browser keeps."""
    from django.test import Client

    staff = _client(seat)
    pages = {name: Client().get(address) for name, address in PUBLIC.items()}
    pages |= {name: staff.get(address) for name, address in PAGES.items()}
    return {name: len(gzip.compress(page.content, 6)) for name, page in pages.items()}
