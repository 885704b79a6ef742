"""What was kept long enough is emptied by the declarations of the tables, and told beforehand (trust.md S24)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongzhi.kernel.intake.models import Row
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.people.actions import (
    ask_correction,
    close_account,
    empty_outlived,
    open_account,
    remember_display,
)
from gongzhi.kernel.people.models import Account, Correction, Person
from gongzhi.lib.personal import outlived
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.kernel.intake.taking import take, whole
from tests.offices import office

pytestmark = pytest.mark.django_db

DAY, YEAR = dt.timedelta(days=1), dt.timedelta(days=365)


def due(label: str) -> int:
    """How many rows the next run would empty."""
    return sum(one.rows.count() for one in outlived(timezone.now()) if one.label == label)


def emptied() -> dict[str, int]:
    return empty_outlived(by=making.SYSTEM)


@pytest.fixture
def person() -> Person:
    return making.person("王秀英", "13800000001")


def test_the_words_of_a_correction_stay_for_two_years(person: Person) -> None:
    label = "people.correction.wrong+right+answer"
    ask_correction("名字", "王秀瑛", by=making.resident(person))
    for age, number in ((2 * YEAR - DAY, 0), (2 * YEAR + DAY, 1)):
        Correction.objects.update(asked_at=timezone.now() - age)
        assert due(label) == number
    assert emptied() == {label: 1}
    correction = Correction.objects.get()
    assert (correction.wrong, correction.right, correction.state) == (None, None, "waiting")
    assert (due(label), emptied()) == (0, {})
    entry = Entry.objects.get(verb="retention.emptied")
    assert entry.facts == {"rows": {label: 1}}


def test_what_opened_an_account_goes_a_month_after_it_was_closed(person: Person) -> None:
    account = open_account(person, by=making.SYSTEM)
    remember_display(account, {"mode": "elder"}, by=making.SYSTEM)
    assert emptied() == {}
    close_account(account, by=making.SYSTEM)
    Account.objects.update(closed_at=timezone.now() - 29 * DAY)
    assert emptied() == {}
    Account.objects.update(closed_at=timezone.now() - 31 * DAY)
    assert emptied() == {"people.account.name+password+totp_sealed+display": 1}
    assert Account.objects.get().display == {}


def test_what_a_report_in_offers_goes_the_day_after_it_ended() -> None:
    take(whole(office(12)))
    report_in = ReportIn.objects.exclude(skills=[]).earliest("pk")
    skilled, today = ReportIn.objects.exclude(skills=[]), timezone.localdate()
    number = skilled.count()
    _end(report_in, today)
    assert (emptied(), skilled.count()) == ({}, number)
    _end(report_in, today - DAY)
    assert emptied() == {"alliance.reportin.skills+wanted_posts": 1}
    assert skilled.count() == number - 1


def _end(report_in: ReportIn, day: dt.date) -> None:
    ReportIn.objects.filter(pk=report_in.pk).update(state="deregistered", ended_on=day)


def test_why_a_row_was_not_taken_in_goes_after_two_years() -> None:
    take(whole(office(13)))
    Row.objects.filter(pk__in=Row.objects.values("pk")[:2]).update(reason="王秀英的电话少了一位")
    assert due("intake.row.reason") == 0
    batch = Row.objects.exclude(reason="").earliest("pk").batch
    type(batch).objects.update(committed_at=timezone.now() - 2 * YEAR - DAY)
    assert due("intake.row.reason") == 2
    assert emptied() == {"intake.row.reason": 2}
    assert not Row.objects.exclude(reason="").exists()


def test_only_the_machine_empties() -> None:
    with pytest.raises(PermissionDenied):
        empty_outlived(by=making.street_officer(making.street()))
    assert emptied() == {}


def test_every_term_that_the_page_tells_is_looked_at(person: Person) -> None:
    labels = {one.label: one.retention.days for one in outlived(timezone.now())}
    expected: dict[str, Any] = {
        "people.account.name+password+totp_sealed+display": 30,
        "people.correction.wrong+right+answer": 730,
        "people.erasure.reason": 730,
        "intake.row.reason": 730,
        "alliance.reportin.skills+wanted_posts": 0,
    }
    assert expected.items() <= labels.items()
