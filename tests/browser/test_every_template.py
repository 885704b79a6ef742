"""Every kind of page that stands behind an address, found by the list of addresses and opened by somebody who may.

The pages that everybody sees are measured with more in them in ``test_pages.py``, the intake in ``test_intake.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from gongzhi.kernel.events.actions import publish_event
from gongzhi.kernel.organizations.actions import end_seat, invite
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import give_mandate
from gongzhi.kernel.people.states import Channel, MandateScope, SessionKind
from gongzhi.kernel.places.models import Place
from tests import making
from tests.browser import measure
from tests.browser.conftest import HEIGHT, Opener, Site
from tests.browser.looks import LOOKS, NARROW, Look
from tests.browser.measure import faults
from tests.browser.pictures import photograph
from tests.entering import enter
from tests.guards.forms import CREATING
from tests.guards.held import event_of
from tests.guards.walking import address, open_to, routes
from tests.guards.world import Corner, Quarter, Somebody
from tests.house_rules.source import ROOT
from tests.looking import look_along

TEMPLATES = ROOT / "gongzhi" / "templates"

#: Pages that nobody finds by an address: where they are measured, or why they need not be.
ELSEWHERE = {
    "public/code.html": "test_coming_in",
    "public/who.html": "test_coming_in",
    "public/desk_link.html": "test_coming_in",
    "desk/let_in.html": "test_coming_in",
    "desk/intake/progress.html": "test_intake",
    "desk/intake/refused.html": "test_intake",
    "403.html": "like 404.html",
    "403_csrf.html": "like 404.html",
    "500.html": "like 404.html, without its frame",
    "public/nothing.html": "a house without a street",
    "public/demonstration.html": "only in the demonstration",
    "public/still_here.html": "like sign_in_first.html",
    "public/telephone_code.html": "like code.html",
    "public/refused.html": "like 404.html",
    "desk/waiting_export.html": "like proposal.html",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A page, and who opens it; ``said`` is what they send there first, on pages that only come so."""

    address: str
    somebody: Somebody
    said: dict[str, str] | None = None

    @property
    def key(self) -> str:
        """That of the session, empty for who has none."""
        cookie = self.somebody.client.cookies.get(settings.SIGN_IN_COOKIE)
        return cookie.value if cookie else ""

    def show(self, page: Page, house: str, look: Look) -> None:
        if self.said is not None:
            self.somebody.client.cookies.load(look.cookies)
            answer = self.somebody.client.post(self.address, self.said).content.decode()
            page.route(house + self.address, lambda route: route.fulfill(body=answer, content_type="text/html"))
        page.goto(house + self.address)


def quarter_of(site: Site) -> Quarter:
    """The first community with something of every kind in it."""
    street, community = site.community.street, site.community
    assert street
    committee = Organization.objects.get(place=community, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    resident = making.neighbour(community, "桑大年", "13800009001")
    chief = making.seat(making.person("栾楼长", street=street), Role.BUILDING_CHIEF, committee)
    worker = making.seat(making.person("蔺干事", street=street), Role.COMMUNITY_WORKER, committee)
    unit = Organization.objects.of_kind("unit").filter(place=community).order_by("id")[0]
    office = Organization.objects.get(place=street, kind=OrganizationKind.SUBDISTRICT_OFFICE)
    return Quarter(street, office, [Corner(community, committee, unit, resident, chief, worker, "13800009001")])


def people_of(quarter: Quarter) -> list[Somebody]:
    """Who may open something, those whom most pages are for first."""
    corner, nobody, resident = quarter.corners[0], Somebody("nobody"), Somebody("resident")
    enter(resident.client, corner.resident, kind=SessionKind.CODE)
    worker = Somebody("community_worker", Role.COMMUNITY_WORKER, stands=True)
    enter(worker.client, corner.worker.person, corner.worker)
    roles = (Role.STREET_PARTY_OFFICER, Role.STREET_CITY_OFFICER, Role.STREET_LEADER, Role.ADMIN, Role.AUDITOR)
    return [nobody, resident, worker, *(_of_the_office(quarter, role) for role in roles), _ended(quarter)]


def _of_the_office(quarter: Quarter, role: Role, *, stands: bool = True) -> Somebody:
    somebody = Somebody(role.value, role, stands)
    seat = making.seat(making.person(f"邬{role.label}", street=quarter.street), role, quarter.office)
    enter(somebody.client, seat.person, seat)
    if not stands:
        end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    return somebody


def _ended(quarter: Quarter) -> Somebody:
    return _of_the_office(quarter, Role.STREET_FINANCE, stands=False)


def found(quarter: Quarter, people: list[Somebody]) -> Iterator[tuple[str, Stop]]:
    """What every address answers to everybody who passes its door, and to who does not."""
    corner = quarter.corners[0]
    named = {str(route.name): address(route, quarter, corner) for route in routes()}
    for route in routes():
        for somebody in people:
            if open_to(somebody, route) or somebody in (people[0], people[-1]):
                yield from _answered(Stop(named[str(route.name)], somebody))
    for stop in more(quarter, people, named):
        yield from _answered(stop)


def more(quarter: Quarter, people: list[Somebody], named: dict[str, str]) -> Iterator[Stop]:
    """Pages that an address alone does not tell: with a key, after a question, of what was sent."""
    nobody, worker, keeper, leader = people[0], people[2], people[4], people[5]
    corner, today = quarter.corners[0], timezone.localdate()
    invitation = invite(corner.worker.person, by=making.SYSTEM)
    yield Stop(f"/communities/{corner.community.pk}/", nobody)
    yield Stop(f"/events/{publish_event(event_of(corner), by=making.SYSTEM).pk}/", nobody)
    yield _record_of_another(quarter, people[1])
    yield _looked_along_until_it_was_ended(quarter, people[1])
    yield Stop(f"/come-in/set-up/invitation/{invitation}/", nobody)
    yield Stop("/desk/search/?q=sang", worker)
    yield Stop("/desk/places/?q=yuan", worker)
    yield Stop("/desk/exports/ask/people/", worker)
    yield Stop(f"/desk/seats/{corner.worker.pk}/account/", leader, {})
    yield Stop(named["enter_consent"], worker, {"answer": "yes", "channel": "window", "reason": "看了身份证"})
    yield Stop(named["copy_record"], worker, {"channel": "window", "reason": "本人来要"})
    yard = Place.objects.within(corner.community.path).get(name="经一路3号院")
    other = corner.community.children.exclude(pk=yard.parent_id).order_by("id")[0]
    day = {"on_0": str(today.year), "on_1": str(today.month), "on_2": str(today.day)}
    yield Stop(f"/desk/places/{yard.pk}/move/", keeper, {"parent": str(other.pk)} | day)
    overtaken = CREATING["take_in_map"](quarter) | {"version": "overtaken", "once": "of the crawl"}
    yield Stop(named["take_in_map"], keeper, overtaken)


def _record_of_another(quarter: Quarter, helper: Somebody) -> Stop:
    corner, today = quarter.corners[0], timezone.localdate()
    principal = making.neighbour(corner.community, "桑奶奶", "13800009009")
    options = {"scope": MandateScope.RECORD, "how": Channel.WINDOW, "since": today, "until": today}
    mandate = give_mandate(principal, helper=corner.resident, by=making.SYSTEM, **options)
    return Stop(f"/mine/helpers/{mandate.pk}/record/", helper)


def _looked_along_until_it_was_ended(quarter: Quarter, asked: Somebody) -> Stop:
    support = _of_the_office(quarter, Role.ADMIN)
    look_along(support.client, asked.client)
    asked.client.post("/mine/support/end/")
    return Stop("/mine/", support)


def _answered(stop: Stop) -> Iterator[tuple[str, Stop]]:
    client = stop.somebody.client
    answer = client.get(stop.address) if stop.said is None else client.post(stop.address, stop.said)
    if answer.templates and "text/html" in answer.headers["Content-Type"]:
        yield str(answer.templates[0].name), stop


@pytest.fixture(scope="module")
def stops(site: Site) -> dict[str, Stop]:
    """One page of each template, the first that was found."""
    quarter, one_of_each = quarter_of(site), {}
    for template, stop in found(quarter, people_of(quarter)):
        one_of_each.setdefault(template, stop)
    return one_of_each


def pages() -> set[str]:
    """The templates that are pages and not parts of pages, without the gallery."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    frames = ("document.html", "page.html", "desk/frame.html")
    whole = {name for name in names if "{% extends " in (TEMPLATES / name).read_text()}
    return {name for name in whole if name not in frames and not name.startswith("gallery/")}


def test_every_template_is_looked_at_somewhere(stops: dict[str, Stop]) -> None:
    assert pages() - stops.keys() == ELSEWHERE.keys()


@pytest.mark.drill
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_kind_of_page_can_be_read_and_used(
    window: Opener, house: str, stops: dict[str, Stop], look: Look
) -> None:
    """Measured in its own width, then in that of a small phone with text of twice the size."""
    windows: dict[str, Page] = {}
    wrong: dict[str, list[str]] = {}
    for template, stop in seen_in(look, stops):
        key = stop.key
        page = windows[key] = windows.get(key) or window(look, key=key)
        stop.show(page, house, look)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        photograph(page, f"{template} {look}")
        wrong[template] = faults(page, look) + [f"narrow: {each}" for each in enlarged(page, look)]
    assert {template: sentences for template, sentences in wrong.items() if sentences} == {}


def seen_in(look: Look, stops: dict[str, Stop]) -> list[tuple[str, Stop]]:
    """In a drill every page in every look; else each in one of four, that differ in width, version and colour."""
    place = LOOKS.index(look)
    every = sorted(stops.items())
    return every if len(LOOKS) > 4 else [each for at, each in enumerate(every) if at % len(LOOKS) == place]


def enlarged(page: Page, look: Look) -> list[str]:
    """What does not fit a window of 320 px with text of 200 %."""
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    outside = measure.sideways(page)
    page.set_viewport_size({"width": look.width, "height": HEIGHT})
    return outside
