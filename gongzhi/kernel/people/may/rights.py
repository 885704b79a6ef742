"""Who may ask for a correction or to be erased, and who answers."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.may.records import asked_there, change_own_record
from gongzhi.kernel.people.may.who import oneself_or_desk, said, somebody_else
from gongzhi.kernel.people.models import Correction, Erasure, Person
from gongzhi.kernel.people.queries import same_human
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move

#: Requests of one person that may wait at the same time, and telephones or other names of theirs.
MOST_WAITING, MOST_NUMBERS, MOST_NAMES = 5, 5, 5


def ask_correction(by: Actor, person: Person, waiting: int) -> Verdict:
    """The person, or the desk that is asked to."""
    if not (who := oneself_or_desk(by, person)):
        return who
    if waiting >= MOST_WAITING:
        return No(_("已经有 %(most)s 件更正在等答复，请先等等，或打电话问。") % {"most": MOST_WAITING})
    return YES


def take_back_correction(by: Actor, correction: Correction) -> Verdict:
    who = oneself_or_desk(by, correction.person)
    return can_move(correction, "take_back") if who else who


def answer_correction(by: Actor, correction: Correction) -> Verdict:
    """Somebody of the staff who keeps the record, of whom it does not speak."""
    if not (who := somebody_else(by, correction.person)):
        return who
    return can_move(correction, "settle")


def ask_erasure(by: Actor, person: Person, held: list[str]) -> Verdict:
    """Oneself and nobody else, once nothing has to be handed over any more."""
    return _erases(person, held) if (who := change_own_record(by, person)) else who


def propose_erasure(by: Actor, person: Person, channel: str, reason: str, held: list[str]) -> Verdict:
    """Somebody of the staff, for who came to the window."""
    if not (who := somebody_else(by, person)):
        return who
    if not (asked := asked_there(person, channel)):
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
    return somebody_else(by, erasure.person)


def take_back_erasure(by: Actor, erasure: Erasure) -> Verdict:
    """The person, or a desk that is told by telephone that it was somebody else."""
    who = oneself_or_desk(by, erasure.person)
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
