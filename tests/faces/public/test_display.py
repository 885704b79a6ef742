"""Version, text size, colours and language: chosen without a script, kept in cookies and with the account, never
guessed."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.people.display import CHOICES
from gongzhi.kernel.people.models import Account, Person, Session, SignInCode
from gongzhi.kernel.people.states import SessionKind
from tests import making
from tests.entering import digits_sent, enter, hidden
from tests.faces.reading import headings, markup, text
from tests.faces.streets import furnished

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


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


def chosen_by(person: Person) -> dict[str, str]:
    return Account.objects.get(person=person).display


def test_what_somebody_chose_is_there_on_another_device(client: Client) -> None:
    person = making.person("王秀英", PHONE)
    enter(client, person, kind=SessionKind.CODE)
    client.post("/display/", {"mode": "elder", "size": "3"})
    client.post("/display/", {"size": "2"})
    assert chosen_by(person) == {"mode": "elder", "size": "2"}
    assert "显示方式 版式：长者版、字的大小：大" in text(client.get("/mine/data/"))
    other = Client()
    come_in(other)
    assert (root(other)["data-mode"], root(other)["data-size"]) == ("elder", "2")
    assert other.cookies["mode"]["max-age"] == 365 * 24 * 3600


def test_who_has_no_account_keeps_it_on_the_device_alone(client: Client) -> None:
    client.post("/display/", {"mode": "elder"})
    assert root(client)["data-mode"] == "elder"
    assert not Account.objects.exists()


def test_on_a_shared_device_the_choices_go_with_who_made_them(client: Client) -> None:
    person = making.person("王秀英", PHONE)
    client.cookies["theme"] = "dark"
    come_in(client, shared="on")
    assert "这台公用设备不会留下" in markup(client.get("/display/"))
    client.post("/display/", {"mode": "elder", "language": "en"})
    assert root(client) == {"lang": "en", "data-mode": "elder", "data-theme": "dark", "data-size": "1"}
    assert client.get("/accessibility/").headers["Content-Language"] == "en"
    Session.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=11))  # nobody signed out
    assert root(client) == {"lang": "zh-CN", "data-mode": "standard", "data-theme": "dark", "data-size": "1"}
    assert chosen_by(person) == {"mode": "elder", "language": "en"}


def test_after_signing_out_of_a_shared_device_nothing_is_left(client: Client) -> None:
    person = making.person("王秀英", PHONE)
    Account.objects.create(person=person, display={"mode": "elder", "size": "9"})
    come_in(client, shared="on")
    assert root(client)["data-mode"] == "elder"
    client.post("/sign-out/")
    assert root(client)["data-mode"] == "standard"
    assert "mode" not in client.cookies


def come_in(client: Client, **more: str) -> None:
    """By telephone, code and name, as people do."""
    SignInCode.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    page = markup(client.post("/come-in/", {"number": PHONE, **more}))
    along = {name: hidden(page, name) for name in ("request", "kept", "shared")}
    page = markup(client.post("/come-in/code/", {"code": digits_sent(), **along}))
    along = {name: hidden(page, name) for name in ("request", "kept", "shared")}
    client.post("/come-in/who/", {"name": "王秀英", **{name: value for name, value in along.items() if value}})
    assert client.get("/mine/").status_code == 200
