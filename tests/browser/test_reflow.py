"""Narrow windows and large text: nothing scrolls sideways, nothing is cut (WCAG 1.4.4, 1.4.10, 1.4.12)."""

import pytest
from playwright.sync_api import Page

from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import PHONE, Look
from tests.drill import count

NARROW = 320
LANGUAGES = ["zh-hans", "en"]
MODES = ["standard", "elder"]
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }
"""


def outside(page: Page, site: Site, change: str = "null") -> dict[str, list[str]]:
    """What does not fit, page by page, after a change to the page."""
    found = {}
    for address in site.pages:
        page.goto(site.url + address)
        page.evaluate(change)
        found[address] = measure.sideways(page)
    return {address: wrong for address, wrong in found.items() if wrong}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_a_window_of_320_pixels_is_wide_enough(window: Opener, site: Site, mode: str, language: str) -> None:
    look = Look(mode, "light", NARROW, language)
    page = window(look)
    assert outside(page, site) == {}
    page.goto(site.url + site.pages[2])
    assert measure.small_text(page, look.text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_text_of_twice_the_size_fits_a_phone(window: Opener, site: Site, mode: str, language: str) -> None:
    page = window(Look(mode, "light", PHONE, language))
    assert outside(page, site, "document.documentElement.style.fontSize = '200%'") == {}


@pytest.mark.drill
@pytest.mark.parametrize("size", ["4", "3", "2"][: count(1, 3)])
@pytest.mark.parametrize("mode", MODES)
def test_every_step_of_text_fits_a_narrow_phone(window: Opener, site: Site, mode: str, size: str) -> None:
    page = window(Look(mode, "light", NARROW, size=size))
    assert outside(page, site) == {}


def test_running_text_grows_in_four_steps_up_to_30_pixels(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    measured = "([mode, size]) => { Object.assign(document.documentElement.dataset, {mode, size}); return %s; }"
    pixels = measured % "parseFloat(getComputedStyle(document.body).fontSize)"
    standard = [page.evaluate(pixels, ["standard", size]) for size in "1234"]
    elder = [page.evaluate(pixels, ["elder", size]) for size in "1234"]
    assert [round(size) for size in standard] == [17, 20, 25, 30]
    assert [round(size) for size in elder] == [22, 25, 27, 30]


def test_text_may_be_spaced_as_a_reader_needs_it(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", PHONE, "en"))
    adopt = "const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s];"
    assert outside(page, site, f"(() => {{ const text = `{SPACED}`; {adopt} }})()") == {}


def test_the_page_may_be_enlarged(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "width=device-width" in viewport
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
