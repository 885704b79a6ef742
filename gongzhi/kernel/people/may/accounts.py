"""Who may come in, act for somebody, and agree to something."""

import datetime as dt

from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import oneself, oneself_or_desk
from gongzhi.kernel.people.models import Account, Mandate, Person, Session
from gongzhi.kernel.people.states import MandateScope, TicketKind
from gongzhi.lib.actions import YES, Actor, No, Verdict


def record_consent(by: Actor, person: Person) -> Verdict:
    return oneself_or_desk(by, person)


def give_mandate(by: Actor, principal: Person, helper: Person, since: dt.date, until: dt.date) -> Verdict:
    """Nobody writes down a mandate in their own favour."""
    if by.person_id is not None and by.person_id == helper.pk:
        return No(_("委托要由本人或社区登记，不能由代办人自己登记。"), rights=True)
    if not (who := oneself_or_desk(by, principal)):
        return who
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
    return YES if oneself(by, mandate.helper_id) else oneself_or_desk(by, mandate.principal)


def read_for(by: Actor, mandate: Mandate, on: dt.date) -> Verdict:
    """The helper, who was given this very task, while it stands."""
    stands = mandate.revoked_at is None and mandate.since <= on <= mandate.until
    if stands and mandate.scope == MandateScope.RECORD and by.person_id == mandate.helper_id:
        return YES
    return No(_("对方没有请您代看记录，或者已经到期。"), rights=True)


def end_session(by: Actor, session: Session) -> Verdict:
    return end_sessions_of(by, session.account)


def end_sessions_of(by: Actor, account: Account) -> Verdict:
    """Oneself, or who may close the account."""
    return YES if oneself(by, account.person_id) else close_account(by, account)


def change_account(by: Actor, account: Account) -> Verdict:
    """Nobody but oneself: not a helper, not the desk (trust.md S26)."""
    return YES if oneself(by, account.person_id) else No(_("只有本人可以改自己的账号。"), rights=True)


def close_account(by: Actor, account: Account) -> Verdict:
    """Oneself, or who opens the accounts of the street."""
    if oneself(by, account.person_id) or by.can("open_accounts", account.person.street.path):
        return YES
    return No(_("账号由街道的管理员停用。"), rights=True)


def make_ticket(by: Actor, person: Person, kind: str) -> Verdict:
    """Nobody opens a door for themselves: a second person does (trust.md S8, 6.4.3)."""
    if by.is_system:
        return YES
    if by.person_id == person.pk:
        return No(_("自己的账号要请同事来办。"), rights=True)
    if kind == TicketKind.DESK:
        return _at_the_window(by, person)
    return YES if by.can("open_accounts", person.street.path) else No(_("账号由街道的管理员开通。"), rights=True)


def _at_the_window(by: Actor, person: Person) -> Verdict:
    if by.can_within("let_people_in", person.street.path):
        return YES
    return No(_("请社区窗口的工作人员来办。"), rights=True)
