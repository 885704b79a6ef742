"""Fetching an export: by who asked for it, with the right of now, three times, within a day, masked."""

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.exports.actions import clear_outlived, download
from gongzhi.kernel.exports.may import ALONE
from gongzhi.kernel.exports.models import MOST_DOWNLOADS, Export
from gongzhi.kernel.exports.states import ExportState
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import looked_at, shown_by
from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import move_in
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import ANONYMOUS, NotThere, Refused
from gongzhi.lib.exports import Form
from tests import making
from tests.kernel.exports.taking_along import WORKER, acting, ask, clerk, made, neighbours, tabs
from tests.together import together

PHONE, NUMBER = "13800000412", "41010519000101001X"


def test_the_file_says_who_when_why_and_shows_what_the_screen_shows() -> None:
    community = making.community()
    making.neighbour(community, "𠮷小红", PHONE, identity=NUMBER)
    making.neighbour(community, "=1+1")
    by, _seat = clerk(community)
    file = download(made(ask(by)).pk, by=by)
    told = tabs(file.content)
    about = dict(told["说明"])
    assert (about["导出人"], about["用途"], about["行数"]) == ("孙干事", "通知体检", "3")
    assert about["时间"][:10] == str(timezone.localdate())
    assert file.name == f"{about['编号']}.xlsx"
    assert told["人员"][0] == ["姓名", "电话", "证件号", "社区", "单位", "提示"]
    lines = {line[0]: line[1:] for line in told["人员"][1:]}
    assert lines["𠮷小红"] == ["138****0412", "已登记", "通信花园社区", None, None]
    assert "'=1+1" in lines


def test_a_list_of_homes_counts_and_writes_down_whoever_lives_there() -> None:
    community = making.community()
    yard, by = making.courtyard(community, "=1+1号院"), clerk(community)[0]
    people = neighbours(community, 3)
    for person, door in zip(people, ("703", "703", "501"), strict=True):
        move_in(person, place=yard, door=door, since=making.TODAY, by=making.SYSTEM)
    export = made(ask(by, f"place={yard.pk}", key="households"))
    assert (export.count, export.people) == (3, sorted(person.pk for person in people))
    content = download(export.pk, by=by).content
    lines = tabs(content)["住户"]
    assert lines[0] == ["住处", "社区", "住的人", "人数", "从哪天起"]
    assert [line[:4] for line in lines[1:]] == [
        ["'=1+1号院", "通信花园社区", "王*、王*", 2],
        ["'=1+1号院", "通信花园社区", "王*", 1],
    ]
    assert "703" not in str(tabs(content))
    (look,) = looked_at(people[0].pk)
    assert look.verb == "export.downloaded"


def test_more_than_a_hundred_residents_take_a_second_person() -> None:
    community = making.community()
    yard = making.courtyard(community)
    for person in neighbours(community, ALONE + 1):
        move_in(person, place=yard, door="703", by=making.SYSTEM)
    assert ask(clerk(community)[0], key="households").second


@pytest.mark.parametrize("form", Form.values)
def test_no_number_leaves_the_house_in_any_part_of_the_file(form: str) -> None:
    community = making.community()
    making.neighbour(community, "王小红", PHONE, identity=NUMBER)
    by, _seat = clerk(community)
    export = made(ask(by, form=form))
    content = download(export.pk, by=by).content
    everything = str(tabs(content)) if form == Form.XLSX else content.decode()
    assert "138****0412" in everything
    assert not [secret for secret in (PHONE, NUMBER, NUMBER[-4:], "00000412") if secret in everything]
    assert b"\xe7\x8e\x8b\xe5\xb0\x8f" not in bytes(Export.objects.get(pk=export.pk).content or b"")


def test_a_csv_has_the_lines_and_the_columns_that_were_asked_for() -> None:
    community = making.community()
    making.neighbour(community, "王小红", PHONE)
    by, _seat = clerk(community)
    file = download(made(ask(by, "sort=newest", form=Form.CSV, columns=("mark", "name"))).pk, by=by)
    assert (file.name[-4:], file.media_type) == (".csv", "text/csv; charset=utf-8")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert rows == [["姓名", "提示"], ["孙干事", "身份证号待补"], ["王小红", "身份证号待补"]]


def test_nothing_of_it_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    by, _seat = clerk(making.community())
    before = sorted(Path(settings.HOME).rglob("*"))
    download(made(ask(by)).pk, by=by)
    assert sorted(Path(settings.HOME).rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_gets_it_with_the_link() -> None:
    community = making.community()
    by, _seat = clerk(community)
    other, _seat = clerk(community, "周干事")
    export = made(ask(by))
    boss = making.street_officer(community.street, Role.STREET_LEADER)
    officer, elsewhere = making.street_officer(community.street), making.street("别处街道", code="410105003")
    for nobody in (other, officer, boss, making.street_officer(elsewhere), ANONYMOUS, WORKER):
        with pytest.raises(NotThere):
            download(export.pk, by=nobody)
    for pk in (0, export.pk + 1000):
        with pytest.raises(NotThere):
            download(pk, by=by)
    assert download(export.pk, by=by).content


def test_whoever_lost_the_seat_since_asking_finds_nothing() -> None:
    community = making.community()
    by, seat = clerk(community)
    export = made(ask(by))
    assert download(export.pk, by=by).content
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    person = Person.objects.get(pk=by.person_id)
    with pytest.raises(NotThere):
        download(export.pk, by=acting(person))
    sister = making.community(name="经一路社区")
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(sister))
    with pytest.raises(NotThere):
        download(export.pk, by=acting(person))
    making.seat(person, Role.STREET_CIVIL_OFFICER, making.office(sister.street))
    assert download(export.pk, by=acting(person)).content


def test_a_seat_that_shows_the_list_but_takes_nothing_along_is_not_enough() -> None:
    community = making.community()
    by, seat = clerk(community)
    export = made(ask(by))
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    person = Person.objects.get(pk=by.person_id)
    making.seat(person, Role.GRID_WORKER, making.organization("team", "网格队"), over=community)
    with pytest.raises(NotThere):
        download(export.pk, by=acting(person))


def test_a_list_that_is_no_longer_declared_is_not_there() -> None:
    by, _seat = clerk(making.community())
    export = made(ask(by))
    Export.objects.filter(pk=export.pk).update(listing="gone")
    with pytest.raises(NotThere):
        download(export.pk, by=by)
    Export.objects.filter(pk=export.pk).update(listing="people")
    assert download(export.pk, by=by).content


def test_it_is_there_for_a_day_and_cleared_then() -> None:
    by, _seat = clerk(making.community())
    export = made(ask(by))
    Export.objects.filter(pk=export.pk).update(valid_until=timezone.now() + dt.timedelta(seconds=30))
    assert download(export.pk, by=by).content
    assert clear_outlived(by=WORKER) == 0
    Export.objects.filter(pk=export.pk).update(valid_until=timezone.now())
    with pytest.raises(NotThere):
        download(export.pk, by=by)
    assert clear_outlived(by=WORKER) == 1
    export.refresh_from_db()
    assert (export.state, export.content, export.people) == (ExportState.GONE, None, [])
    with pytest.raises(NotThere):
        download(export.pk, by=by)
    assert clear_outlived(by=WORKER) == 0


def test_the_fourth_time_is_refused_however_many_fetch_at_once() -> None:
    by, _seat = clerk(making.community())
    export = made(ask(by))
    answers = together(6, lambda _number: download(export.pk, by=by))
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    export.refresh_from_db()
    assert export.downloads == MOST_DOWNLOADS == 3
    with pytest.raises(Refused, match="已经下载过3次"):
        download(export.pk, by=by)


def test_every_download_is_written_down_with_whom_it_is_about() -> None:
    community = making.community()
    people = neighbours(community, 3)
    by, _seat = clerk(community)
    export = made(ask(by))
    download(export.pk, by=by)
    download(export.pk, by=by)
    first, second = Entry.objects.filter(verb="export.downloaded").order_by("pk")
    assert first.shown == second.shown == sorted([*(one.pk for one in people), by.person_id])
    assert (first.actor_id, first.facts["export"]) == (by.person_id, export.pk)
    assert (first.facts["number"], second.facts["number"]) == (1, 2)
    assert people[0].pk in shown_by(by.person_id or 0, first.at, timezone.now())


def test_whoever_looks_through_somebodys_eyes_takes_nothing_along() -> None:
    by, _seat = clerk(making.community())
    export = made(ask(by))
    watched = replace(by, watched_by=1)
    with pytest.raises(PermissionDenied):
        download(export.pk, by=watched)
    with pytest.raises(PermissionDenied):
        ask(watched)
    assert download(export.pk, by=by).content


def test_what_somebody_asked_for_in_one_seat_holds_nobody_of_another() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    own, foreign = making.neighbour(community, "王小红"), making.neighbour(sister, "李强")
    by, _seat = clerk(community)
    person = Person.objects.get(pk=by.person_id)
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(sister))
    export = made(ask(by))
    assert own.pk in export.people
    assert foreign.pk not in export.people
    both = made(ask(acting(person)))
    assert {own.pk, foreign.pk} <= set(both.people)


def test_making_a_file_asks_as_much_for_many_people_as_for_few() -> None:
    community = making.community()
    by, _seat = clerk(community)
    few = queries(ask(by))
    neighbours(community, 30)
    assert queries(ask(by)) == few


def queries(export: Export) -> int:
    with CaptureQueriesContext(connection) as captured:
        made(export)
    return len(captured)
