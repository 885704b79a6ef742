"""Taking workbooks in, and undoing a batch."""

from gongzhi.kernel.intake.actions.taking import preview, take_in, take_in_all
from gongzhi.kernel.intake.actions.undoing import undo

__all__ = ["preview", "take_in", "take_in_all", "undo"]
