"""The gallery of the parts that pages are built from."""

import re

import pytest
from django.test import Client

from gongzhi.faces.public.gallery import LEAVES, PAGES, address, samples
from tests.faces.reading import headings, markup, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_it_is_there_in_both_languages(client: Client, language: str) -> None:
    client.cookies["language"] = language
    assert LEAVES.keys() == PAGES.keys()
    for slug in PAGES:
        page = client.get(address(slug))
        assert page.status_code == 200
        assert headings(page)


def test_there_is_no_other_page(client: Client) -> None:
    assert client.get("/ui/other/").status_code == 404


def test_it_says_that_its_people_are_made_up(client: Client) -> None:
    assert "人、电话和内容都是编的。" in text(client.get("/ui/"))


def test_the_title_says_that_something_is_wrong(client: Client) -> None:
    assert "<title>表单 · 页面零件" in markup(client.get("/ui/forms/"))
    assert "<title>错误：表单 · 页面零件" in markup(client.get("/ui/forms/?wrong=1"))


def test_what_is_right_is_read_back_and_what_is_done_is_said(client: Client) -> None:
    filled = {name: value for name, value in samples()["filled"].items() if value}
    assert headings(client.post("/ui/forms/", filled))[0] == "请核对"
    assert headings(client.post("/ui/forms/", filled | {"step": "done"}))[0] == "报上名了"
    changed = markup(client.post("/ui/forms/", filled | {"step": "change"}))
    assert re.search(r'name="born_0" value="1925"', changed)
    assert "错误：" not in changed


def test_the_telephones_of_the_samples_reach_nobody() -> None:
    numbers = re.findall(r"1[3-9]\d[\d* ]{8,10}", str(samples()))
    assert len(numbers) >= 5
    assert all(number.replace(" ", "").startswith(("1380000", "138****")) for number in numbers)
