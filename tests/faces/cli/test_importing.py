"""``gongzhi import``: what it prints, what it hands back, and the exit codes that scripts rely on."""

import json
from pathlib import Path
from typing import Any

import pytest

from gongzhi.faces.cli import importing
from gongzhi.kernel.intake.models import Batch
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Refused
from gongzhi.lib.workbook.opening import open_workbook
from tests import making
from tests.faces.cli.typed import run
from tests.kernel.intake.dumps import contents, figures
from tests.kernel.intake.taking import whole
from tests.offices import COMMUNITIES, GRIDS, REPORT_INS, Office, office
from tests.workbooks import csv, plain, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Office:
    return office(2, members=12)


@pytest.fixture
def folder(made: Office, tmp_path: Path) -> Path:
    """The office's workbooks, and what else lies in such a folder."""
    place = tmp_path / "台账"
    place.mkdir()
    for name, data in whole(made).items():
        (place / name).write_bytes(data)
    (place / "~$grids.xlsx").write_bytes(b"lock of the spreadsheet program")
    (place / "说明.txt").write_text("请看")
    return place


def test_a_folder_is_taken_in_and_nothing_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(importing, folder) == importing.DONE

    said = capsys.readouterr().out
    assert "communities.xlsx\n  社区基本情况 → 社区基本情况：新增 3" in said
    assert "写入了 6 份表格。" in said
    assert "说明" not in said
    assert figures()["members_checked_in"] == 12


def test_again_nothing_is_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(importing, folder)
    before = contents()

    assert run(importing, folder) == importing.DONE
    assert "没有新的内容，什么都没有改。" in capsys.readouterr().out
    assert contents() == before


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents()

    assert run(importing, folder, "--dry-run") == importing.DONE

    said = capsys.readouterr().out
    assert "新增 12" in said
    assert "这是预览，什么都没有写入。" in said
    assert contents() == before


def test_rows_that_wait_are_told_and_the_exit_code_says_so(
    made: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, row in enumerate(made.rows[REPORT_INS]):
        row["unit"] = f"月球{number}号"
    (folder / "report_ins.xlsx").write_bytes(xlsx(plain(made, REPORT_INS)))

    assert run(importing, folder) == importing.SOMETHING_WAITS

    said = capsys.readouterr().out
    assert "第4行 请核对：单位名册里没有“月球0号”" in said
    assert "还有 4 行" in said


def test_what_was_understood_with_a_doubt_is_told(
    made: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.rows[COMMUNITIES][0]["households"] = "若干"
    (folder / "communities.xlsx").write_bytes(xlsx(plain(made, COMMUNITIES)))

    assert run(importing, folder) == importing.DONE
    assert "第4行：总户数：“若干”没有写明数目，请填数字。" in capsys.readouterr().out


def test_json_tells_the_same_to_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(importing, folder, "--json")

    reports: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    by_name = {report["file"]: report for report in reports}
    (tab,) = by_name["grids.xlsx"]["tabs"]
    assert (tab["sheet"], tab["new"], tab["same"], tab["waiting"], tab["warnings"]) == ("places.grids", 6, 0, [], [])
    assert (by_name["grids.xlsx"]["refusal"], by_name["grids.xlsx"]["wrote"]) == ("", True)


def test_unknown_sheets_and_files_are_named_without_harm(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "随笔.csv").write_text("今天,天气\n好,晴\n")
    (folder / "花名册.et").write_bytes(b"WPS")

    assert run(importing, folder) == importing.SOMETHING_WAITS

    said = capsys.readouterr().out
    assert "随笔 → 不认识。没有认出表头" in said
    assert "花名册.et\n  没有导入：不支持.et格式" in said
    assert figures()["communities"] == 3


@pytest.mark.parametrize("content", [b"", b"broken", b"PK\x03\x04"])
def test_if_nothing_can_be_read_the_exit_code_says_so(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)

    assert run(importing, tmp_path) == importing.NOTHING_READ
    assert "什么都没有写入。" in capsys.readouterr().out
    assert not Batch.objects.exists()


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="找不到"):
        run(importing, tmp_path / "没有.xlsx")


def test_the_workbooks_come_back_with_a_result_column(made: Office, folder: Path, tmp_path: Path) -> None:
    made.rows[REPORT_INS][1] |= {"phone": "1380000", "landline": ""}
    (folder / "report_ins.xlsx").write_bytes(xlsx(plain(made, REPORT_INS)))

    run(importing, folder, "--results", tmp_path / "结果")

    back = tmp_path / "结果" / "report_ins.xlsx"
    (grid,) = open_workbook(back.read_bytes(), back.name).grids
    column = [row[-1] for row in grid.rows]
    assert column[2:4] == ["导入结果", "新增"]
    assert str(column[4]).startswith("不能写入：联系电话：")
    assert {path.name for path in back.parent.iterdir()} == {f"{name}" for name in whole(made)}


def test_what_comes_back_can_be_handed_in_again(folder: Path, tmp_path: Path) -> None:
    run(importing, folder, "--results", tmp_path / "结果")
    before = figures()

    assert run(importing, tmp_path / "结果") == importing.DONE
    assert figures() == before


def test_what_comes_back_never_lands_on_what_was_handed_in(folder: Path) -> None:
    for place in (folder, folder / "结果"):
        with pytest.raises(Refused, match="另一个文件夹"):
            run(importing, folder, "--results", place)
    with pytest.raises(Refused, match="另一个文件夹"):
        run(importing, folder / "grids.xlsx", "--results", folder)
    assert not Batch.objects.exists()


def test_two_workbooks_of_one_name_both_come_back(made: Office, tmp_path: Path) -> None:
    halves = made.rows[COMMUNITIES][:2], made.rows[COMMUNITIES][2:]
    for number, rows in enumerate(halves):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "社区.csv").write_bytes(csv(plain(made, COMMUNITIES, rows)))

    assert run(importing, tmp_path / "0", tmp_path / "1", "--results", tmp_path / "结果") == importing.DONE

    assert {path.name for path in (tmp_path / "结果").iterdir()} == {"社区.xlsx", "社区 (2).xlsx"}
    assert figures()["communities"] == 3


def test_folders_within_a_folder_are_read_too(made: Office, tmp_path: Path) -> None:
    for name, data in whole(made).items():
        (tmp_path / name.partition(".")[0]).mkdir()
        (tmp_path / name.partition(".")[0] / name).write_bytes(data)

    assert run(importing, tmp_path) == importing.DONE
    assert figures()["members_checked_in"] == 12


def test_a_name_from_an_old_archive_is_read_as_it_was_meant(made: Office, tmp_path: Path) -> None:
    strange = "社区.xlsx".encode("gb18030")
    with open(bytes(tmp_path) + b"/" + strange, "wb") as file:  # not a name that Path can spell
        file.write(xlsx(plain(made, COMMUNITIES)))

    assert run(importing, tmp_path) == importing.DONE
    assert Batch.objects.get().file_name == "社区.xlsx"


@pytest.mark.parametrize("code", ["410105002", "410105002000", "410105002001"])
def test_the_street_is_chosen_by_its_code_or_that_of_a_place_in_it(code: str, made: Office, folder: Path) -> None:
    making.street("文化路街道", "410105003")
    (folder / "grids.xlsx").unlink()
    run(importing, folder / "communities.xlsx")
    (folder / "网格.xlsx").write_bytes(xlsx(plain(made, GRIDS)))

    assert run(importing, folder / "网格.xlsx") == importing.SOMETHING_WAITS
    assert run(importing, folder / "网格.xlsx", "--street", code) == importing.DONE
    assert Place.objects.filter(kind="grid").count() == 6


def test_an_unknown_street_is_refused(folder: Path) -> None:
    with pytest.raises(Refused, match="没有代码为 999 的街道"):
        run(importing, folder, "--street", "999")


def test_who_imports_and_as_of_when_are_kept(folder: Path) -> None:
    run(importing, folder, "--by", "党建办", "--as-of", "2017-07-14")

    assert set(Entry.objects.values_list("actor_name", flat=True)) == {"党建办"}
    assert {str(batch.as_of) for batch in Batch.objects.all()} == {"2017-07-14"}


@pytest.mark.parametrize("name", ["", " ", "很" * 61])
def test_somebody_must_be_named(name: str, folder: Path) -> None:
    with pytest.raises(Refused, match="由谁导入"):
        run(importing, folder, "--by", name)


@pytest.mark.parametrize("written", ["2017.7.14", "昨天", "2017-02-30"])
def test_a_date_that_is_none_is_explained(written: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(importing, folder, "--as-of", written)
    assert "请写成 2017-07-14 的样子" in capsys.readouterr().err
