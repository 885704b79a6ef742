"""What is done with workbooks: looked at, answered to, taken in, handed back, undone."""

from gongzhi.kernel.intake.actions.answering import answer, correct, explain, unlearn
from gongzhi.kernel.intake.actions.drafts import confirm, discard, hand_in, look_again, prune_drafts, reopen, rescue
from gongzhi.kernel.intake.actions.returning import ask_return
from gongzhi.kernel.intake.actions.taking import preview, take_in, take_in_all
from gongzhi.kernel.intake.actions.undoing import ask_undo, undo

__all__ = [
    "answer",
    "ask_return",
    "ask_undo",
    "confirm",
    "correct",
    "discard",
    "explain",
    "hand_in",
    "look_again",
    "preview",
    "prune_drafts",
    "reopen",
    "rescue",
    "take_in",
    "take_in_all",
    "undo",
    "unlearn",
]
