"""Who may say where people live, and look at their doors."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.households import lives_there
from gongzhi.kernel.people.may.who import at_the_desk, keeps, said, somebody_else
from gongzhi.kernel.people.models import Household, HouseholdMember, Person
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import YES, Actor, No, Verdict

#: Places that have doors.
LIVED_IN = (Kind.COURTYARD, Kind.BUILDING, Kind.ENTRANCE)


def move_in(by: Actor, person: Person, place: Place) -> Verdict:
    if not (who := at_the_desk(by, place.path)):
        return who
    if place.kind not in LIVED_IN:
        return No(_("请选到楼院、楼栋或门洞。"))
    if person.street_id != place.street_id:
        return No(_("这个人登记在另一个街道。"))
    return keeps(by, person)


def move_out(by: Actor, member: HouseholdMember, on: dt.date) -> Verdict:
    if not (who := at_the_desk(by, member.household.place.path)):
        return who
    if member.since and on < member.since:
        return No(_("结束日期不能早于开始日期。"))
    return YES


def change_home(by: Actor, person: Person, place: Place | None, door: str, homes: Sequence[HouseholdMember]) -> Verdict:
    """When: a door is said for another place; and a desk sends nobody away from where another one answers."""
    if not (who := somebody_else(by, person)):
        return who
    if place and not (fits := move_in(by, person, place)):
        return fits
    if place and not door and place.pk not in {home.household.place_id for home in homes}:
        return No(_("请写门牌。"))
    if not all(at_the_desk(by, home.household.place.path) for home in homes):
        return No(_("原来的住处在别的社区，请那个社区或街道来改。"))
    return YES


def look_at_home(by: Actor, home: Household) -> Verdict:
    return at_the_desk(by, home.place.path)


def see_door(by: Actor, home: Household) -> Verdict:
    """Who: somebody of flesh and blood who may over the place, and who does not live there."""
    if by.person_id is None or not by.can("see_one_door", home.place.path):
        return No(_("您的岗位看不到这一户的门牌。"), rights=True)
    if lives_there(home, by.person_id):
        return No(_("自己家的门牌要请别的工作人员来看。"), rights=True)
    return YES


def show_door(by: Actor, home: Household, reason: str) -> Verdict:
    if not (who := see_door(by, home)):
        return who
    return YES if said(reason) else No(_("请写明为什么要看，至少两个字。"))


def join_household(by: Actor, home: Household, person: Person | None, on: dt.date) -> Verdict:
    """When: somebody of this desk who does not live there yet; of others nobody is told that they are on record."""
    if not (who := at_the_desk(by, home.place.path)):
        return who
    if person is None or not keeps(by, person):
        return No(_("您这里没有这样登记的人。请核对姓名和手机号；从别的社区搬来的，请那个社区或街道来改住处。"))
    if person.died_on:
        return No(_("这个人的登记里注明了去世，请核对。"))
    return No(_("这个人已经登记住在这里了。")) if lives_there(home, person.pk) else by_today(on)


def leave_household(
    by: Actor, home: Household, person: Person, members: Sequence[HouseholdMember], on: dt.date
) -> Verdict:
    if not (who := at_the_desk(by, home.place.path)):
        return who
    if not (other := somebody_else(by, person)):
        return other
    return by_today(on) if members else No(_("已经登记搬走了，现在不住在这里。"))


def by_today(on: dt.date) -> Verdict:
    """When: not before the day has come."""
    return No(_("日期还没有到，请核对。")) if on > timezone.localdate() else YES
