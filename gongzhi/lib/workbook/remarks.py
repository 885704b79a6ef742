"""What looks odd about a tab and is said before anything is written (mess table M21)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Line
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.headings import Heading, paths_at
from gongzhi.lib.workbook.lines import spoken_rows

_COPY = re.compile(r"Sheet(?:[2-9]|\d\d+)|.*(?:副本|备份|复制|旧表|去年|往年|作废).*|.*\(\d+\)", re.IGNORECASE)


def remarks(grid: Grid, heading: Heading, lines: Sequence[Line]) -> list[str]:
    """Sentences on hidden tabs, rows and columns, on tabs that look like copies, on headings that come twice."""
    notes = []
    if grid.hidden:
        notes.append(_("这一页是隐藏的，也读了，请确认要不要。"))
    elif _COPY.fullmatch(grid.name.strip()):
        notes.append(_("这一页名叫“%(tab)s”，像是副本或往年的表，请确认要不要。") % {"tab": grid.name[:40]})
    if hidden := [line.row for line in lines if line.row in grid.hidden_rows]:
        notes.append(_("%(rows)s是隐藏的，也读了，请确认要不要。") % {"rows": spoken_rows(hidden)})
    if columns := _hidden_columns(grid, heading):
        notes.append(_("隐藏的列：%(columns)s，请确认要不要。") % {"columns": "、".join(columns)})
    if heading.twice:
        twice = "、".join(dict.fromkeys(heading.twice))
        notes.append(_("这些列有两份：%(columns)s，只读了左边的。") % {"columns": twice})
    return notes


def _hidden_columns(grid: Grid, heading: Heading) -> list[str]:
    paths = paths_at(grid, heading.first, heading.depth)
    return [
        "/".join(paths[position])
        for position in sorted(grid.hidden_columns)
        if position < len(paths) and paths[position]
    ]
