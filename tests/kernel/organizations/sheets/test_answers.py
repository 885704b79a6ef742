"""Every conflict of the workbook of communities, grids and courtyards has a way out, and each does what it says."""

from itertools import count
from typing import Any

import pytest

from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.places.models import Measure, Place, PlaceCode, PlaceCount
from gongzhi.lib.sheets import Decision
from tests.kernel.intake.dumps import MEMORY, contents
from tests.kernel.intake.taking import Said, batch, statuses, take_tab, ways
from tests.making import SYSTEM
from tests.offices import COMMUNITIES, COURTYARDS, GRIDS, Office, Row
from tests.workbooks import plain

pytestmark = pytest.mark.django_db

COPIES = count(1)
#: Where the first row of a table stands.
FIRST = 4


def bring(sheet: str, *rows: Row, said: Said | None = None) -> list[Decision]:
    tab = plain(
        Office("花园路街道", "2017年7月"), sheet, rows, titles=["花园路街道社区基本情况", f"第{next(COPIES)}份"]
    )
    return take_tab(tab, said=said)


def community(**said: Any) -> Row:
    return {"name": "通信花园社区", "code": "410105002001", "households": 100} | said


def grid(**said: Any) -> Row:
    return {"code": "410105002001001", "community": "通信花园社区", "name": "第一网格", "households": 40} | said


def courtyard(**said: Any) -> Row:
    return {"name": "经一路56号院", "community": "通信花园社区", "households": 20} | said


ROWS = {COMMUNITIES: community, GRIDS: grid, COURTYARDS: courtyard}


def newest_count() -> int:
    return PlaceCount.objects.filter(measure=Measure.HOUSEHOLDS).latest("id").number


@pytest.fixture
def standing() -> None:
    """Two communities and a grid are on record."""
    bring(COMMUNITIES, community(), community(name="经一路社区", code="410105002002"))
    bring(GRIDS, grid(), grid(name="第二网格", code="410105002001002"))


@pytest.mark.parametrize("sheet", [COMMUNITIES, GRIDS, COURTYARDS])
@pytest.mark.parametrize(
    ("said", "outcome", "number"),
    [
        ({}, ["new", "conflict"], 60),
        ({FIRST + 1: "twin:first"}, ["new", "merged"], 60),
        ({FIRST + 1: "twin:this"}, ["merged", "new"], 70),
        ({FIRST: "leave:out"}, ["skipped", "new"], 70),
    ],
    ids=["nothing said", "the first", "this one", "the first left out"],
)
def test_of_two_rows_about_one_place_the_clerk_says_which_counts(
    sheet: str, said: Said, outcome: list[str], number: int, standing: None
) -> None:
    row = ROWS[sheet]
    codes = {"code": "410105002003" if sheet == COMMUNITIES else "410105002001003"} if sheet != COURTYARDS else {}
    new = {"name": "新社区" if sheet == COMMUNITIES else "新地方"} | codes

    decisions = bring(sheet, row(households=60, **new), row(households=70, **new), said=said)

    assert statuses(decisions) == outcome
    assert newest_count() == number
    if not said:
        assert ways(decisions[1]) == ["twin:first", "twin:this"]


def test_of_three_rows_the_last_one_chosen_counts_and_who_says_something_else_is_asked() -> None:
    rows = [community(households=number) for number in (60, 70, 80)]

    decisions = bring(COMMUNITIES, *rows, said={FIRST + 1: "twin:this"})

    assert statuses(decisions) == ["merged", "new", "conflict"]
    assert decisions[0].reason == "按您的选择，以第5行为准。"
    assert "第5行" in decisions[2].reason


def test_a_community_whose_code_is_anothers_is_written_without_it(standing: None) -> None:
    row = community(name="新社区", households=60)
    (decision,) = bring(COMMUNITIES, row)
    assert ways(decision) == ["code:that", "code:without"]

    assert statuses(bring(COMMUNITIES, row, said={FIRST: "code:without"})) == ["new"]
    assert not PlaceCode.objects.filter(place__name="新社区").exists()


def test_a_community_with_another_name_is_the_one_that_has_its_code(standing: None) -> None:
    row = community(name="通信花园一社区", households=60)

    (decision,) = bring(COMMUNITIES, row, said={FIRST: "code:that"})

    assert (decision.status, decision.line.warnings) == ("changed", ["按通信花园社区更新，没有改名。"])
    assert not Place.objects.filter(name="通信花园一社区").exists()


def test_it_is_not_offered_where_another_row_speaks_of_that_one(standing: None) -> None:
    decisions = bring(COMMUNITIES, community(name="新社区"), community())

    assert (statuses(decisions), ways(decisions[0])) == (["conflict", "same"], ["code:without"])
    decisions = bring(COMMUNITIES, community(name="新社区"), community(), said={FIRST: "code:that"})
    assert statuses(decisions) == ["conflict", "same"]


@pytest.mark.parametrize(
    ("sheet", "name"), [(COMMUNITIES, "新社区"), (GRIDS, "第三网格")], ids=["communities", "grids"]
)
def test_of_two_rows_with_one_code_the_second_is_written_without(sheet: str, name: str, standing: None) -> None:
    code = "410105002005" if sheet == COMMUNITIES else "410105002001005"
    rows = [ROWS[sheet](code=code, name=other) for other in (f"{name}甲" if sheet == GRIDS else "甲社区", name)]
    decisions = bring(sheet, *rows)
    assert (statuses(decisions), ways(decisions[1])) == (["new", "conflict"], ["code:without"])

    assert statuses(bring(sheet, *rows, said={FIRST + 1: "code:without"})) == ["same", "new"]
    assert not PlaceCode.objects.filter(place__name=name).exists()


@pytest.mark.parametrize(
    "other", [{"community": "经一路社区", "name": "第九网格"}, {"name": "第二网格"}], ids=["elsewhere", "here"]
)
def test_a_grid_whose_code_is_anothers_is_written_without_it(other: Row, standing: None) -> None:
    row = grid(households=60, **other)
    (decision,) = bring(GRIDS, row)
    assert ways(decision) == ["code:without"]

    (decision,) = bring(GRIDS, row, said={FIRST: "code:without"})
    assert decision.status in ("new", "changed")
    assert PlaceCode.objects.get(code="410105002001001").place.name == "第一网格"


def test_what_a_clerk_decided_is_taken_back_with_the_workbook(standing: None) -> None:
    before = contents(but=MEMORY)

    bring(COMMUNITIES, community(name="通信花园一社区", households=60), said={FIRST: "code:that"})
    assert contents(but=MEMORY) != before
    undo(batch("表.xlsx"), by=SYSTEM)

    assert contents(but=MEMORY) == before
