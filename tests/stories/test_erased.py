"""Somebody of whom something stands everywhere asks to be erased; afterwards no mark of them is left, and no figure
has changed (trust.md S23)."""

import datetime as dt
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from gongzhi.faces.cli import figures as figures_command
from gongzhi.kernel.evidence.queries import read
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.people import carrying_out, coming_in
from gongzhi.kernel.people.actions import (
    add_alias,
    add_own_name,
    ask_code,
    ask_correction,
    ask_erasure,
    give_consent,
    give_mandate,
    make_ticket,
    move_in,
    remember_display,
    show_number,
)
from gongzhi.kernel.people.erasure import human
from gongzhi.kernel.people.models import NOBODY, Consent, Erasure, Household, Person, Session
from gongzhi.kernel.people.queries import search
from gongzhi.kernel.people.states import ErasureState, TicketKind
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import ANONYMOUS
from gongzhi.lib.sheets import Status
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.entering import digits_sent
from tests.faces.cli.typed import run
from tests.kernel.intake.taking import take, take_tab
from tests.offices import AGREEMENTS, COMMUNITIES, COURTYARDS, REPORT_INS, UNITS, Office, identity, office
from tests.stories.marks import Marks, in_files, in_tables
from tests.workbooks import csv, plain, xls, xlsx
from tests.working import empty_queue, work

pytestmark = pytest.mark.django_db(transaction=True)

NAME, OTHER_NAME, NICKNAME, LOGIN = "阚丹鹤", "阚小鹤", "鹤大姐", "kandanhe"
NUMBER, OTHER_NUMBER, LANDLINE = "13987654321", "13976541298", "0371-63217654"
BORN = dt.date(1959, 7, 23)
SKILL = "鹤形剪纸"
DOOR = "鹤门七〇一"
SHARED = "13976540000"


@pytest.fixture(autouse=True)
def queue() -> None:
    empty_queue()


@pytest.fixture(autouse=True)
def house(tmp_path: Path, settings: Any) -> None:
    """Files of its own, so that nothing is found that another story left."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def number() -> str:
    return identity(Random(5), BORN)


def marks(number: str) -> Marks:
    words = [NAME, OTHER_NAME, NICKNAME, LOGIN, SKILL, DOOR, "danhe", "xiaohe", "鹤"]
    return Marks(words, [NUMBER, OTHER_NUMBER, LANDLINE], [number])


def workbooks(made: Office, number: str) -> dict[str, bytes]:
    """The office's own, with a row of theirs in the register and a cell in the list of courtyards; two rows of another
    register wait, because they contradict the first."""
    made.rows[REPORT_INS].insert(
        3,
        dict(made.rows[REPORT_INS][0])
        | {"name": NAME, "sex": "女", "birth": BORN, "identity": number, "phone": NUMBER, "landline": LANDLINE}
        | {"skills": [SKILL]},
    )
    made.rows[COURTYARDS][1] |= {"chief": NAME, "phone": NUMBER}
    made.rows[UNITS][1] |= {"liaison": NAME, "phone": NUMBER}
    first = {sheet.partition(".")[2]: plain(made, sheet) for sheet in (COMMUNITIES, "places.grids", COURTYARDS)}
    files = {f"{name}.xlsx": xlsx(tab) for name, tab in first.items()}
    files["units.csv"] = csv(plain(made, UNITS))
    files[f"{NAME}整理的报到表.xls"] = xls(plain(made, REPORT_INS))
    files["agreements.xlsx"] = xlsx(plain(made, AGREEMENTS))
    return files


def waiting_register(made: Office, number: str) -> bytes:
    doubtful = dict(made.rows[REPORT_INS][3]) | {"birth": dt.date(1961, 7, 23), "identity": ""}
    other = next(row for row in made.rows[COMMUNITIES] if row["name"] != doubtful["community"])
    moved = dict(made.rows[REPORT_INS][3]) | {"community": other["name"], "phone": OTHER_NUMBER}
    return xlsx(plain(made, REPORT_INS, [doubtful, moved]))


class Greeting(Notice):
    """A message that names whom it greets, inside and on the telephone."""

    key = "test.greeting"
    title = "{name}，重阳节快乐"
    body = "{name}您好，祝您节日快乐。"
    channels = ("inbox", "console")

    def __init__(self, person: Person) -> None:
        self.person = person

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.person.pk, NUMBER)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"name": self.person.name}


class Life:
    """Everything that can be known of one person of a street."""

    def __init__(self, made: Office, number: str) -> None:
        self.files, self.number = workbooks(made, number), number
        self.files |= {"二次核对.xlsx": b""}
        first = {name: data for name, data in self.files.items() if data}
        assert [report.refusal for report in take(first)] == [""] * len(first)
        self.files["二次核对.xlsx"] = waiting_register(made, number)
        (waits,) = take({"二次核对.xlsx": self.files["二次核对.xlsx"]})
        assert waits.tabs[0].counts["conflict"] == 2
        self.person = Person.objects.get(name=NAME, identity_mark__isnull=False)
        self.street = self.person.street
        self.spouse = making.person("冉不动", SHARED, street=self.street)
        self.live()

    def live(self) -> None:
        """They come in, are written to and looked at, agree, move, marry their records, ask."""
        self.join_another_record()
        self.come_in()
        self.belong()
        self.be_known_to_the_desk()
        ask_correction(f"名字写成了{OTHER_NAME}", f"应该是{NAME}，电话{NUMBER}", by=self.actor)
        add_own_name(NICKNAME, by=self.actor)
        with transaction.atomic():
            tell(Greeting(self.person))
        Row.objects.filter(status=Status.CONFLICT).update(reason=f"与第5行的{NAME}重复")
        behind = Provenance.objects.filter(subject_kind="people.person", subject_id=self.person.pk)
        assert behind.update(before={"name": OTHER_NAME})
        for seat in Membership.objects.filter(person__in=human(self.person).records):
            end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
        work()

    @property
    def actor(self) -> Any:
        return making.resident(self.person)

    def join_another_record(self) -> None:
        again = making.person(OTHER_NAME, OTHER_NUMBER, street=self.street)
        other = making.person(NAME, SHARED, street=self.street)
        making.joined(self.person, again)
        making.joined(self.person, other)

    def come_in(self) -> None:
        key = ask_code(NUMBER, by=ANONYMOUS)
        asked = coming_in.prove_telephone(key, digits_sent(), by=ANONYMOUS)
        opened = coming_in.by_name(asked, NAME, coming_in.Browser(), street=self.street, by=ANONYMOUS)
        assert opened is not None
        remember_display(opened.session.account, {"mode": "elder"}, by=self.actor)
        ask_code(OTHER_NUMBER, by=ANONYMOUS)
        make_ticket(self.person, TicketKind.DESK, by=making.SYSTEM)

    def belong(self) -> None:
        door = Place.objects.filter(kind=Kind.COURTYARD).earliest("pk")
        move_in(self.person, place=door, door=DOOR, by=making.SYSTEM)
        said = {"purpose": "alliance.reported_in", "version": "2026-11", "how": "online"}
        give_consent(self.person, given_by=self.person, by=self.actor, **said)
        today = timezone.localdate()
        for one, other in ((self.person, self.spouse), (self.spouse, self.person)):
            give_mandate(one, helper=other, scope="sign_up", how="said", since=today, until=today, by=making.SYSTEM)
        add_alias(self.person, f"{NAME}（原名）", by=making.SYSTEM)

    def be_known_to_the_desk(self) -> None:
        officer = making.street_officer(self.street)
        show_number(self.person, reason=f"给{NAME}打电话{NUMBER}", by=officer)
        with transaction.atomic():
            record(officer, "person.identified", self.person, reason=f"{NAME}本人来过")


def erase(person: Person) -> Erasure:
    """They ask, think it over, and the worker comes by."""
    erasure = ask_erasure(by=making.resident(person))
    work()
    Erasure.objects.filter(pk=erasure.pk).update(not_before=timezone.now())
    carrying_out.erase_due(by=making.SYSTEM)
    work()
    erasure.refresh_from_db()
    return erasure


def left_of(life: Life) -> list[str]:
    sought = marks(life.number)
    return [*in_tables(sought), *in_files(sought), *in_search(life)]


def in_search(life: Life) -> Iterator[str]:
    for typed in (NAME, OTHER_NAME, NICKNAME, "kandanhe", "kdh", NUMBER, NUMBER[-4:], OTHER_NUMBER, life.number):
        yield from (f"search {typed}: {found.pk}" for found in search(typed, by=making.SYSTEM))


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    def figures() -> Any:
        assert run(figures_command, "--json") == 0
        return json.loads(capsys.readouterr().out)

    return figures


def test_nothing_is_left_of_who_was_erased(number: str, told: Any, caplog: pytest.LogCaptureFixture) -> None:
    life = Life(office(11, members=12), number)
    places = {place.partition(":")[0] for place in left_of(life)}
    assert {"people_person", "people_contactpoint", "people_alias", "people_household", "notices_message"} <= places
    assert {"notices_inboxitem", "ledger_reason", "people_correction", "people_signincode"} <= places
    assert {
        "intake_batch",
        "intake_row",
        "intake_provenance",
        "evidence_evidence",
        "alliance_reportin",
        "search 4321",
    } <= places
    assert sum(place.startswith("outbox") for place in places) >= 3
    assert sum(place.startswith("files") for place in places) >= 4

    before = told()
    caplog.clear()
    with caplog.at_level(logging.INFO):
        assert erase(life.person).state == ErasureState.DONE

    assert left_of(life) == []
    assert marks(number).within(caplog.text) == []
    assert told() == before


@pytest.fixture
def erased(number: str) -> Life:
    life = Life(office(11, members=12), number)
    assert erase(life.person).state == ErasureState.DONE
    return life


def test_what_counts_stays_and_says_nothing(erased: Life) -> None:
    records = Person.objects.filter(erased_on=timezone.localdate())
    assert records.count() == 3
    assert all(getattr(one, name) == value for one in records for name, value in NOBODY.items())
    assert {one.same_as_id for one in records} == {None, erased.person.pk}
    assert ReportIn.objects.get(person=erased.person).skills == []
    assert Consent.objects.filter(person=erased.person).count() == 1
    assert Membership.objects.filter(person=erased.person).exists()
    assert not Session.objects.exists()
    assert not Household.objects.exists()
    assert Entry.objects.filter(verb="person.erased", subject_id=erased.person.pk).count() == 1


def test_others_keep_everything(erased: Life) -> None:
    kept = erased.spouse
    kept.refresh_from_db()
    assert (kept.name, [found.pk for found in search(SHARED, by=making.SYSTEM)]) == ("冉不动", [kept.pk])


def test_the_same_workbooks_again_bring_nobody_back(erased: Life) -> None:
    people = Person.objects.count()
    reports = take(erased.files)
    assert [report.refusal for report in reports] == [""] * len(erased.files)
    assert not any(report.wrote for report in reports)
    assert (Person.objects.count(), Person.objects.filter(name=NAME).exists()) == (people, False)
    assert not Row.objects.filter(
        batch__file_name="二次核对.xlsx", status__in=(Status.CONFLICT, Status.BLOCKED)
    ).exists()


def test_the_kept_workbooks_say_that_a_row_is_gone(erased: Life) -> None:
    said = {}
    for batch in Batch.objects.select_related("evidence"):
        workbook = open_workbook(read(batch.evidence), batch.evidence.original_name)
        said[batch.file_name] = [cell for grid in workbook.grids for row in grid.rows for cell in row if cell]
    assert said["已删除整理的报到表.xls"].count("已按本人要求删除") == 1
    assert said["二次核对.xlsx"].count("已按本人要求删除") == 2
    assert said["courtyards.xlsx"].count("已删除") == 2
    assert said["units.csv"].count("已删除") == 2
    assert len(said["courtyards.xlsx"]) > 40
    untouched = Batch.objects.get(file_name="agreements.xlsx")
    assert untouched.evidence.sha256 == untouched.sha256


def test_who_comes_again_is_new(erased: Life) -> None:
    asked = coming_in.prove_telephone(ask_code(NUMBER, by=ANONYMOUS), digits_sent(), by=ANONYMOUS)
    browser = coming_in.Browser()
    assert coming_in.by_name(asked, NAME, browser, street=erased.street, by=ANONYMOUS) is None
    opened = coming_in.by_name(asked, NAME, browser, street=erased.street, first_time=True, by=ANONYMOUS)
    assert opened is not None
    assert opened.session.account.person_id not in human(erased.person).records


def test_a_register_of_the_next_month_is_another_matter(erased: Life) -> None:
    """The office's own list may still name them; then they stand in it as somebody new."""
    made = office(11, members=12)
    workbooks(made, erased.number)
    (decided,) = take_tab(plain(made, REPORT_INS, made.rows[REPORT_INS][3:4]), name="下月.xlsx")
    assert decided.status == Status.NEW
