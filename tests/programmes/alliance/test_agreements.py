"""What becomes of each row of the ledger of co-building agreements."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementState
from gongzhi.kernel.organizations.models import OrganizationAlias
from gongzhi.lib.sheets import Decision, Status
from gongzhi.programmes.alliance.models import ClauseDimension
from tests import making
from tests.kernel.intake.dumps import figures, told
from tests.kernel.intake.taking import statuses, take_tab
from tests.making import TODAY
from tests.offices import AGREEMENTS, Office, Row
from tests.workbooks import plain

pytestmark = pytest.mark.django_db

COPIES = count(1)


@pytest.fixture(autouse=True)
def desk() -> None:
    making.street()
    for name in ("通信花园社区", "经一路社区"):
        making.committee(making.community(name=name))
    making.unit("河南省人大办公厅")
    making.unit("郑州市图书馆")


def agreement(**said: Any) -> Row:
    usual = {
        "number": "花共建〔2017〕1号",
        "first": "郑州市图书馆",
        "second": "通信花园社区",
        "signed_on": dt.date(2017, 1, 10),
        "term": "2017年1月至2018年1月",
        "content": ["资源共享", "每季度一次讲座"],
    }
    return usual | said


def bring(*rows: Row) -> list[Decision]:
    """Take in a ledger with these rows; each call is another workbook."""
    rows = tuple(row | {"term": _Said(row["term"])} for row in rows)
    titles = ["共建协议签订台账", f"第{next(COPIES)}份"]
    return take_tab(plain(Office("花园路街道", ""), AGREEMENTS, rows, titles=titles))


class _Said(str):
    """A term as the row writes it."""


def test_an_agreement_enters_the_state_the_ledger_proves() -> None:
    decisions = bring(agreement(), agreement(number="2号", term=f"{TODAY.year}年1月至{TODAY.year + 1}年1月"))

    over, going = Agreement.objects.order_by("id")
    assert statuses(decisions) == ["new", "new"]
    assert (over.state, going.state) == (AgreementState.FINISHED, AgreementState.IN_FORCE)
    assert (over.signed_on, over.starts_on, over.ends_on) == (
        dt.date(2017, 1, 10),
        dt.date(2017, 1, 1),
        dt.date(2018, 1, 31),
    )
    assert [party.organization.name for party in over.parties.all()] == ["郑州市图书馆", "通信花园社区居民委员会"]
    assert ClauseDimension.objects.filter(clause__agreement=over).get().dimension == "resource"
    assert (figures()["agreements"], figures()["agreements_valid"]) == (2, 1)


def test_the_same_row_in_another_workbook_changes_nothing() -> None:
    bring(agreement())
    before = told()

    assert statuses(bring(agreement())) == ["same"]
    assert told() == before


def test_other_dates_under_the_same_number_are_a_correction() -> None:
    bring(agreement())

    assert statuses(bring(agreement(term="2017年1月至2019年1月"))) == ["changed"]
    assert Agreement.objects.get().ends_on == dt.date(2019, 1, 31)


def test_an_agreement_ended_here_stays_ended() -> None:
    bring(agreement())
    Agreement.objects.update(state=AgreementState.TERMINATED, terminated_on=dt.date(2017, 6, 1))

    assert statuses(bring(agreement(term="2017年1月至2019年1月"))) == ["changed"]
    assert Agreement.objects.get().state == AgreementState.TERMINATED


@pytest.mark.parametrize("other", [{"first": "河南省人大办公厅"}, {"second": "经一路社区"}], ids=["unit", "community"])
def test_the_same_number_between_others_waits(other: Row) -> None:
    bring(agreement())

    (decision,) = bring(agreement(**other))

    assert decision.status == Status.CONFLICT
    assert "请核对编号" in decision.reason


@pytest.mark.parametrize(
    ("second", "status"),
    [({}, "merged"), ({"number": "花共建[2017] 1号"}, "merged"), ({"second": "经一路社区"}, "conflict")],
    ids=["equal", "spelled otherwise", "between others"],
)
def test_a_second_row_under_the_same_number(second: Row, status: str) -> None:
    decisions = bring(agreement(), agreement(**second))

    assert statuses(decisions) == ["new", status]
    assert "第4行" in decisions[1].reason


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"number": ""}, "blocked", "协议编号没有填"),
        ({"number": "号" * 60}, "blocked", "不像协议编号"),
        ({"signed_on": ""}, "blocked", "签订日期没有填"),
        ({"signed_on": TODAY + dt.timedelta(1)}, "blocked", "还没有到"),
        ({"term": ""}, "blocked", "有效期没有填"),
        ({"term": "长期"}, "blocked", "没有写到哪一天"),
        ({"term": "2018年1月至2017年1月"}, "blocked", "结束早于开始"),
        ({"first": ""}, "blocked", "甲方没有填"),
        ({"second": ""}, "blocked", "乙方没有填"),
        ({"first": "郑州市图书管"}, "conflict", "是不是“郑州市图书馆”"),
        ({"second": "河南省人大办公厅"}, "conflict", "没有社区"),
        ({"first": "通信花园社区"}, "conflict", "同一家"),
    ],
)
def test_a_row_that_cannot_be_written_waits_with_a_sentence(said: Row, status: str, sentence: str) -> None:
    decisions = bring(agreement(**said), agreement(number="2号"))

    assert statuses(decisions) == [status, "new"]
    assert sentence in decisions[0].reason
    assert figures()["agreements"] == 1


@pytest.mark.parametrize(
    "sides",
    [
        {"first": "通信花园社区党委", "second": "郑州市图书馆"},
        {"second": "通信花园社区居委会"},
        {"first": "市图书馆"},
        {"first": "郑州市 图书馆 "},
    ],
    ids=["the community first", "its committee", "a short form", "spelled otherwise"],
)
def test_the_sides_are_known_by_every_name_people_write(sides: Row) -> None:
    assert statuses(bring(agreement(**sides))) == ["new"]
    assert {party.organization.name for party in Agreement.objects.get().parties.all()} == {
        "郑州市图书馆",
        "通信花园社区居民委员会",
    }


def test_a_short_form_is_said_and_kept_once() -> None:
    first, second = bring(agreement(first="省人大"), agreement(number="2号", first="省人大"))

    assert first.line.warnings == second.line.warnings == ["“省人大”认作“河南省人大办公厅”。"]
    assert OrganizationAlias.objects.count() == 1
    assert bring(agreement(number="3号", first="省人大"))[0].line.warnings == []


def test_without_a_street_nothing_is_taken_in() -> None:
    making.street("文化路街道", "410105003")

    assert statuses(bring(agreement())) == ["blocked"]


def test_deciding_takes_as_many_queries_for_five_rows_as_for_a_hundred() -> None:
    rows = [agreement(number=f"{n}号") for n in range(100)]
    numbers = []
    for size in (5, 100):
        bring(*rows[:size])
        with CaptureQueriesContext(connection) as queries:
            assert set(statuses(bring(*rows[:size]))) == {"same"}
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
