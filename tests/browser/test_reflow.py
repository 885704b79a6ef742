"""Narrow windows and large text: nothing scrolls sideways, nothing is cut (WCAG 1.4.4, 1.4.10, 1.4.12)."""

import pytest

from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import NARROW, Look
from tests.drill import count

LANGUAGES = ["zh-hans", "en"]
MODES = ["standard", "elder"]
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }
"""
#: What somebody does to read more easily: how it is done to the page, and undone.
EASIER = {
    "as it comes": ("null", "null"),
    "text of twice the size": ("root.style.fontSize = '200%'", "root.style.fontSize = ''"),
    "text spaced as a reader needs it": ("document.adoptedStyleSheets = [spaced]", "document.adoptedStyleSheets = []"),
    **{f"step {size}": (f"root.dataset.size = {size}", "root.dataset.size = 1") for size in (4, 3, 2)[: count(1, 3)]},
}
DO = """
(() => {{
    const root = document.documentElement, spaced = new CSSStyleSheet();
    spaced.replaceSync(`{}`);
    {};
}})()
"""


@pytest.mark.drill
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_every_page_fits_a_narrow_phone_however_large_its_text(
    window: Opener, site: Site, mode: str, language: str
) -> None:
    look = Look(mode, "light", NARROW, language)
    page, found = window(look), {}
    for address in site.pages:
        page.goto(site.url + address)
        for name, (do, undo) in EASIER.items():
            page.evaluate(DO.format(SPACED, do))
            found[address, name] = measure.sideways(page)
            page.evaluate(DO.format(SPACED, undo))
        found[address, "small text"] = measure.small_text(page, look.text)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_running_text_grows_in_four_steps_up_to_30_pixels(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    measured = "([mode, size]) => { Object.assign(document.documentElement.dataset, {mode, size}); return %s; }"
    pixels = measured % "parseFloat(getComputedStyle(document.body).fontSize)"
    standard = [page.evaluate(pixels, ["standard", size]) for size in "1234"]
    elder = [page.evaluate(pixels, ["elder", size]) for size in "1234"]
    assert [round(size) for size in standard] == [17, 20, 25, 30]
    assert [round(size) for size in elder] == [22, 25, 27, 30]


def test_the_page_may_be_enlarged(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "width=device-width" in viewport
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
