"""What a clerk said about a row, as it is written down."""

import json
from collections.abc import Mapping

from gongzhi.kernel.intake.models.drafts import TYPED
from gongzhi.lib.sealing import seal, unseal
from gongzhi.lib.sheets import Answers

#: Answers that were taken back. With nothing at all, those count that were given when the workbook was taken in before.
TAKEN_BACK = "-"


def read_answers(written: str) -> Answers:
    """``"unit:5 where:move"`` → what was asked, and what was answered."""
    return dict(answer.split(":", 1) for answer in written.split() if ":" in answer)


def written_answers(answers: Answers) -> str:
    return " ".join(f"{question}:{answer}" for question, answer in sorted(answers.items()) if answer)


def read_typed(sealed: bytes | memoryview | None) -> dict[str, str]:
    """What was typed in place of cells, by the key of the column."""
    return dict(json.loads(unseal(sealed, TYPED))) if sealed else {}


def written_typed(typed: Mapping[str, str]) -> bytes | None:
    return seal(json.dumps(dict(typed), ensure_ascii=False), TYPED) if typed else None
