"""Who may enter people, look at them and change what is known of them."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import at_a_desk_of, at_the_desk, keeps, oneself, said, somebody_else
from gongzhi.kernel.people.models import ContactPoint, Person
from gongzhi.kernel.people.queries import is_within
from gongzhi.kernel.people.states import Channel
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import YES, Actor, No, Verdict


def register_person(by: Actor, street: Place, community: Place | None) -> Verdict:
    if not (who := at_the_desk(by, community.path) if community else at_a_desk_of(by, street)):
        return who
    return _files_of(community, street) if community else YES


def _files_of(community: Place, street: Place) -> Verdict:
    if community.kind != Kind.COMMUNITY or community.street_id != street.pk:
        return No(_("请选本街道的社区。"))
    return YES


def hand_over(by: Actor, person: Person, community: Place) -> Verdict:
    """A desk gives the file away; nobody takes one."""
    return _files_of(community, person.street) if (who := keeps(by, person)) else who


def change_person(by: Actor, person: Person) -> Verdict:
    return keeps(by, person)


def look_at(by: Actor, person: Person) -> Verdict:
    if by.is_system or is_within(person, by.reach("see_people_masked")):
        return YES
    return No(_("这个人不在您管理的范围里。"), rights=True)


def show_number(by: Actor, person: Person, reason: str) -> Verdict:
    """To somebody of flesh and blood only, who says what for."""
    if not is_within(person, by.reach("see_one_number")):
        return No(_("您的岗位看不到这个人的号码。"), rights=True)
    return YES if said(reason) else No(_("请写明为什么要看，至少两个字。"))


def identify(by: Actor, person: Person) -> Verdict:
    if not (who := keeps(by, person)):
        return who
    if person.same_as_id:
        return No(_("这条记录已经并入另一条，请到那一条上登记。"))
    return YES if person.weak else No(_("证件号已经登记，要改请走更正。"))


def change_own_record(by: Actor, person: Person) -> Verdict:
    """Oneself: not a helper, and the desk in its own way (trust.md S26)."""
    return YES if oneself(by, person.pk) else No(_("只有本人可以改自己的登记。"), rights=True)


def stop_own_telephone(by: Actor, contact: ContactPoint) -> Verdict:
    return change_own_record(by, contact.person.same_as or contact.person)


def correct_person(by: Actor, person: Person) -> Verdict:
    return somebody_else(by, person)


def copy_record(by: Actor, person: Person, channel: str, reason: str) -> Verdict:
    """On paper: to the person, and after their death to close relatives (PIPL art. 45 and 49)."""
    if not (who := somebody_else(by, person)):
        return who
    if not (asked := asked_there(person, channel)):
        return asked
    return YES if said(reason) else No(_("请写明交给谁、怎么核对的，至少两个字。"))


def asked_there(person: Person, channel: str) -> Verdict:
    """Whether those who stand at the window may ask."""
    if channel == Channel.RELATIVE and not person.died_on:
        return No(_("近亲属只能在本人去世后来办。本人健在的，请本人来，或打电话来。"))
    if channel == Channel.WINDOW and person.died_on:
        return No(_("登记里注明了去世，请选近亲属。"))
    return YES


def note_death(by: Actor, person: Person, on: dt.date) -> Verdict:
    if not (who := somebody_else(by, person)):
        return who
    return No(_("日期还没有到，请核对。")) if on > timezone.localdate() else YES
