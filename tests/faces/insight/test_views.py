"""What a person notices about figures: a definition, a day, and what is behind them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.organizations.actions import OrganizationFacts
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Nature, OrganizationKind
from gongzhi.lib import figures
from gongzhi.programmes.alliance.actions import MemberUnitFacts, take_over_member_units
from tests import making
from tests.faces.reading import Answer, figures_on, headings, markup, text
from tests.faces.streets import add_communities, add_lines, furnished, report_in

pytestmark = pytest.mark.django_db


BAR = re.compile(r'rowheader.*?<a.*?>(.*?)</a>.*?<progress value="(\d+)".*?class="number">(.*?)</td>', re.DOTALL)


def bars(page: Answer) -> list[tuple[str, int, str]]:
    """The chart: community, length, number."""
    return [(name, int(length), number) for name, length, number in BAR.findall(markup(page))]


def test_every_figure_is_listed_with_its_definition_and_day(client: Client) -> None:
    furnished(lines=2)
    page = client.get("/figures/")
    assert figures_on(page).keys() == {str(figure.title) for figure in figures.known()}
    for figure in figures.known():
        assert str(figure.definition) in text(page)
    assert text(page).count("截至") >= len(figures.known())


def test_a_figure_opens_to_its_definition_its_split_and_its_rows(client: Client) -> None:
    furnished(communities=3, lines=4)
    page = client.get("/figures/agreements/")
    assert headings(page)[0] == "共建协议"
    assert "4 份" in text(page)
    assert str(figures.get("agreements").definition) in text(page)  # type: ignore[union-attr]
    assert bars(page) == [("第1街坊社区", 100, "4"), ("第2街坊社区", 0, "0"), ("第3街坊社区", 0, "0")]
    assert "花共建〔2017〕1号 第1街坊社区 2017年3月5日 2018年3月4日" in text(page)


def test_no_day_is_written_for_machines(client: Client) -> None:
    furnished()
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text(client.get("/figures/agreements/")))


def test_communities_are_not_ranked(client: Client) -> None:
    street = furnished(communities=2, lines=1).street
    second = street.children.get(name="第2街坊社区")
    for number in range(3):
        making.courtyard(second, f"{number}号院")
    assert [name for name, _length, _number in bars(client.get("/figures/courtyards/"))] == [
        "第1街坊社区",
        "第2街坊社区",
    ]


def test_a_figure_opens_to_one_community(client: Client) -> None:
    first = furnished(communities=2, lines=3)
    second = first.street.children.get(name="第2街坊社区")
    assert "楼院 · 第1街坊社区 3" in text(client.get("/figures/courtyards/", {"place": first.pk}))
    page = client.get("/figures/courtyards/", {"place": second.pk})
    assert "楼院 · 第2街坊社区 0" in text(page)
    assert "这里还没有记录。" in text(page)


@pytest.mark.parametrize("place", ["0", "999999999", "x", "-1", "１"])
def test_an_unknown_community_is_not_found(client: Client, place: str) -> None:
    first = furnished()
    assert client.get("/figures/courtyards/", {"place": first.pk}).status_code == 200
    assert client.get("/figures/courtyards/", {"place": place}).status_code == 404


def test_an_unknown_figure_is_not_found(client: Client) -> None:
    furnished()
    assert client.get("/figures/grids/").status_code == 200
    assert client.get("/figures/gold/").status_code == 404


def test_people_are_shown_in_groups_and_small_groups_without_their_number(client: Client) -> None:
    community = furnished(lines=2)
    large = Organization.objects.get(name="第1图书馆", kind=OrganizationKind.UNIT)
    report_in(large, people=6)
    page = client.get("/figures/members_checked_in/", {"place": community.pk})
    assert "8 人" in text(page)
    assert "第1图书馆 7 其他 不足5" in text(page)
    assert "第2图书馆" not in text(page)
    assert "报到人" not in markup(page)


def test_a_few_people_of_one_community_are_not_numbered_anywhere(client: Client) -> None:
    first = furnished(communities=2, lines=1)
    second = first.street.children.get(name="第2街坊社区")
    report_in(Organization.objects.get(name="第1图书馆", kind=OrganizationKind.UNIT), people=9)
    report_in(making.unit("市图书馆", street=first.street, place=second), people=2)

    shares = bars(client.get("/figures/members_checked_in/"))
    here = client.get("/figures/members_checked_in/", {"place": second.pk})

    assert shares == [("第1街坊社区", 100, "10"), ("第2街坊社区", 50, "不足5")]
    assert "报到的在职党员 · 第2街坊社区 不足5 人" in text(here)
    assert figures_on(client.get(f"/communities/{second.pk}/"))["报到的在职党员"] == "不足5"


def test_military_units_are_counted_and_not_named(client: Client) -> None:
    community = furnished()
    office = OrganizationFacts(OrganizationKind.UNIT, "某部队", place=community, nature=Nature.MILITARY)
    ((member, _traces),) = take_over_member_units(
        [MemberUnitFacts(office)], street_id=community.street_id, by=making.SYSTEM
    )
    report_in(member.organization, people=7)
    units = text(client.get("/figures/member_units/"))
    assert "2 家" in units
    assert "第1图书馆" in units
    people = text(client.get("/figures/members_checked_in/"))
    assert "8 人" in people
    assert "— 7" in people
    assert "某部队" not in units + people


def test_rows_come_in_pages_of_fifty(client: Client) -> None:
    first = furnished()
    for number in range(2, 61):
        making.courtyard(first, f"第{number}号大院", position=number)
    page = client.get("/figures/courtyards/")
    assert "第 1 页，共 2 页 下一页" in text(page)
    assert "第60号大院" not in text(page)
    page = client.get("/figures/courtyards/", {"page": 2})
    assert "第 2 页，共 2 页 上一页" in text(page)
    assert "第60号大院" in text(page)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9999999999", "二", ""])
def test_a_page_that_makes_no_sense_shows_rows_all_the_same(client: Client, page: str) -> None:
    furnished()
    assert "经一路1号院" in text(client.get("/figures/courtyards/", {"page": page}))


def test_the_pages_of_one_community_stay_with_it(client: Client) -> None:
    first = furnished()
    for number in range(2, 61):
        making.courtyard(first, f"第{number}号大院", position=number)
    page = client.get("/figures/courtyards/", {"place": first.pk})
    assert f'href="?place={first.pk}&amp;page=2#rows"' in markup(page)


def test_figures_are_defined_in_english_too(client: Client) -> None:
    furnished()
    client.cookies["language"] = "en"
    page = client.get("/figures/member_units/")
    assert headings(page)[0] == "Member units"
    assert not re.search(r"[\u4e00-\u9fff]", text(page).partition("By community")[0])


@pytest.mark.parametrize("address", ["/figures/", *(f"/figures/{figure.key}/" for figure in figures.known())])
def test_a_longer_page_asks_no_more_queries(client: Client, address: str) -> None:
    community = furnished(communities=1, lines=1)
    client.get("/")  # what is read once in a process
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    add_communities(making.any_street(), range(2, 31))
    add_lines(community, range(2, 31))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) > 0
