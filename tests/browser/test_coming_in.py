"""Coming in, as each kind of person does it: by telephone, with two factors, by the code shown at the desk."""

import re
from collections.abc import Callable

from django.test import Client
from playwright.sync_api import expect

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.states import SessionKind
from tests import making
from tests.browser.conftest import Site
from tests.browser.scanning import scanned
from tests.browser.ways import Visitor, Way
from tests.entering import PASSWORD, digits_sent, enter, staff

Visit = Callable[..., Visitor]


def worker_of(site: Site, name: str = "孙干事") -> Person:
    """Somebody at the desk of the first community."""
    committee = Organization.objects.get(place=site.community, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    person = making.person(name, street=site.community.street)
    making.seat(person, Role.COMMUNITY_WORKER, committee)
    return person


def test_two_who_share_a_telephone_each_come_in_as_themselves(visit: Visit, site: Site, way: Way) -> None:
    for name in ("王秀英", "李志强"):
        enter(Client(), making.person(name, way.telephone(), street=site.community.street), kind=SessionKind.CODE)
    visitor = visit()
    visitor.opens("/")
    visitor.follows("登录", within=visitor.page.get_by_role("navigation", name="主要栏目"))
    visitor.arrives("登录")
    visitor.writes("手机号", way.telephone())
    visitor.presses("发验证码")
    visitor.arrives("填验证码", measured=True)
    visitor.writes("短信里的 6 位验证码", digits_sent())
    visitor.presses("下一步")
    visitor.arrives("您是哪位", measured=True)
    expect(visitor.page.get_by_role("main")).not_to_contain_text(re.compile("王秀英|李志强"))
    visitor.presses("李*强")
    visitor.arrives("李志强，您好")
    visitor.presses("退出登录")
    visitor.arrives("找得到人，看得清数")
    assert visitor.opens("/mine/").status == 401


def test_staff_come_in_with_password_and_second_factor(visit: Visit, site: Site, way: Way) -> None:
    member = staff(worker_of(site), name=f"sungs{way.number}")
    visitor = visit()
    visitor.opens("/come-in/")
    visitor.presses("用登录名和动态码登录")
    visitor.arrives("工作人员登录")
    visitor.writes("登录名", member.name)
    visitor.writes("密码", PASSWORD)
    visitor.writes("动态码", "000 000")
    visitor.presses("登录")
    expect(visitor.page).to_have_title(re.compile("^错误："))
    visitor.arrives("工作人员登录")
    visitor.writes("密码", PASSWORD)
    visitor.writes("动态码", member.code())
    visitor.presses("登录")
    visitor.arrives(re.compile("^今天，"))
    expect(visitor.page.get_by_text("第1街坊社区居民委员会 · 社区干事")).to_be_visible()


def test_the_code_shown_at_the_desk_opens_a_session_once(visit: Visit, site: Site, way: Way) -> None:
    resident = making.neighbour(site.community, "张桂兰", way.telephone())
    worker = visit(enter(Client(), (at := worker_of(site)), at.memberships.get()).key)
    worker.opens(f"/desk/people/{resident.pk}/")
    worker.arrives("张桂兰")
    worker.presses("出示二维码")
    worker.arrives("请张桂兰用自己的手机扫", measured=True)
    drawing = worker.page.get_by_role("img", name="登录用的二维码")
    width = int((drawing.get_attribute("viewBox") or "").split()[-1])
    address = scanned(drawing.locator("path").get_attribute("d") or "", width)

    resident_at_home = visit()
    resident_at_home.opens(address)
    resident_at_home.arrives("工作人员帮您登录", measured=True)
    resident_at_home.presses("是我，登录")
    resident_at_home.arrives("张桂兰，您好")
    somebody_else = visit()
    somebody_else.opens(address)
    somebody_else.arrives("这个链接已经用过或过期了", measured=True)
    assert somebody_else.opens("/mine/").status == 401
