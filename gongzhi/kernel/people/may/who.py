"""Who may do something about somebody: the questions that the others ask first."""

from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import is_within, same_human
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict


def at_the_desk(by: Actor, path: str) -> Verdict:
    """Who: the named system, or whoever keeps the register over the place."""
    if by.is_system or by.can("keep_people", path):
        return YES
    return No(_("居民信息由社区登记。"), rights=True)


def at_a_desk_of(by: Actor, street: Place) -> Verdict:
    """Who: the named system, or any desk of the street; its communities share one register of people."""
    if by.is_system or by.can_within("keep_people", street.path):
        return YES
    return No(_("居民信息由社区登记。"), rights=True)


def keeps(by: Actor, person: Person) -> Verdict:
    """Who: the named system, or the desk of the person's street, or of a place the person is tied to."""
    if by.is_system or is_within(person, by.reach("keep_people")):
        return YES
    return No(_("这个人不在您管理的范围里。"), rights=True)


def oneself_or_desk(by: Actor, person: Person) -> Verdict:
    return YES if oneself(by, person.pk) else keeps(by, person)


def said(reason: str) -> bool:
    """Whether a reason says anything."""
    return len("".join(reason.split())) >= 2


def oneself(by: Actor, person_id: int) -> bool:
    return by.is_system or (by.person_id is not None and by.person_id == person_id)


def somebody_else(by: Actor, person: Person) -> Verdict:
    """Who: somebody of the staff who keeps the record and whose own it is not."""
    if by.person_id is None:
        return No(_("要由工作人员办理。"), rights=True)
    if same_human(by.person_id, person.pk):
        return No(_("自己的登记要请别的工作人员来办。"), rights=True)
    return keeps(by, person)
