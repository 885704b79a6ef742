"""Who may say where people live."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import at_the_desk, keeps, somebody_else
from gongzhi.kernel.people.models import HouseholdMember, Person
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
