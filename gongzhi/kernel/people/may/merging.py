"""Who may find that two records are one human, and when."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.who import keeps, said
from gongzhi.kernel.people.models import Merge, MergeProposal, Person
from gongzhi.kernel.people.queries import reversible_until, same_human
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move


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
