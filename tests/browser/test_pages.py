"""Every page in every look: what axe finds, the size of text and targets, the room between them."""

import pytest

from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import LOOKS, Look
from tests.browser.measure import faults
from tests.browser.pictures import photograph


@pytest.mark.drill
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_can_be_read_and_used(window: Opener, site: Site, look: Look) -> None:
    page = window(look)
    found = {}
    for address in site.pages:
        page.goto(site.url + address)
        photograph(page, f"{address} {look}")
        found[address] = faults(page, look)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("look", [Look("standard", "auto", 390), Look("elder", "auto", 390)], ids=str)
def test_dark_by_device_can_be_read(window: Opener, site: Site, look: Look) -> None:
    page = window(look, color_scheme="dark")
    page.goto(site.url)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 19, 17)"
    assert faults(page, look) == []


def test_who_wants_light_gets_light_on_a_dark_device(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", 390), color_scheme="dark")
    page.goto(site.url)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 243)"


def test_nothing_moves_for_who_wants_rest(window: Opener, site: Site) -> None:
    page = window(LOOKS[0], reduced_motion="reduce")
    for address in site.pages:
        page.goto(site.url + address)
        assert measure.movement(page) == [], address
