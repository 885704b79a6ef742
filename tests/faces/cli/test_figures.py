"""``gongzhi figures``: for people, for programs, for one place, for a time."""

import datetime as dt
import json
from typing import Any

import pytest

from gongzhi.faces.cli import figures as command
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Refused
from tests.faces.cli.typed import run
from tests.kernel.intake.taking import take, whole
from tests.making import TODAY
from tests.offices import COMMUNITIES, REPORT_INS, Office, office

pytestmark = pytest.mark.django_db

KEYS = [
    "communities",
    "grids",
    "courtyards",
    "member_units",
    "members_checked_in",
    "members_checked_in_now",
    "agreements",
    "agreements_valid",
]


@pytest.fixture
def made() -> Office:
    made = office(10, members=15)
    take(whole(made))
    return made


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command says, as programs read it."""

    def say(*written: object) -> dict[str, Any]:
        assert run(command, "--json", *written) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return say


def test_programs_get_every_figure_and_its_day(made: Office, said: Any) -> None:
    told = said("--to", TODAY)

    assert set(told) == {"as_of", "figures"}
    assert (told["as_of"], list(told["figures"])) == (TODAY.isoformat(), KEYS)
    assert [told["figures"][key] for key in KEYS] == [3, 6, 6, 5, 15, 15, 5, 0]


def test_an_empty_house_has_figures_too(said: Any) -> None:
    assert said()["figures"] == dict.fromkeys(KEYS, 0)


def test_one_figure_alone(made: Office, said: Any) -> None:
    assert said("members_checked_in", "--to", TODAY)["figures"] == {"members_checked_in": 15}


def test_one_place_alone(made: Office, said: Any) -> None:
    community = made.rows[COMMUNITIES][0]
    people = [row for row in made.rows[REPORT_INS] if row["community"] == community["name"]]

    told = said("--place", community["code"], "--to", TODAY)["figures"]

    assert (told["communities"], told["grids"], told["members_checked_in"]) == (1, 2, len(people))
    assert said("--place", f"{community['code']}001", "--to", TODAY)["figures"]["courtyards"] == 1
    for code in ("410105002", "410105002000"):
        assert said("--place", code, "--to", TODAY)["figures"]["members_checked_in"] == 15


def test_one_year_alone(made: Office, said: Any) -> None:
    in_2016 = [row for row in made.rows[REPORT_INS] if row["accepted_on"].year == 2016]

    told = said("--from", "2016-01-01", "--to", "2016-12-31")

    assert told["as_of"] == "2016-12-31"
    assert told["figures"]["members_checked_in"] == len(in_2016)


def test_people_read_the_figures_with_their_units(made: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--to", TODAY) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"截至 {TODAY}")
    assert "        15 人  报到的在职党员（members_checked_in）" in said


def test_one_figure_is_explained_and_split_by_community(made: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "members_checked_in", "--to", TODAY) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"报到的在职党员：15 人（截至 {TODAY}）\n社区接收过报到的在职党员")
    for row in made.rows[COMMUNITIES]:
        count = sum(member["community"] == row["name"] for member in made.rows[REPORT_INS])
        assert f"  {row['name']}\t{count}" in said


def test_the_rows_are_masked_and_each_names_its_workbook(made: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "members_checked_in", "--rows", "--to", TODAY) == 0

    said = capsys.readouterr().out
    lines = [line for line in said.splitlines() if "report_ins.xlsx · 在职党员报到登记表 第" in line]
    assert len(lines) == 15
    reported_in = Person.objects.filter(report_ins__isnull=False)
    assert [name for name in reported_in.values_list("name", flat=True) if name in said] == []
    assert "1380000" not in said


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (["--place", "999"], "没有代码为 999 的地方"),
        (["happiness"], "没有叫 happiness 的数据"),
        (["--from", "2018-01-01", "--to", "2017-01-01"], "请对调"),
    ],
)
def test_what_there_is_not_is_refused_with_a_sentence(written: list[str], sentence: str, made: Office) -> None:
    with pytest.raises(Refused, match=sentence):
        run(command, *written)
    assert run(command, "--from", "2017-01-01", "--to", "2017-01-01") == 0


def test_a_date_that_is_none_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(command, "--to", "2017年7月")
    assert "请写成 2017-07-14 的样子" in capsys.readouterr().err


def test_tomorrow_is_no_obstacle(made: Office, said: Any) -> None:
    later = TODAY + dt.timedelta(days=400)

    assert said("--to", later)["figures"]["members_checked_in_now"] == 15
