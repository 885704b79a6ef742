"""``gongzhi invite``: the first account of a house, by whoever keeps the machine; later ones come from the desk."""

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongzhi.kernel.organizations.models import Organization
    from gongzhi.kernel.people.models import Person

HELP = "开通第一个工作账号：打印一个只能用一次的链接；忘了密码时再运行一次"

BY = "command line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, and in which role."""
    parser.add_argument("name", help="姓名")
    parser.add_argument("--role", default="admin", choices=("admin", "street_leader"), help="身份，默认系统管理员")
    parser.add_argument("--street", metavar="CODE", help="街道的代码；只有一个街道时不用写")


def run(args: argparse.Namespace) -> int:
    """Exit code 0. Raises Refused."""
    from gongzhi.kernel.organizations.actions import invite, recover
    from gongzhi.lib.actions import Actor

    by = Actor.system(BY)
    office = _office(args.street)
    person = _person(args.name, args.role, office)
    account = getattr(person, "account", None)
    kind, key = (
        ("recovery", recover(person, by=by)) if account and account.name else ("invitation", invite(person, by=by))
    )
    print(f"请 {person.name} 在自己的电脑上打开（七天内有效，只能用一次）：\n")
    print(f"  {_address()}/come-in/set-up/{kind}/{key}/\n")
    return 0


def _office(code: str | None) -> "Organization":
    from gongzhi.kernel.organizations.roster import offices
    from gongzhi.kernel.organizations.states import OrganizationKind
    from gongzhi.kernel.places.queries import place_with_code, streets
    from gongzhi.lib.actions import Refused

    found = [place_with_code(code)] if code else list(streets())
    if len(found) != 1 or found[0] is None:
        raise Refused("请先导入街道的社区网格楼院表；有几个街道的话，用 --street 写明代码。")
    known = offices(found[0].pk, OrganizationKind.SUBDISTRICT_OFFICE)
    if not known:
        raise Refused("这个街道还没有登记街道办事处，请先导入社区网格楼院表。")
    return known[0]


def _person(name: str, role: str, office: "Organization") -> "Person":
    """Whoever holds the role under this name, else somebody new in it."""
    from django.utils import timezone

    from gongzhi.kernel.organizations.actions import give_seat
    from gongzhi.kernel.organizations.roster import holder
    from gongzhi.kernel.people.actions import NewPerson, register_person
    from gongzhi.lib.actions import Actor

    if known := holder(office, role, name):
        return known
    by = Actor.system(BY)
    person = register_person(NewPerson(name), street=office.street, by=by)
    give_seat(person, organization=office, role=role, since=timezone.localdate(), by=by)
    return person


def _address() -> str:
    """Where the pages are served now, as ``up`` has written it down."""
    from gongzhi.lib.home import home

    file = home(os.environ) / "up"
    return (file.read_text() if file.exists() else "") or "http://127.0.0.1:8000"
