"""Who may change what is known of people, and when."""

from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Mandate, Merge, Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict

DESK = ("street_party_officer", "street_civil_officer", "community_secretary", "community_worker")


def at_the_desk(by: Actor, path: str) -> Verdict:
    """Who: the named system, or whoever keeps the register over the place."""
    if by.is_system or by.holds(*DESK, path=path):
        return YES
    return No(_("居民信息由社区登记。"), rights=True)


def _oneself_or_desk(by: Actor, person: Person) -> Verdict:
    if by.person_id is not None and by.person_id == person.pk:
        return YES
    return at_the_desk(by, person.street.path)


def register_person(by: Actor, street: Place) -> Verdict:
    return at_the_desk(by, street.path)


def change_person(by: Actor, person: Person) -> Verdict:
    return at_the_desk(by, person.street.path)


def change_household(by: Actor, place: Place) -> Verdict:
    return at_the_desk(by, place.path)


def identify(by: Actor, person: Person) -> Verdict:
    if not (who := at_the_desk(by, person.street.path)):
        return who
    return YES if person.weak else No(_("证件号已经登记，要改请走更正。"))


def merge(by: Actor, kept: Person, gone: Person) -> Verdict:
    if not (who := at_the_desk(by, kept.street.path)):
        return who
    if kept.pk == gone.pk:
        return No(_("选的是同一条记录。"))
    if kept.same_as_id or gone.same_as_id:
        return No(_("其中一条已经并入别的记录，请刷新再看。"))
    if kept.street_id != gone.street_id:
        return No(_("两个人不在同一个街道。"))
    if kept.identity_mark and gone.identity_mark:
        return No(_("两条记录的证件号不同，不是同一个人。"))
    return YES


def undo_merge(by: Actor, done: Merge) -> Verdict:
    if not (who := at_the_desk(by, done.kept.street.path)):
        return who
    if done.undone_at:
        return No(_("这次合并已经撤销过了。"))
    if done.gone.same_as_id != done.kept_id:
        return No(_("后来又合并过，请先撤销后面那一次。"))
    return YES


def record_consent(by: Actor, person: Person) -> Verdict:
    return _oneself_or_desk(by, person)


def record_mandate(by: Actor, principal: Person, helper: Person) -> Verdict:
    """Nobody writes down a mandate in their own favour."""
    if by.person_id is not None and by.person_id == helper.pk:
        return No(_("委托要由本人或社区登记，不能由代办人自己登记。"), rights=True)
    return _oneself_or_desk(by, principal)


def revoke_mandate(by: Actor, mandate: Mandate) -> Verdict:
    if by.person_id is not None and by.person_id == mandate.helper_id:
        return YES
    return _oneself_or_desk(by, mandate.principal)
