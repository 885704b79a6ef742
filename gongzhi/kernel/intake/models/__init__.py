"""What the intake remembers, split by noun: workbooks that wait for their clerk, and those that were taken in."""

from gongzhi.kernel.intake.models.batches import Batch, Provenance, Row
from gongzhi.kernel.intake.models.drafts import Answer, Draft, DraftRow, Meaning

__all__ = ["Answer", "Batch", "Draft", "DraftRow", "Meaning", "Provenance", "Row"]
