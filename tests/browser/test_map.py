"""The map on pages: drawn where it is seen, by hand or by keyboard, light, quiet, and never needed."""

import pytest
from playwright.sync_api import Page, expect

from gongzhi.kernel.places.models import Place
from tests import making
from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import DESKTOP, LOOKS, PHONE, Look
from tests.browser.test_weight import LIGHT, first_visit

OURS = 5_000  # bytes of our own script for a map


def community_map(page: Page, site: Site) -> None:
    """Open the page of the first community and come to its map."""
    page.goto(f"{site.url}/communities/{site.community.pk}/")
    drawn(page)


def drawn(page: Page) -> None:
    page.locator(".map").scroll_into_view_if_needed()
    expect(page.locator(".map[data-drawn]")).to_be_visible()
    page.locator(".map[data-drawn]").scroll_into_view_if_needed()


@pytest.fixture(scope="module", autouse=True)
def street(site: Site) -> Place:
    """Three communities, each with a courtyard that lies somewhere."""
    street = site.community.street
    assert street is not None
    for number, community in enumerate(street.children.exclude(pk=site.community.pk).order_by("position")):
        making.courtyard(community, "南院", latitude=34.76, longitude=113.66 + number / 40)
    return street


def test_the_map_takes_the_place_of_the_drawing_when_it_is_seen(window: Opener, site: Site) -> None:
    page = window()
    page.goto(f"{site.url}/communities/{site.community.pk}/")
    expect(page.locator(".map > svg")).to_be_visible()
    expect(page.locator(".map .still")).to_be_visible()
    drawn(page)
    expect(page.locator(".map > svg")).to_be_hidden()
    expect(page.locator(".map .still")).to_be_hidden()
    expect(page.locator(".map .dot")).to_have_count(5)
    shown = page.locator(".map .label > *:visible").all_inner_texts()
    assert set(shown) <= {"1", "2", "3", "4", "5"}
    assert len(shown) >= 3


def test_without_scripts_the_drawing_stays_and_an_empty_map_is_not_there(window: Opener, site: Site) -> None:
    page = window(Look("standard", "auto", PHONE), java_script_enabled=False)
    page.goto(f"{site.url}/communities/{site.community.pk}/")
    expect(page.locator(".map > svg")).to_be_visible()
    expect(page.locator(".map .moves")).to_be_hidden()
    page.goto(f"{site.url}/communities/")
    expect(page.locator(".map")).to_be_hidden()
    expect(page.get_by_role("heading", name="地图")).to_be_hidden()


def test_a_community_is_found_on_the_map_and_opens(window: Opener, site: Site) -> None:
    for look in (Look("standard", "light", PHONE), Look("elder", "dark", DESKTOP)):
        page = window(look)
        page.goto(f"{site.url}/communities/")
        drawn(page)
        page.locator(".map").get_by_role("link", name="第2街坊").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("第2街坊社区")


def test_the_map_is_moved_and_enlarged_by_keyboard(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", DESKTOP))
    page.goto(f"{site.url}/communities/")
    drawn(page)
    live = page.get_by_role("group", name="花园路街道的地图")
    live.focus()
    assert measure.focus(page)["outline"] >= 2
    before = scale(page)
    page.keyboard.press("+")
    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(before)
    page.keyboard.press("Tab")
    stops = [page.evaluate("document.activeElement.innerText")]
    while "+" not in stops[-1]:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText"))
    visible = page.locator(".map .label > a:visible").all_inner_texts()
    assert stops[:-1] == visible


def scale(page: Page) -> str:
    return page.locator(".leaflet-control-scale-line").inner_text()


def test_what_is_shown_on_a_map_can_be_read_and_tapped(window: Opener, site: Site) -> None:
    for look in LOOKS:
        page = window(look)
        for address in ("/communities/", f"/communities/{site.community.pk}/"):
            page.goto(site.url + address)
            drawn(page)
            assert measure.small_text(page, look.text) == [], (look, address)
            assert measure.small_targets(page, look.target) == [], (look, address)
            assert measure.close_targets(page, 8) == [], (look, address)
            assert measure.sideways(page) == [], (look, address)
            assert measure.barriers(page, enhanced=look.elder) == [], (look, address)


def test_a_map_asks_nobody_else_breaks_no_rule_and_is_light(window: Opener, site: Site) -> None:
    for address in ("/communities/", f"/communities/{site.community.pk}/"):
        page = window(Look("standard", "light", PHONE))
        visit = first_visit(page, site.url + address)
        drawn(page)
        page.locator(".leaflet-control-zoom-in").click()
        page.mouse.wheel(0, -50)
        page.wait_for_load_state("networkidle")
        assert visit.kinds >= {"script", "fetch"}
        assert [url for url in visit.asked if not url.startswith(site.url)] == []
        assert visit.said == []
        assert visit.bytes <= LIGHT, (address, visit.bytes)
        ours = [url for url in visit.asked if "/static/js/" in url]
        assert len(ours) == 1
        assert len(page.request.get(ours[0]).body()) <= OURS


def test_a_page_costs_a_map_only_when_it_is_seen(window: Opener, site: Site) -> None:
    visit = first_visit(window(), f"{site.url}/communities/{site.community.pk}/")
    assert [url for url in visit.asked if "leaflet" in url or "geojson" in url] == []
    assert visit.bytes <= LIGHT / 2


def test_nothing_glides_for_who_wants_rest(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", DESKTOP), reduced_motion="reduce")
    community_map(page, site)
    page.locator(".leaflet-control-zoom-in").click()
    assert measure.movement(page) == []
    assert page.locator(".leaflet-zoom-anim").count() == 0


def test_on_paper_the_drawing_stands(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", DESKTOP))
    community_map(page, site)
    page.emulate_media(media="print")
    expect(page.locator(".map > svg")).to_be_visible()
    expect(page.locator(".map .still")).to_be_visible()
    expect(page.locator(".map .live")).to_be_hidden()


def test_a_map_that_cannot_be_fetched_leaves_the_drawing(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", DESKTOP))
    page.route("**/places.geojson*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(f"{site.url}/communities/{site.community.pk}/")
        page.locator(".map").scroll_into_view_if_needed()
    expect(page.locator(".map > svg")).to_be_visible()
    expect(page.locator(".live")).to_have_count(0)
