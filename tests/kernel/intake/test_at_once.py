"""Two at once, and what is left when something ends in the middle: one whole workbook, or none of it."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.intake.models import Batch
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Refused
from tests.drill import count
from tests.kernel.intake.dumps import contents, figures
from tests.kernel.intake.taking import Files, batch, counts, take, whole
from tests.making import SYSTEM
from tests.offices import COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, Office, office
from tests.together import together
from tests.workbooks import plain, xlsx

#: Statements that no wrapper sees, or that take a transaction back.
FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "COPY")


class PowerCut(Exception):
    """Something ends in the middle, for no reason of ours."""


@pytest.fixture
def made() -> Office:
    return office(6, members=8)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_workbooks_in_at_once_one_finds_them_taken(made: Office) -> None:
    files = whole(made)

    outcomes = together(2, lambda _number: counts(take(files)))

    assert sorted(map(str, outcomes)) == ["{'new': 33}", "{'same': 33}"]
    assert (Batch.objects.count(), figures()["members_checked_in"]) == (6, 8)


@pytest.mark.django_db(transaction=True)
def test_two_workbooks_about_the_same_people_at_once_make_nobody_twice(made: Office) -> None:
    files = dict(whole(made))
    files.pop("report_ins.xlsx")
    take(files)
    before = Person.objects.count()
    copies = [{f"{n}.xlsx": xlsx(plain(made, REPORT_INS, titles=[f"第{n}份"]))} for n in range(3)]

    outcomes = together(3, lambda number: counts(take(copies[number])))

    assert sorted(map(str, outcomes)) == ["{'new': 8}", "{'same': 8}", "{'same': 8}"]
    assert Person.objects.count() == before + 8


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_batch_back_at_once_one_is_told_that_it_is_done(made: Office) -> None:
    take({"communities.xlsx": whole(made)["communities.xlsx"]})
    taken = batch("communities.xlsx")

    outcomes = together(2, lambda _number: undo(taken, by=SYSTEM))

    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert figures()["communities"] == 0


@pytest.fixture
def territory(made: Office) -> Files:
    """Three sheets in one workbook, each of which needs the one before."""
    return {"社区网格楼院.xlsx": xlsx(*(plain(made, sheet) for sheet in (COMMUNITIES, GRIDS, COURTYARDS)))}


@pytest.mark.drill
@pytest.mark.django_db
def test_whatever_statement_is_the_last_nothing_of_the_workbook_stays(territory: Files) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert counts(take(territory)) == {"new": 15}
    undo(batch("社区网格楼院.xlsx"), by=SYSTEM)
    before = contents()
    statements = range(sum(not query["sql"].startswith(FRAMES) for query in queries))
    print(f"{len(statements)} statements")

    for last in Random(1).sample(statements, min(count(12, 1000), len(statements))):
        with pytest.raises(PowerCut), connection.execute_wrapper(_cut_after(last)):
            take(territory)
        assert contents() == before, f"something stayed after statement {last}"

    assert counts(take(territory)) == {"new": 15}


@pytest.mark.drill
@pytest.mark.django_db
def test_whatever_statement_is_the_last_the_batch_stays_or_goes_whole(territory: Files) -> None:
    take(territory)
    taken, before = batch("社区网格楼院.xlsx"), contents()
    for last in (2, 5, 8, 11):
        with pytest.raises(PowerCut), connection.execute_wrapper(_cut_after(last)):
            undo(taken, by=SYSTEM)
        assert contents() == before

    undo(taken, by=SYSTEM)
    assert figures()["communities"] == 0


def _cut_after(last: int) -> Any:
    """Let so many statements through, and whatever takes a transaction back."""
    done = 0

    def execute(run: Any, sql: str, *rest: Any) -> Any:
        nonlocal done
        done += not sql.startswith(FRAMES)
        if done > last and not sql.startswith(FRAMES):
            raise PowerCut
        return run(sql, *rest)

    return execute
