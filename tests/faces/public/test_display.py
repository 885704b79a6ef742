"""Version, text size, colours and language: chosen without a script, kept in cookies, never guessed."""

import re

import pytest
from django.test import Client

from gongzhi.faces.public.display import CHOICES
from tests.faces.reading import headings, markup
from tests.faces.streets import furnished

pytestmark = pytest.mark.django_db


def root(client: Client) -> dict[str, str]:
    """How the page is shown: the attributes of its root."""
    tag = markup(client.get("/accessibility/")).partition("<html")[2].partition(">")[0]
    return dict(re.findall(r'([\w-]+)="(.*?)"', tag))


def test_who_chose_nothing_sees_the_standard_version_in_chinese(client: Client) -> None:
    assert root(client) == {"lang": "zh-CN", "data-mode": "standard", "data-theme": "auto", "data-size": "1"}


@pytest.mark.parametrize(
    ("choice", "value", "attribute", "shown"),
    [
        ("mode", "elder", "data-mode", "elder"),
        ("size", "4", "data-size", "4"),
        ("theme", "dark", "data-theme", "dark"),
        ("language", "en", "lang", "en"),
    ],
)
def test_a_choice_is_kept_for_a_year(client: Client, choice: str, value: str, attribute: str, shown: str) -> None:
    answer = client.post("/display/", {choice: value, "next": "/figures/"})
    assert answer.headers["Location"] == "/figures/"
    assert answer.cookies[choice]["max-age"] == 365 * 24 * 3600
    assert answer.cookies[choice]["httponly"]
    assert answer.cookies[choice]["samesite"] == "Lax"
    assert root(client)[attribute] == shown


def test_every_choice_is_offered_and_the_one_in_force_is_marked(client: Client) -> None:
    client.cookies["mode"] = "elder"
    page = markup(client.get("/display/")).partition("<main")[2]
    offered = re.findall(r'name="(\w+)" value="([\w-]+)" aria-pressed="(true|false)"', page)
    assert [(name, value) for name, value, _on in offered] == [
        (n, v) for n, options in CHOICES.items() for v in options
    ]
    assert [(name, value) for name, value, on in offered if on == "true"] == [
        ("mode", "elder"),
        ("size", "1"),
        ("theme", "auto"),
        ("language", "zh-hans"),
    ]


@pytest.mark.parametrize("cookie", ["en-gb", "", "../../etc", "EN"])
def test_an_unknown_language_changes_nothing(client: Client, cookie: str) -> None:
    client.cookies["language"] = cookie
    assert root(client)["lang"] == "zh-CN"


def test_an_unknown_choice_sets_no_cookie(client: Client) -> None:
    answer = client.post("/display/", {"mode": "giant", "colour": "red", "theme": "dark"})
    assert set(answer.cookies) == {"theme"}


def test_the_language_of_the_browser_is_not_asked(client: Client) -> None:
    page = client.get("/accessibility/", headers={"Accept-Language": "en"})
    assert headings(page)[0] == "无障碍说明"
    assert page.headers["Content-Language"] == "zh-CN"


def test_the_language_of_the_cookie_is_spoken(client: Client) -> None:
    furnished()
    client.cookies["language"] = "en"
    page = client.get("/")
    assert headings(page)[0] == "Whom to turn to, and what the numbers say"
    assert page.headers["Content-Language"] == "en"
    del client.cookies["language"]
    assert headings(client.get("/"))[0] == "找得到人，看得清数"


@pytest.mark.parametrize("address", ["/", "/communities/?x=1", "/figures/grids/?place=3&page=2#rows"])
def test_a_choice_leads_back_to_where_it_was_made(client: Client, address: str) -> None:
    assert client.post("/display/", {"theme": "dark", "next": address}).headers["Location"] == address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/",
        "//example.com/",
        "///example.com/",
        "/\\example.com/",
        "\\\\example.com",
        "http:example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "communities/",
        " //example.com",
        "/\t/example.com",
        "",
    ],
)
def test_a_choice_never_leads_anywhere_else(client: Client, address: str) -> None:
    assert client.post("/display/", {"theme": "dark", "next": address}).headers["Location"] == "/"
    way_back = markup(client.get("/display/", {"next": address})).partition("<main")[2]
    assert '<a class="button main" href="/">' in way_back


def test_both_versions_lead_to_the_same_places(client: Client) -> None:
    community = furnished(lines=2)
    for address in ("/", "/communities/", f"/communities/{community.pk}/", "/figures/", "/figures/agreements/"):
        client.cookies["mode"] = "standard"
        standard = re.findall(r'(?:href|action)="(.*?)"', markup(client.get(address)))
        client.cookies["mode"] = "elder"
        assert re.findall(r'(?:href|action)="(.*?)"', markup(client.get(address))) == standard
