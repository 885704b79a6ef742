"""What a person notices on the public pages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.organizations.actions import OrganizationFacts
from gongzhi.kernel.organizations.states import Nature, OrganizationKind
from gongzhi.programmes.alliance.actions import MemberUnitFacts, take_over_member_units
from tests import making
from tests.faces.reading import figures_on, headings, markup, text
from tests.faces.streets import add_communities, add_lines, agree, furnished

pytestmark = pytest.mark.django_db


def test_the_first_page_says_whom_to_call_and_how_many_there_are(client: Client) -> None:
    furnished(communities=2, lines=3)
    page = client.get("/")
    assert headings(page) == ["找得到人，看得清数", "有事先找社区", "街道数据", "有事找花园路街道"]
    assert list(figures_on(page).items()) == [
        ("社区", "2"),
        ("楼院", "3"),
        ("成员单位", "3"),
        ("报到的在职党员", "不足5"),  # of so few people no number is told
        ("共建协议", "3"),
        ("网格", "3"),
    ]
    assert "第1街坊社区 经一路10号 打电话给第1街坊社区： 0371-6590 0001" in text(page)
    assert 'href="tel:037165900001"' in markup(page)


def test_the_first_page_of_an_empty_house_says_how_to_begin(client: Client) -> None:
    page = client.get("/")
    assert headings(page) == ["这里还没有街道的资料", "怎么开始"]
    assert "看示范街道 gongzhi demo 放进自己的表格 gongzhi import" in text(page)


def test_the_other_pages_of_an_empty_house_have_nothing_to_show(client: Client) -> None:
    assert "这里还没有登记社区。" in text(client.get("/communities/"))
    assert client.get("/communities/1/").status_code == 404
    assert client.get("/figures/communities/").status_code == 404


def test_a_street_without_communities_says_so(client: Client) -> None:
    making.office(making.street())
    assert "这里还没有登记社区。" in text(client.get("/"))
    assert "这里还没有登记社区。" in text(client.get("/communities/"))


def test_the_list_leads_to_every_community_in_administrative_order(client: Client) -> None:
    first = furnished(communities=3)
    page = client.get("/communities/")
    assert "第1街坊社区 2,315 户 7,644 人 1 个网格 1 个楼院 经一路10号" in text(page)
    assert text(page).index("第1街坊社区") < text(page).index("第2街坊社区") < text(page).index("第3街坊社区")
    assert f'href="/communities/{first.pk}/"' in markup(page)


def test_a_community_says_who_answers_for_it(client: Client) -> None:
    said = text(client.get(f"/communities/{furnished().pk}/"))
    assert "书记 卢雅华 地点 经一路10号" in said
    assert "第1网格 487 户 1 个楼院 网格员 雷秀轩 第1网格党支部" in said
    assert "经一路1号院 第1网格 3 个门洞 50 户 楼长 龙*强 门洞长 0 人" in said
    assert "第1图书馆 第1图书馆党支部 事业单位" in said
    assert "第1图书馆 花共建〔2017〕1号 2017年3月5日签 到2018年3月4日 资源共享 到期" in said


def test_residents_are_not_named_to_the_public(client: Client) -> None:
    page = client.get(f"/communities/{furnished().pk}/")
    assert "龙*强" in markup(page)
    assert "龙宇强" not in markup(page)


def test_a_community_with_nothing_in_it_says_so(client: Client) -> None:
    said = text(client.get(f"/communities/{making.community().pk}/"))
    for sentence in ("还没有登记网格。", "还没有登记楼院。", "这里还没有成员单位。", "这里还没有共建协议。"):
        assert sentence in said


def test_only_communities_have_a_page(client: Client) -> None:
    community = furnished()
    assert client.get(f"/communities/{community.pk}/").status_code == 200
    assert client.get(f"/communities/{community.street_id}/").status_code == 404


def test_military_units_stay_out_of_the_public(client: Client) -> None:
    community = furnished()
    offices = [
        OrganizationFacts(OrganizationKind.UNIT, "某部队", place=community, nature=Nature.MILITARY),
        OrganizationFacts(OrganizationKind.UNIT, "某学校", place=community, nature=Nature.SCHOOL),
    ]
    units = [MemberUnitFacts(office) for office in offices]
    taken = take_over_member_units(units, street_id=community.street_id, by=making.SYSTEM)
    for number, (member, _traces) in enumerate(taken, start=2):
        agree(member.organization, number)
    said = text(client.get(f"/communities/{community.pk}/"))
    assert "某学校 花共建〔2017〕3号" in said
    assert "不公开的单位 花共建〔2017〕2号" in said
    assert "某部队" not in said


@pytest.mark.parametrize("address", ["/", "/communities/", "/communities/{pk}/"])
def test_a_longer_page_asks_no_more_queries(client: Client, address: str) -> None:
    community = furnished(communities=1, lines=1)
    client.get("/")  # what is read once in a process
    with CaptureQueriesContext(connection) as few:
        client.get(address.format(pk=community.pk))
    add_communities(making.any_street(), range(2, 31))
    add_lines(community, range(2, 31))
    with CaptureQueriesContext(connection) as many:
        client.get(address.format(pk=community.pk))
    assert len(many) == len(few) > 0


def test_somebody_to_call_is_at_the_foot_of_every_page(client: Client) -> None:
    community = furnished()
    for address in ("/", "/figures/", "/display/", "/accessibility/", "/nowhere/"):
        assert foot(client, address) == ("有事找花园路街道", "tel:037165900000"), address
    assert foot(client, f"/communities/{community.pk}/") == ("有事找第1街坊社区", "tel:037165900001")


def test_without_a_telephone_of_the_street_the_foot_leads_to_those_of_the_communities(client: Client) -> None:
    quiet = making.community()
    for address in ("/", f"/communities/{quiet.pk}/"):
        assert foot(client, address) == ("有事找花园路街道", "/communities/"), address


def foot(client: Client, address: str) -> tuple[str, str]:
    """Whom the foot of a page names, and where its button leads."""
    shown = markup(client.get(address)).partition("<footer")[2]
    found = re.search(r'<h2>(.*?)</h2>.*?class="button" href="(.*?)"', shown, re.DOTALL)
    assert found
    return found[1], found[2]
