"""Finding a human in the workbooks that are kept, and writing these anew without them.

A row that stands behind a record of theirs is theirs; so is one that has their identity number, or
their name and a telephone. In a register of people the whole row goes; in any other the cells that speak of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db.models import Q

from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.evidence.models import Kind as EvidenceKind
from gongzhi.kernel.evidence.queries import read
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.opening import known_sheets
from gongzhi.kernel.people.blotting import GONE, Blotter
from gongzhi.kernel.people.erasure import Human
from gongzhi.lib import values
from gongzhi.lib.workbook.grids import Grid, Unreadable
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.rewriting import rewritten

#: A row of a workbook: its tab and its number.
Spot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Blotted:
    """A kept workbook as it is without the human: the new bytes, the names of its rows of evidence, the rows of its
    batches that spoke of them."""

    evidence: Evidence
    content: bytes
    names: dict[int, str] = field(default_factory=dict)
    batches: tuple[int, ...] = ()
    spots: frozenset[Spot] = frozenset()


def blotted_workbooks(human: Human) -> list[Blotted]:
    """Every kept workbook of the street that speaks of a human, without them. Raises Damaged if one is no more what
    was stored."""
    linked, blotter = _linked(human), human.blotter
    found = (_without(evidence, linked, blotter) for evidence in _workbooks(human.street_id))
    return [blotted for blotted in found if blotted]


def _workbooks(street_id: int) -> Iterator[Evidence]:
    """One row of evidence for each file; those of other streets are left out."""
    elsewhere = Batch.objects.exclude(Q(street_id=street_id) | Q(street_id=None)).values("evidence_id")
    kept = Evidence.objects.filter(kind=EvidenceKind.WORKBOOK).exclude(pk__in=elsewhere)
    for pk in kept.order_by("sha256", "pk").distinct("sha256").values_list("pk", flat=True):
        evidence = Evidence.objects.get(pk=pk)
        if evidence.path.exists():
            yield evidence


def _linked(human: Human) -> dict[int, set[Spot]]:
    """By batch, the rows that stand behind the records of a human."""
    theirs: dict[int, set[Spot]] = defaultdict(set)
    for kind, ids in human.rows.items():
        behind = Provenance.objects.filter(subject_kind=kind, subject_id__in=ids)
        for batch_id, tab, row in behind.values_list("batch_id", "tab", "row"):
            theirs[batch_id].add((tab, row))
    return theirs


def _without(evidence: Evidence, linked: dict[int, set[Spot]], blotter: Blotter) -> Blotted | None:
    same = {row.pk: row for row in Evidence.objects.filter(sha256=evidence.sha256)}
    batches = list(Batch.objects.filter(evidence__in=same).values_list("pk", flat=True))
    try:
        workbook = open_workbook(read(evidence), evidence.original_name)
    except Unreadable:  # it was refused then too, and nothing came of it
        return None
    theirs = set().union(*(linked.get(batch, set()) for batch in batches))
    people = _rows_of_people(batches)
    spots = {spot for grid in workbook.grids for spot in _blot(grid, theirs, people, blotter)}
    if not spots:
        return None
    names = {pk: _renamed(row.original_name, blotter) for pk, row in same.items()}
    return Blotted(evidence, rewritten(workbook, {}), names, tuple(batches), frozenset(spots))


def _renamed(name: str, blotter: Blotter) -> str:
    """What it was called, as the .xlsx that it is now."""
    return str(PurePath(blotter.blotted_text(name)).with_suffix(".xlsx"))


def _rows_of_people(batches: list[int]) -> set[Spot]:
    """The rows that were read as rows of a register of people."""
    registers = [
        sheet.key
        for sheet in known_sheets()
        if any(column.needed and column.read is values.name for column in sheet.columns)
    ]
    rows = Row.objects.filter(batch__in=batches, sheet__in=registers)
    return set(rows.values_list("tab", "row"))


def _blot(grid: Grid, theirs: set[Spot], people: set[Spot], blotter: Blotter) -> Iterator[Spot]:
    """Blot a human out of a tab; the rows in which they stood."""
    for place, cells in enumerate(grid.rows):
        spot = (grid.name[:80], grid.first_row + place)
        if spot not in theirs and not blotter.speaks_of(cells):
            continue
        grid.rows[place] = [GONE] if spot in people else [blotter.blotted(cell) for cell in cells]
        yield spot
