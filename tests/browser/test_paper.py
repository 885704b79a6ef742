"""Print: A4, text large enough for everybody, no controls, and the way back to the page."""

from django.test import Client
from playwright.sync_api import Page, expect

from gongzhi.faces.desk.papers import all_papers
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from tests import making
from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import Look
from tests.entering import enter

SHEET = 658  # px between the margins of A4
HEIGHT = 986
LEAST = 14 * 96 / 72  # 14 pt (trust.md A31)
ROOM = 40  # px, a good centimetre


def test_a_printed_page_is_paper(window: Opener, site: Site) -> None:
    for look in (
        Look("standard", "dark", SHEET),
        Look("elder", "light", SHEET),
        Look("standard", "light", SHEET, "en"),
    ):
        page = window(look)
        page.emulate_media(media="print")
        for address in [*site.pages[:6], *site.gallery]:
            page.goto(site.url + address)
            assert measure.small_text(page, LEAST) == [], address
            assert measure.sideways(page) == [], address
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
            expect(page.locator(".nav")).to_be_hidden()
            expect(page.locator(".switches")).to_be_hidden()
            expect(page.locator(".paper")).to_have_text(site.url + address)


def test_the_telephone_is_printed(window: Opener, site: Site) -> None:
    page = window()
    page.emulate_media(media="print")
    page.goto(site.url)
    expect(page.get_by_role("contentinfo").get_by_text("0371-6590 0000")).to_be_visible()


def test_a_paper_to_sign_is_one_sheet_with_room_to_write_and_boxes_of_one_size(window: Opener, site: Site) -> None:
    committee = Organization.objects.get(place=site.community, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    worker = making.seat(making.person("蔺干事", street=site.community.street), Role.COMMUNITY_WORKER, committee)
    person = making.neighbour(site.community, "桑大年", "13800009001")
    key = enter(Client(), worker.person, worker).key
    for look in (Look("standard", "dark", SHEET), Look("elder", "light", SHEET)):
        page = window(look, key=key)
        page.emulate_media(media="print")
        for address in (
            f"{at}papers/{kind}/" for kind in all_papers() for at in ("/desk/", f"/desk/people/{person.pk}/")
        ):
            page.goto(site.url + address)
            assert measure.small_text(page, LEAST) == [], address
            assert measure.sideways(page) == [], address
            assert page.evaluate("document.documentElement.scrollHeight") <= HEIGHT * (1 + look.elder), address
            assert len(boxes(page)) <= 1, address
            assert min(rooms(page)) >= ROOM, address
            expect(page.locator(".paper")).to_have_text(site.url + address)
            expect(page.get_by_role("contentinfo").get_by_role("link")).to_have_count(1)  # the telephone
            expect(page.get_by_role("main").get_by_role("link")).to_have_count(0)


def boxes(page: Page) -> set[str]:
    """The sizes of what is ticked."""
    style = "getComputedStyle(each.querySelector('span'), '::before')"
    ask = f"[...document.querySelectorAll('.option')].map(each => `${{{style}.width}} ${{{style}.height}}`)"
    return set(page.evaluate(ask))


def rooms(page: Page) -> list[float]:
    """How high each line to write on is."""
    ask = "[...document.querySelectorAll('.hand dd')].map(each => each.getBoundingClientRect().height)"
    return list(page.evaluate(ask))
