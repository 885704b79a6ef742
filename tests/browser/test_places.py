"""The tree and its places at the desk in a real browser: by finger, by keyboard alone, and without scripts."""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.models import Place
from tests import making
from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import DESKTOP, LOOKS, PHONE, Look
from tests.browser.measure import faults
from tests.browser.test_keyboard import draw_maps
from tests.browser.test_map import drawn
from tests.entering import enter


def at_the_desk(window: Opener, site: Site, look: Look, **options: Any) -> Page:
    """A page of somebody at the street's office who keeps the tree."""
    officer = making.street_officer(site.community.street, Role.STREET_CITY_OFFICER)
    seat = Membership.objects.get(person=officer.person_id)
    return window(look, key=enter(Client(), seat.person, seat).key, **options)


def yard_of(site: Site) -> Place:
    return Place.objects.within(site.community.path).get(name="经一路3号院")


def pages(site: Site) -> list[str]:
    at, street = f"/desk/places/{site.community.pk}/", f"/desk/places/{site.community.street_id}/"
    forms = [f"{at}{name}/" for name in ("add", "name", "code", "position", "order", "move", "end")]
    return ["/desk/places/", "/desk/places/?q=yuan", street, at, f"/desk/places/{yard_of(site).pk}/", *forms]


@pytest.mark.drill
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_of_the_tree_can_be_read_and_used(window: Opener, site: Site, look: Look) -> None:
    page = at_the_desk(window, site, look)
    found = {}
    for address in [*pages(site), f"/desk/places/{site.community.street_id}/map/"]:
        page.goto(site.url + address)
        draw_maps(page)
        found[address] = faults(page, look)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_tap_on_the_map_sets_the_place(window: Opener, site: Site) -> None:
    for look in (Look("standard", "light", PHONE), Look("standard", "dark", DESKTOP)):
        page = at_the_desk(window, site, look, has_touch=True)
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(f"{site.url}/desk/places/{yard_of(site).pk}/position/")
        before = page.get_by_label("经度").input_value()
        drawn(page)
        expect(page.locator(".map .mark")).to_have_count(1)
        box = page.locator(".live").bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.7)
        expect(page.get_by_label("经度")).not_to_have_value(before)
        expect(page.get_by_label("经度")).to_have_value(re.compile(r"113\.\d{6}"))
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("经一路3号院")
        assert said == []
        assert yard_of(site).longitude != float(before)


def test_the_place_is_set_from_the_keyboard(window: Opener, site: Site) -> None:
    """At once after an arrow, while the map still glides."""
    page = at_the_desk(window, site, Look("standard", "light", DESKTOP), reduced_motion="no-preference")
    page.goto(f"{site.url}/desk/places/{yard_of(site).pk}/position/")
    drawn(page)
    before = page.get_by_label("经度").input_value()
    page.locator(".live").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("经度")).not_to_have_value(before)
    moved = page.locator(".map .mark").get_attribute("d")
    page.get_by_label("纬度").fill("34.7735")
    page.get_by_label("纬度").press("Tab")
    assert page.locator(".map .mark").get_attribute("d") != moved
    assert page.url.endswith("/position/")


def test_a_place_is_renamed_by_keyboard_alone(window: Opener, site: Site) -> None:
    page = at_the_desk(window, site, Look("elder", "light", DESKTOP))
    page.goto(f"{site.url}/desk/places/{Place.objects.get(name='第3街坊社区').pk}/")
    tab_to(page, "改名称")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("改名称")
    tab_to(page, "")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("花园北社区")
    tab_to(page, "改名")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("花园北社区")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what says this, or for no words on the field for the name."""
    for _step in range(60):
        page.keyboard.press("Tab")
        where = measure.focus(page)
        assert where["outline"] >= 2, where
        name = page.evaluate("document.activeElement.name || ''")
        if (words and where["called"] == f"“{words}”") or (not words and name == "name"):
            return
    raise AssertionError(f"Tab never comes to {words}")


def test_without_scripts_the_tree_opens_and_a_place_is_moved(window: Opener, site: Site) -> None:
    page = at_the_desk(window, site, Look("standard", "light", PHONE), java_script_enabled=False)
    page.goto(f"{site.url}/desk/places/")
    expect(page.locator(".map")).to_be_hidden()
    page.locator("summary").filter(has_text="第1街坊社区").click()
    page.get_by_role("link", name="第2网格 1 个楼院").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2网格")
    page.get_by_role("link", name="移到别处").click()
    page.get_by_label("移到哪里").select_option(label="第2街坊社区")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("会一起移过去：1 个楼院")).to_be_visible()
    page.get_by_role("button", name="移过去").click()
    expect(page.get_by_role("navigation", name="在哪里").get_by_role("link", name="第2街坊社区")).to_be_visible()
    page.get_by_role("link", name="改位置").click()
    page.get_by_label("经度").fill("113.68")
    page.get_by_label("纬度").fill("34.78")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("113.680000, 34.780000")).to_be_visible()
