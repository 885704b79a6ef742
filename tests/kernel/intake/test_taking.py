"""The engine: what is written, remembered and told, and that the same workbook again changes nothing."""

from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, OperationalError, connection

from gongzhi.kernel.evidence import queries as evidence
from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.intake.actions import take_in_all
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.opening import open_file
from gongzhi.kernel.intake.queries import batches, origins, waiting_rows
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.organizations.actions import add_alias
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import streets
from gongzhi.lib.actions import ANONYMOUS, Actor
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.kernel.intake.dumps import MEMORY, contents, figures, unfounded
from tests.kernel.intake.taking import Files, batch, counts, reading, statuses, take, take_tab, whole
from tests.making import SYSTEM
from tests.offices import AGREEMENTS, COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, UNITS, Office, office
from tests.workbooks import Tab, csv, plain, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Office:
    return office(3, members=10)


@pytest.fixture
def files(made: Office) -> Files:
    return whole(made)


def test_the_workbooks_of_an_office_give_its_figures(made: Office, files: Files) -> None:
    reports = take(files)

    assert all(report.wrote and not report.waits for report in reports)
    expected = {
        "communities": 3,
        "grids": 6,
        "courtyards": 6,
        "member_units": 5,
        "members_checked_in": 10,
        "agreements": 5,
    }
    assert {key: figures()[key] for key in expected} == expected
    assert counts(reports) == {"new": sum(map(len, made.rows.values()))}


def test_the_order_of_the_arguments_does_not_matter(files: Files) -> None:
    assert counts(take(dict(reversed(files.items())))) == {"new": 35}


def test_every_record_has_the_row_behind_it(files: Files) -> None:
    take(files)

    assert unfounded() == {}
    report_in = ReportIn.objects.earliest("id")
    (origin,) = origins("alliance.reportin", [report_in.pk])
    assert (origin.batch.file_name, origin.tab, origin.row) == ("report_ins.xlsx", "在职党员报到登记表", 4)


def test_a_workbook_is_one_batch_with_its_file_its_rows_and_one_line_in_the_journal(files: Files) -> None:
    take(files)

    of_members = batch("member_units.xlsx")
    (line,) = Entry.objects.filter(batch_id=of_members.pk)
    assert (line.verb, line.subject_id, line.facts["new"]) == ("intake.committed", of_members.pk, 5)
    assert line.street_id == of_members.street_id == streets().get().pk
    assert evidence.read(of_members.evidence) == files["member_units.xlsx"]
    assert set(of_members.rows.values_list("status", flat=True)) == {"new"}
    assert Entry.objects.count() == Batch.objects.count() == 6


def test_the_same_workbooks_again_change_nothing_at_all(files: Files) -> None:
    take(files)
    before = contents()

    assert counts(take(files)) == {"same": 35}
    assert contents() == before


def test_a_preview_says_the_same_and_writes_nothing(files: Files, settings: Any) -> None:
    before = contents()
    stored = set(settings.MEDIA_ROOT.rglob("*"))

    reports = take(files, dry=True)

    assert counts(reports) == {"new": 35}
    assert not any(report.wrote for report in reports)
    assert contents() == before
    assert set(settings.MEDIA_ROOT.rglob("*")) == stored
    assert counts(take(files)) == counts(reports)


def test_what_came_later_stays_when_an_older_workbook_is_taken_in_again(made: Office) -> None:
    first = {"一.xlsx": xlsx(plain(made, COMMUNITIES))}
    made.declared, made.rows[COMMUNITIES][0]["secretary"] = "2018年7月", "高俊"
    second = {"二.xlsx": xlsx(plain(made, COMMUNITIES))}
    take(first)
    take(second)
    before = contents()

    assert counts(take(first | second)) == {"same": 6}
    assert contents() == before


def test_rows_wait_until_what_they_refer_to_is_there(made: Office, files: Files) -> None:
    early = take({"report_ins.xlsx": files["report_ins.xlsx"]})
    assert counts(early) == {"blocked": 10}
    assert (batches().count(), waiting_rows(batch("report_ins.xlsx")).count()) == (1, 10)

    take({name: data for name, data in files.items() if name != "report_ins.xlsx"})
    assert counts(take({"report_ins.xlsx": files["report_ins.xlsx"]})) == {"new": 10}

    late = batch("report_ins.xlsx")
    assert waiting_rows(late).count() == 0
    assert late.street_id == streets().get().pk
    assert unfounded() == {}
    assert [entry.facts["new"] for entry in Entry.objects.filter(batch_id=late.pk).order_by("id")] == [0, 10]


def test_a_row_that_waited_is_written_without_touching_the_others(made: Office, files: Files) -> None:
    made.rows[REPORT_INS][3]["unit"] = "市图"
    files = dict(files) | {"report_ins.xlsx": xlsx(plain(made, REPORT_INS))}
    assert counts(take(files))["conflict"] == 1
    ReportIn.objects.update(skills=["后来填的"])
    add_alias(Organization.objects.filter(kind="unit").earliest("id"), "市图", by=SYSTEM)

    assert counts(take({"report_ins.xlsx": files["report_ins.xlsx"]})) == {"new": 1, "same": 9}
    assert ReportIn.objects.filter(skills=["后来填的"]).count() == 9


def test_a_workbook_with_one_row_more_adds_that_row(made: Office, files: Files) -> None:
    take(files)
    more = office(4, members=1).rows[REPORT_INS][0] | {"unit": made.rows[UNITS][0]["name"], "phone": "13800009999"}
    more["community"] = made.rows[COMMUNITIES][0]["name"]
    made.rows[REPORT_INS].append(more)

    assert counts(take({"新.xlsx": xlsx(plain(made, REPORT_INS))})) == {"same": 10, "new": 1}


def test_the_reports_tell_what_was_recognised(made: Office) -> None:
    tab = plain(made, COMMUNITIES)
    tab.headings.append(("网吧数",))
    (report,) = take({"社区.xlsx": xlsx(tab, Tab("", "随笔", [], [("今天",), ("天气",)], [["好", "晴"]]))})
    known, unknown = sorted(report.tabs, key=lambda found: not found.sheet)

    assert (known.title, known.headings["secretary"], known.ignored) == ("社区基本情况", "党委书记", ["网吧数"])
    assert "没有认出表头" in unknown.why_unknown
    assert report.waits
    assert report.as_json()["tabs"][1]["new"] == 3
    assert report.results()["社区基本情况"] == {4: "新增", 5: "新增", 6: "新增"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"\xff\xd8\xff picture", b"%PDF-1.4"])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_hinders_no_other(data: bytes, files: Files) -> None:
    refused, *others = sorted(take(dict(files) | {"坏.xlsx": data}), key=lambda report: not report.refusal)

    assert refused.refusal.endswith("。")
    assert counts(others) == {"new": 35}
    assert not Batch.objects.filter(file_name="坏.xlsx").exists()


@pytest.mark.parametrize(("error", "sentence"), [(DataError, "管理员"), (OperationalError, "过一会儿")])
def test_an_error_of_the_database_takes_one_workbook_back_and_hinders_no_other(
    error: type[Exception], sentence: str, files: Files
) -> None:
    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_batch"') and "member_units.xlsx" in params:
            raise error("no more room for 于丽")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        reports = {report.name: report for report in take(files)}

    assert sentence in reports["member_units.xlsx"].refusal
    assert "于丽" not in reports["member_units.xlsx"].refusal
    assert (figures()["communities"], figures()["member_units"]) == (3, 0)
    assert counts(take(files))["new"] == 20


def test_once_the_database_is_gone_no_more_workbooks_are_tried(files: Files) -> None:
    def go_away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_batch"') and "member_units.xlsx" in params:
            raise OperationalError("server closed the connection") from psycopg.OperationalError()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(go_away):
        reports = take(files)

    refused = [report.name for report in reports if report.refusal]
    assert [report.name for report in reports][-len(refused) :] == refused
    assert {"member_units.xlsx", "report_ins.xlsx"} <= set(refused)
    assert all("数据库断开了" in report.refusal for report in reports if report.refusal)
    assert (figures()["communities"], figures()["member_units"], figures()["members_checked_in"]) == (3, 0, 0)
    assert counts(take(files))["new"] == 26


def test_a_street_found_out_in_a_workbook_that_fails_is_forgotten(made: Office) -> None:
    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_batch"'):
            raise DataError("no more room")
        return execute(sql, *rest)

    here = reading()
    with connection.execute_wrapper(fail):
        take_in_all([open_file("表.xlsx", xlsx(plain(made, COMMUNITIES)))], here, by=SYSTEM)

    assert (here.street_id, Place.objects.exists()) == (None, False)


def test_whoever_keeps_registers_there_may_take_them_in_and_nobody_else(files: Files) -> None:
    take(files)
    opened = [open_file("协议.xlsx", files["agreements.xlsx"])]
    here, there = Place.objects.filter(kind="community").order_by("id")[:2]
    worker, officer = making.community_worker(here), making.street_officer(streets().get())

    for by, place in (
        (worker, (here.street_id, here.pk)),
        (officer, (here.street_id, here.pk)),
        (officer, (here.street_id,)),
    ):
        assert len(take_in_all(opened, reading(*place, by=by), by=by)) == 1
    nobody = Actor(person_id=worker.person_id)
    strangers = ((worker, (here.street_id,)), (worker, (here.street_id, there.pk)), (worker, (None,)))
    for by, place in (*strangers, (ANONYMOUS, (here.street_id,)), (nobody, (here.street_id, here.pk))):
        with pytest.raises(PermissionDenied):
            take_in_all(opened, reading(*place, by=by), by=by)


@pytest.mark.parametrize("sheet", [COMMUNITIES, GRIDS, COURTYARDS, UNITS])
def test_what_is_of_the_whole_street_is_taken_in_by_the_street_alone(sheet: str, made: Office, files: Files) -> None:
    take(files)
    here = Place.objects.filter(kind="community").earliest("id")
    made.rows[sheet][0]["households" if sheet != UNITS else "remark"] = "7"
    opened = [open_file("表.xlsx", xlsx(plain(made, sheet)))]
    worker, officer = making.community_worker(here), making.street_officer(here.street)  # type: ignore[arg-type]
    before = contents(but=MEMORY)
    (report,) = take_in_all(opened, reading(here.street_id, here.pk, by=worker), by=worker)
    assert set(counts([report])) == {"blocked"}
    assert {d.reason for tab in report.tabs for d in tab.decisions} == {"这种表由街道导入，请交给街道。"}
    assert contents(but=MEMORY) == before

    (report,) = take_in_all(opened, reading(here.street_id, by=officer), by=officer)
    assert set(counts([report])) <= {"changed", "same"}


def test_a_community_takes_in_its_own_rows_and_those_of_another_wait(made: Office, files: Files) -> None:
    take({name: data for name, data in files.items() if name not in ("report_ins.xlsx", "agreements.xlsx")})
    name = made.rows[REPORT_INS][0]["community"]
    here = Place.objects.get(kind="community", name=name)
    worker = making.community_worker(here)
    for sheet, where in ((REPORT_INS, "community"), (AGREEMENTS, "second")):
        own = sum(row[where] == name for row in made.rows[sheet])
        (report,) = take_in_all(
            [open_file("表.xlsx", xlsx(plain(made, sheet)))], reading(here.street_id, here.pk, by=worker), by=worker
        )
        found = counts([report])
        assert (found.get("new", 0), found.get("blocked", 0)) == (own, len(made.rows[sheet]) - own)
        assert all("导入" in d.reason for tab in report.tabs for d in tab.waiting)
    assert set(ReportIn.objects.values_list("community", flat=True)) == {here.pk}


def test_the_same_workbook_at_several_desks_is_a_batch_at_each(made: Office, files: Files) -> None:
    take({name: data for name, data in files.items() if name not in ("report_ins.xlsx", "agreements.xlsx")})
    opened = open_file("报到.xlsx", files["report_ins.xlsx"])
    for here in Place.objects.filter(kind="community").order_by("id"):
        worker = making.community_worker(here)
        take_in_all(
            [open_file("报到.xlsx", files["report_ins.xlsx"])], reading(here.street_id, here.pk, by=worker), by=worker
        )

    assert Batch.objects.filter(sha256=opened.sha256).count() == 3
    assert figures()["members_checked_in"] == 10
    assert counts(take({"报到.xlsx": files["report_ins.xlsx"]})) == {"same": 10}


def test_a_row_that_is_left_out_is_not_written_and_does_not_wait(made: Office) -> None:
    decisions = take_tab(plain(made, COMMUNITIES), said={5: "leave:out"})

    assert statuses(decisions) == ["new", "skipped", "new"]
    assert (figures()["communities"], waiting_rows(Batch.objects.get()).count()) == (2, 0)
    assert Row.objects.get(row=5).choice == "leave:out"


def test_what_a_clerk_answered_counts_when_the_workbook_comes_again(made: Office) -> None:
    tab = plain(made, COMMUNITIES)
    take_tab(tab, said={5: "leave:out"})
    before = contents()
    assert statuses(take_tab(tab)) == ["same", "skipped", "same"]
    assert contents() == before

    assert statuses(take_tab(tab, said={5: ""})) == ["same", "new", "same"]
    assert (figures()["communities"], Row.objects.get(row=5).choice) == (3, "")


def test_it_is_told_how_far_a_workbook_is(made: Office) -> None:
    heard: list[int] = []
    here = reading()
    here.told = heard.append

    take_in_all([open_file("表.xlsx", xlsx(*(plain(made, sheet) for sheet in (COMMUNITIES, GRIDS))))], here, by=SYSTEM)

    assert heard == [3, 9]


def test_a_second_street_may_bring_the_same_bytes(files: Files) -> None:
    take(files)
    other = making.street("文化路街道", "410105003")
    grids = {"grids.xlsx": files["grids.xlsx"]}

    assert counts(take(grids, street_id=other.pk)) == {"blocked": 6}
    assert Batch.objects.filter(sha256=open_file("g", files["grids.xlsx"]).sha256).count() == 2


def test_two_tabs_of_the_same_kind_are_both_read(made: Office) -> None:
    take({"社区.xlsx": xlsx(plain(made, COMMUNITIES))})
    some, others = made.rows[GRIDS][:2], made.rows[GRIDS][2:]

    reports = take({"网格.xlsx": xlsx(plain(made, GRIDS, some, name="一"), plain(made, GRIDS, others, name="二"))})

    assert counts(reports) == {"new": 6}
    assert Row.objects.filter(batch__file_name="网格.xlsx", tab="二").count() == 4


def test_a_table_with_headings_only_is_recognised_and_changes_nothing(made: Office, files: Files) -> None:
    take(files)
    before = contents(but=MEMORY)

    (report,) = take({"空.xlsx": xlsx(plain(made, REPORT_INS, []))})

    assert (report.recognised, report.wrote, report.waits) == (True, False, False)
    assert contents(but=MEMORY) == before


def test_long_file_and_tab_names_are_kept_short(made: Office) -> None:
    name = f"{'很长的名字' * 16}.csv"
    take({name: csv(plain(made, COMMUNITIES))})

    assert figures()["communities"] == 3
    assert (len(Row.objects.earliest("id").tab), Batch.objects.get().file_name) == (80, name)


def test_the_day_of_the_import_and_the_file_itself_are_kept(files: Files) -> None:
    take(files)

    assert set(Batch.objects.values_list("as_of", flat=True)) == {making.TODAY}
    assert Evidence.objects.count() == len(files)
    assert not Provenance.objects.filter(effect="changed").exists()
