"""Every page by keyboard alone (WCAG 2.1.1, 2.4.1, 2.4.7, 2.4.11)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import DESKTOP, PHONE, Look

#: What Tab stops at; of a group of radio buttons, it is one.
FOCUSABLE = """
(() => {
    const kinds = 'a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex="0"]';
    const shown = [...document.querySelectorAll(kinds)].filter(e => e.checkVisibility({ visibilityProperty: true }));
    return new Set(shown.map(e => e.type === 'radio' ? e.name : e)).size;
})()
"""


def draw_maps(page: Page) -> None:
    """Come by the maps, which are drawn where they are seen, and go back to the top."""
    page.evaluate("document.querySelectorAll('.map').forEach(figure => figure.scrollIntoView())")
    expect(page.locator(".map:not([hidden], [data-drawn])")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("look", [Look("elder", "light", PHONE), Look("standard", "dark", DESKTOP)], ids=str)
def test_tab_reaches_everything_and_shows_where_it_is(window: Opener, site: Site, look: Look) -> None:
    page = window(look)
    for address in site.pages:
        page.goto(site.url + address.replace("?wrong=1", ""))  # with mistakes, one begins in the middle
        draw_maps(page)
        reached = set()
        for _step in range(int(page.evaluate(FOCUSABLE))):
            page.keyboard.press("Tab")
            where = measure.focus(page)
            reached.add(where["at"])
            assert where["outline"] >= 2, (address, where)
            assert not where["covered"], (address, where)
        assert len(reached) == page.evaluate(FOCUSABLE), address


def test_the_first_stop_leads_past_the_header(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()
