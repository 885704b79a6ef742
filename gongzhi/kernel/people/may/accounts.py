"""Who may come in, and who lets them."""

from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import oneself
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.people.states import TicketKind
from gongzhi.lib.actions import YES, Actor, No, Verdict


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
