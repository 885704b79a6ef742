"""Reading what was found in a workbook back from where it is kept sealed."""

import json
from collections.abc import Iterator
from typing import Any

from gongzhi.kernel.intake.models import Draft, DraftRow
from gongzhi.kernel.intake.models.drafts import REPORT, ROW
from gongzhi.lib.sealing import unseal

#: What was found in one tab, or in one row; :mod:`gongzhi.kernel.intake.looking` writes it.
Found = dict[str, Any]


def tabs_of(draft: Draft) -> list[Found]:
    """The tabs of a draft, in order; none before it was looked at."""
    return list(json.loads(unseal(draft.report, REPORT))) if draft.report else []


def row_of(row: DraftRow) -> Found:
    return dict(json.loads(unseal(row.sealed, ROW)))


def texts_in(said: Any) -> Iterator[str]:
    """Every word that stands in what was kept of a row, however deep."""
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from texts_in(one)
    elif said is not None:
        yield str(said)
