"""The main job: a street office hands over the workbooks it keeps, and a minute later every figure opens to its rows.

Each paragraph is what a clerk does and sees; the last one is the office's own workbooks, where they lie
beside the checkout.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from gongzhi.faces.cli import figures as figures_command
from gongzhi.faces.cli import importing
from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.intake.queries import batches, origins
from gongzhi.kernel.ledger.models import Entry
from gongzhi.lib.actions import Refused
from gongzhi.lib.figures import Period, get
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.programmes.alliance.models import ReportIn
from tests.faces.cli.typed import run
from tests.kernel.intake.dumps import MEMORY, check_references, contents, figures, unfounded
from tests.kernel.intake.taking import whole
from tests.making import SYSTEM, TODAY
from tests.offices import REPORT_INS, UNITS, Office, office
from tests.workbooks import plain, xls

pytestmark = pytest.mark.django_db

#: The workbooks of a real street, made up, which are handed in for acceptance; they are no part of the project.
STREET = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "street"

TOLD = {
    "communities": 3,
    "grids": 6,
    "courtyards": 6,
    "member_units": 5,
    "members_checked_in": 18,
    "members_checked_in_now": 18,
    "agreements": 5,
    "agreements_valid": 0,
}


@pytest.fixture
def made() -> Office:
    """Eighteen people reported in, two of them in two rows; one unit goes by a short name."""
    made = office(11, members=18)
    rows = made.rows[REPORT_INS]
    made.rows[UNITS][0]["name"] = "河南省体育局"
    for row in rows:
        row["unit"] = row["unit"] if row["unit"] in {unit["name"] for unit in made.rows[UNITS]} else "河南省体育局"
    for agreement in made.rows["alliance.agreements"][:1]:
        agreement["first"] = "河南省体育局"
    rows[2]["unit"] = "省体育局"
    rows += [dict(rows[0], skills=["书法绘画"]), dict(rows[1], accepted_on=rows[1]["accepted_on"].replace(year=2013))]
    return made


@pytest.fixture
def folder(made: Office, tmp_path: Path) -> Path:
    """What the office keeps: five .xlsx, and the register of members as .xls."""
    place = tmp_path / "花园路街道台账"
    place.mkdir()
    for name, data in whole(made).items():
        (place / name).write_bytes(data)
    (place / "report_ins.xlsx").unlink()
    (place / "report_ins.xls").write_bytes(xls(plain(made, REPORT_INS)))
    return place


def take_back_everything() -> None:
    for batch in batches():
        undo(batch, by=SYSTEM)
        check_references()


def test_the_office_looks_first_hands_over_and_finds_its_figures(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = contents()

    assert run(importing, folder, "--dry-run") == importing.DONE
    assert "新增 18" in capsys.readouterr().out
    assert contents() == empty

    assert run(importing, folder, "--results", tmp_path / "结果") == importing.DONE
    said = capsys.readouterr().out
    assert "新增 18，重复，已合并 2" in said
    assert "“省体育局”认作“河南省体育局”。" in said
    assert figures() == TOLD
    assert unfounded() == {}

    full = contents()
    assert run(importing, folder) == importing.DONE
    assert "没有新的内容，什么都没有改。" in capsys.readouterr().out
    assert contents() == full

    (grid,) = open_workbook((tmp_path / "结果" / "report_ins.xlsx").read_bytes(), "report_ins.xlsx").grids
    results = [row[-1] for row in grid.rows[2:]]
    assert (results[0], results[1]) == ("导入结果", "新增")
    assert str(results[-1]).startswith("重复，已合并：与第5行是同一个人。")


def test_every_figure_opens_to_its_rows_and_every_row_to_its_workbook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(importing, folder)
    capsys.readouterr()

    assert run(figures_command, "--json", "--to", TODAY) == 0
    assert json.loads(capsys.readouterr().out) == {"as_of": str(TODAY), "figures": TOLD}

    run(figures_command, "members_checked_in", "--rows", "--to", TODAY)
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if "report_ins.xls · 在职党员报到登记表 第" in line]
    assert len(told) == 18

    members = get("members_checked_in")
    assert members is not None
    assert sum(split.value for split in members.by_community(Period(TODAY))) == 18
    report_in = ReportIn.objects.earliest("id")
    assert next(origin.row for origin in origins("alliance.reportin", [report_in.pk])) == 4


def test_the_office_changes_its_mind_and_hands_over_again(folder: Path) -> None:
    empty = contents(but=MEMORY)
    run(importing, folder)

    first = batches().last()
    assert first is not None
    with pytest.raises(Refused, match="后来"):
        undo(first, by=SYSTEM)
    take_back_everything()
    assert contents(but=MEMORY) == empty

    assert run(importing, folder) == importing.DONE
    assert figures() == TOLD
    assert [entry.verb for entry in Entry.objects.order_by("id")] == (
        ["intake.committed"] * 6 + ["intake.undone"] * 6 + ["intake.committed"] * 6
    )


def test_the_register_of_next_month_adds_what_is_new(made: Office, folder: Path, tmp_path: Path) -> None:
    run(importing, folder)
    made.rows[REPORT_INS].append(dict(made.rows[REPORT_INS][4], name="新来的", phone="13800008888", identity=""))
    made.rows[REPORT_INS][5]["skills"] = ["太极拳"]
    (tmp_path / "8月.xls").write_bytes(xls(plain(made, REPORT_INS)))

    assert run(importing, tmp_path / "8月.xls") == importing.DONE

    assert figures()["members_checked_in"] == 19
    assert ReportIn.objects.filter(skills__contains=["太极拳"]).count() == 1


if STREET.is_dir():

    def test_the_workbooks_beside_the_checkout_give_the_figures_expected_of_them(
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        expected: dict[str, Any] = json.loads((STREET / "expected.json").read_text())
        day = expected["as_of"]

        assert run(importing, STREET, "--as-of", day) == importing.SOMETHING_WAITS
        said = capsys.readouterr().out
        assert "04-三张清单.xlsx" in said.partition("不认识")[0]
        run(figures_command, "--json", "--to", day)
        told = json.loads(capsys.readouterr().out)["figures"]
        keys = ("communities", "grids", "courtyards", "member_units", "members_checked_in", "agreements")
        assert {key: told[key] for key in keys} == {key: expected[key] for key in keys}

        full = contents()
        assert run(importing, STREET, "--as-of", day) == importing.SOMETHING_WAITS
        assert contents() == full
        known = [path for number in ("01", "02", "03", "05") for path in STREET.glob(f"{number}-*.xlsx")]
        assert run(importing, *known) == importing.DONE
        assert contents() == full
        assert run(importing, *STREET.glob("04-*.xlsx")) == importing.NOTHING_READ
