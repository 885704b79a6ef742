"""Who may change what is known of people, and when."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import (
    Account,
    ContactPoint,
    Correction,
    Erasure,
    HouseholdMember,
    Mandate,
    Merge,
    MergeProposal,
    Person,
    Session,
)
from gongzhi.kernel.people.queries import is_within, reversible_until, same_human
from gongzhi.kernel.people.states import Channel, MandateScope, TicketKind
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move

#: Places that have doors.
LIVED_IN = (Kind.COURTYARD, Kind.BUILDING, Kind.ENTRANCE)


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


def _oneself_or_desk(by: Actor, person: Person) -> Verdict:
    return YES if _oneself(by, person.pk) else keeps(by, person)


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


def said(reason: str) -> bool:
    """Whether a reason says anything."""
    return len("".join(reason.split())) >= 2


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


def identify(by: Actor, person: Person) -> Verdict:
    if not (who := keeps(by, person)):
        return who
    if person.same_as_id:
        return No(_("这条记录已经并入另一条，请到那一条上登记。"))
    return YES if person.weak else No(_("证件号已经登记，要改请走更正。"))


def _joins(by: Actor, kept: Person, gone: Person) -> Verdict:
    """Who: somebody of the staff, whom both people belong to and neither of whom they are."""
    if by.person_id is None:
        return No(_("合并要由两位工作人员办理，一位提出，另一位核对。"), rights=True)
    if same_human(by.person_id, kept.pk) or same_human(by.person_id, gone.pk):
        return No(_("自己的登记要请别的工作人员来合并。"), rights=True)
    return keeps(by, gone) if (who := keeps(by, kept)) else who


def _one_human(kept: Person, gone: Person) -> Verdict:
    """Whether nothing on record stands against it."""
    if kept.pk == gone.pk:
        return No(_("选的是同一条记录。"))
    if kept.same_as_id or gone.same_as_id:
        return No(_("其中一条已经并入别的记录，请刷新再看。"))
    if kept.street_id != gone.street_id:
        return No(_("两个人不在同一个街道。"))
    pair = (kept.pk, gone.pk)
    if len(_identities(Q(pk__in=pair) | Q(same_as__in=pair))) > 1:
        return No(_("两条记录的证件号不同，不是同一个人。"))
    return YES


def propose_merge(by: Actor, kept: Person, gone: Person, reason: str) -> Verdict:
    if not (who := _joins(by, kept, gone)):
        return who
    if not (fits := _one_human(kept, gone)):
        return fits
    if not said(reason):
        return No(_("请写明为什么是同一个人，至少两个字。"))
    pair = (kept.pk, gone.pk)
    if MergeProposal.objects.waiting().filter(kept__in=pair, gone__in=pair).exists():
        return No(_("已经有人提出合并这两条记录，正等人核对。"))
    return YES


def confirm_merge(by: Actor, proposal: MergeProposal) -> Verdict:
    if not (who := _joins(by, proposal.kept, proposal.gone)):
        return who
    if by.person_id is None or same_human(by.person_id, proposal.proposed_by_id):
        return No(_("要由另一位工作人员核对。"))
    return _one_human(proposal.kept, proposal.gone) if (stands := can_move(proposal, "confirm")) else stands


def turn_down_merge(by: Actor, proposal: MergeProposal) -> Verdict:
    """Whoever proposed it takes it back; anybody else who might confirm it says no."""
    who = _joins(by, proposal.kept, proposal.gone)
    return can_move(proposal, "turn_down") if who else who


def undo_merge(by: Actor, done: Merge) -> Verdict:
    if not (who := keeps(by, done.kept)):
        return who
    if done.undone_at:
        return No(_("这次合并已经撤销过了。"))
    if timezone.now() > reversible_until(done):
        return No(_("合并已经超过30天，不能再撤销。"))
    if done.gone.same_as_id != done.kept_id:
        return No(_("后来又合并过，请先撤销后面那一次。"))
    if _identities(Q(pk=done.kept_id)) & _identities(Q(pk__in=done.pointers)):
        return No(_("合并以后登记了同一个证件号，是同一个人，不能再分开。"))
    return YES


def _identities(records: Q) -> set[bytes]:
    """The marks of the identity numbers that stand with some records."""
    marks = Person.objects.filter(records).values_list("identity_mark", flat=True)
    return {bytes(mark) for mark in marks if mark is not None}


def record_consent(by: Actor, person: Person) -> Verdict:
    return _oneself_or_desk(by, person)


def give_mandate(by: Actor, principal: Person, helper: Person, since: dt.date, until: dt.date) -> Verdict:
    """Nobody writes down a mandate in their own favour."""
    if by.person_id is not None and by.person_id == helper.pk:
        return No(_("委托要由本人或社区登记，不能由代办人自己登记。"), rights=True)
    if not (who := _oneself_or_desk(by, principal)):
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
    return YES if _oneself(by, mandate.helper_id) else _oneself_or_desk(by, mandate.principal)


def read_for(by: Actor, mandate: Mandate, on: dt.date) -> Verdict:
    """The helper, who was given this very task, while it stands."""
    stands = mandate.revoked_at is None and mandate.since <= on <= mandate.until
    if stands and mandate.scope == MandateScope.RECORD and by.person_id == mandate.helper_id:
        return YES
    return No(_("对方没有请您代看记录，或者已经到期。"), rights=True)


def _oneself(by: Actor, person_id: int) -> bool:
    return by.is_system or (by.person_id is not None and by.person_id == person_id)


def end_session(by: Actor, session: Session) -> Verdict:
    return end_sessions_of(by, session.account)


def end_sessions_of(by: Actor, account: Account) -> Verdict:
    """Oneself, or who may close the account."""
    return YES if _oneself(by, account.person_id) else close_account(by, account)


def change_account(by: Actor, account: Account) -> Verdict:
    """Nobody but oneself: not a helper, not the desk (trust.md S26)."""
    return YES if _oneself(by, account.person_id) else No(_("只有本人可以改自己的账号。"), rights=True)


def close_account(by: Actor, account: Account) -> Verdict:
    """Oneself, or who opens the accounts of the street."""
    if _oneself(by, account.person_id) or by.can("open_accounts", account.person.street.path):
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


#: Requests of one person that may wait at the same time, and telephones or other names of theirs.
MOST_WAITING, MOST_NUMBERS, MOST_NAMES = 5, 5, 5


def change_own_record(by: Actor, person: Person) -> Verdict:
    """Oneself: not a helper, and the desk in its own way (trust.md S26)."""
    return YES if _oneself(by, person.pk) else No(_("只有本人可以改自己的登记。"), rights=True)


def stop_own_telephone(by: Actor, contact: ContactPoint) -> Verdict:
    return change_own_record(by, contact.person.same_as or contact.person)


def ask_correction(by: Actor, person: Person, waiting: int) -> Verdict:
    """The person, or the desk that is asked to."""
    if not (who := _oneself_or_desk(by, person)):
        return who
    if waiting >= MOST_WAITING:
        return No(_("已经有 %(most)s 件更正在等答复，请先等等，或打电话问。") % {"most": MOST_WAITING})
    return YES


def take_back_correction(by: Actor, correction: Correction) -> Verdict:
    who = _oneself_or_desk(by, correction.person)
    return can_move(correction, "take_back") if who else who


def answer_correction(by: Actor, correction: Correction) -> Verdict:
    """Somebody of the staff who keeps the record, of whom it does not speak."""
    if not (who := _somebody_else(by, correction.person)):
        return who
    return can_move(correction, "settle")


def _somebody_else(by: Actor, person: Person) -> Verdict:
    """Who: somebody of the staff who keeps the record and whose own it is not."""
    if by.person_id is None:
        return No(_("要由工作人员办理。"), rights=True)
    if same_human(by.person_id, person.pk):
        return No(_("自己的登记要请别的工作人员来办。"), rights=True)
    return keeps(by, person)


def correct_person(by: Actor, person: Person) -> Verdict:
    return _somebody_else(by, person)


def copy_record(by: Actor, person: Person, channel: str, reason: str) -> Verdict:
    """On paper: to the person, and after their death to close relatives (PIPL art. 45 and 49)."""
    if not (who := _somebody_else(by, person)):
        return who
    if not (asked := _asked_there(person, channel)):
        return asked
    return YES if said(reason) else No(_("请写明交给谁、怎么核对的，至少两个字。"))


def _asked_there(person: Person, channel: str) -> Verdict:
    """Whether those who stand at the window may ask."""
    if channel == Channel.RELATIVE and not person.died_on:
        return No(_("近亲属只能在本人去世后来办。本人健在的，请本人来，或打电话来。"))
    if channel == Channel.WINDOW and person.died_on:
        return No(_("登记里注明了去世，请选近亲属。"))
    return YES


def note_death(by: Actor, person: Person, on: dt.date) -> Verdict:
    if not (who := _somebody_else(by, person)):
        return who
    return No(_("日期还没有到，请核对。")) if on > timezone.localdate() else YES


def ask_erasure(by: Actor, person: Person, held: list[str]) -> Verdict:
    """Oneself and nobody else, once nothing has to be handed over any more."""
    return _erases(person, held) if (who := change_own_record(by, person)) else who


def propose_erasure(by: Actor, person: Person, channel: str, reason: str, held: list[str]) -> Verdict:
    """Somebody of the staff, for who came to the window."""
    if not (who := _somebody_else(by, person)):
        return who
    if not (asked := _asked_there(person, channel)):
        return asked
    return _erases(person, held) if said(reason) else No(_("请写明谁来提的、怎么核对的，至少两个字。"))


def _erases(person: Person, held: list[str]) -> Verdict:
    if person.erasures.open().exists():
        return No(_("已经提过删除，还没有办完。"))
    return No("".join(held)) if held else YES


def confirm_erasure(by: Actor, erasure: Erasure, held: list[str]) -> Verdict:
    """A second of the staff."""
    if not (who := _second(by, erasure)):
        return who
    if held:
        return No("".join(held))
    return can_move(erasure, "confirm")


def turn_down_erasure(by: Actor, erasure: Erasure) -> Verdict:
    return can_move(erasure, "turn_down") if (who := _second(by, erasure)) else who


def _second(by: Actor, erasure: Erasure) -> Verdict:
    if by.person_id is not None and erasure.asked_by_id and same_human(by.person_id, erasure.asked_by_id):
        return No(_("要由另一位工作人员核对。"))
    return _somebody_else(by, erasure.person)


def take_back_erasure(by: Actor, erasure: Erasure) -> Verdict:
    """The person, or a desk that is told by telephone that it was somebody else."""
    who = _oneself_or_desk(by, erasure.person)
    return can_move(erasure, "take_back") if who else who


def carry_out_erasure(by: Actor, erasure: Erasure) -> Verdict:
    """The machine, when the time to think is over."""
    if not by.is_system:
        return No(_("到时间后台自己删除。"), rights=True)
    if erasure.not_before is None or erasure.not_before > timezone.now():
        return No(_("还在可以收回的时间里。"))
    return can_move(erasure, "carry_out")


def empty_outlived(by: Actor) -> Verdict:
    """The machine, when the time that the privacy page tells is over."""
    return YES if by.is_system else No(_("到期的内容由后台自己清除。"), rights=True)
