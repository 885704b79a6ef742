"""Who may agree to something and let somebody act for them: by their own word, and whoever writes it down for them."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import oneself, said, somebody_else
from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.people.queries import same_human
from gongzhi.kernel.people.states import Channel, MandateScope
from gongzhi.lib.actions import YES, Actor, No, Verdict

#: How somebody says at the desk what only they can say; nobody says it in their stead, not even close relatives.
BY_ONESELF = (Channel.WINDOW, Channel.TELEPHONE, Channel.PAPER)


def record_consent(by: Actor, person: Person) -> Verdict:
    """Oneself; who says it at the desk is :func:`enter_word`."""
    return YES if oneself(by, person.pk) else No(_("同不同意，由本人自己说。"), rights=True)


def enter_word(by: Actor, person: Person, channel: str, reason: str) -> Verdict:
    """Somebody of the staff, who says how it was said and how they saw who said it; never their own word."""
    if not (who := somebody_else(by, person)):
        return who
    if channel not in BY_ONESELF:
        return No(_("要本人自己说：到窗口、打电话，或者在纸上签字。"))
    if person.died_on:
        return No(_("登记里注明了去世，同意和委托都不再登记。"))
    return YES if said(reason) else No(_("请写明怎么核对的，至少两个字。"))


def give_mandate(by: Actor, principal: Person, helper: Person, since: dt.date, until: dt.date) -> Verdict:
    """The principal; who says it at the desk is :func:`enter_mandate`."""
    if not oneself(by, principal.pk):
        return No(_("请谁帮忙，由本人自己说。"), rights=True)
    return _may_stand(principal, helper, since, until)


def enter_mandate(
    by: Actor, principal: Person, helper: Person | None, until: dt.date, channel: str, reason: str
) -> Verdict:
    """Somebody of the staff who is not the helper: nobody writes down a mandate in their own favour."""
    if not (who := enter_word(by, principal, channel, reason)):
        return who
    if helper is None:
        return No(_("姓名和手机号对不上登记的人。请和本人再核对一遍。"))
    if by.person_id and same_human(by.person_id, helper.pk):
        return No(_("委托要由本人或社区登记，不能由代办人自己登记。"), rights=True)
    return _may_stand(principal, helper, timezone.localdate(), until)


def _may_stand(principal: Person, helper: Person, since: dt.date, until: dt.date) -> Verdict:
    if principal.pk == helper.pk:
        return No(_("委托人和代办人不能是同一个人。"))
    if until < since:
        return No(_("结束日期不能早于开始日期。"))
    if until > year_later(since):
        return No(_("委托最长一年，到期可以再办。"))
    return YES


def year_later(day: dt.date) -> dt.date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if last_of_february else day.day)


def revoke_mandate(by: Actor, mandate: Mandate) -> Verdict:
    """Either of the two; who says it at the desk is :func:`enter_end`."""
    if oneself(by, mandate.principal_id) or oneself(by, mandate.helper_id):
        return YES
    return No(_("委托由委托人或代办人自己结束。"), rights=True)


def enter_end(by: Actor, mandate: Mandate, person: Person, channel: str, reason: str) -> Verdict:
    """Somebody of the staff who is neither of the two, at the word of one of them."""
    other = mandate.helper if person.pk == mandate.principal_id else mandate.principal
    if by.person_id and same_human(by.person_id, other.pk):
        return No(_("自己的事要请别的工作人员来登记。"), rights=True)
    if not (who := enter_word(by, person, channel, reason)):
        return who
    return YES if mandate.revoked_at is None else No(_("这项委托已经结束了，不用再登记。"))


def read_for(by: Actor, mandate: Mandate, on: dt.date) -> Verdict:
    """The helper, who was given this very task, while it stands."""
    stands = mandate.revoked_at is None and mandate.since <= on <= mandate.until
    if stands and mandate.scope == MandateScope.RECORD and by.person_id == mandate.helper_id:
        return YES
    return No(_("对方没有请您代看记录，或者已经到期。"), rights=True)
