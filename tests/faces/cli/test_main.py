import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongzhi.faces.cli.main import COMMANDS, main
from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster
from tests.serving import GONGZHI, at_work, environ_of, gongzhi

LOADED = "import sys; from gongzhi.faces.cli.main import main; sys.argv = {}\ntry: main()\nfinally: print(*sys.modules)"


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded by the time it says its help."""
    code = LOADED.format(["gongzhi", *arguments, "--help"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return set(done.stdout.splitlines()[-1].split())


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])

    said = capsys.readouterr().out
    assert end.value.code == 0
    assert [name for name in COMMANDS if f"    {name} " not in said] == []


def test_a_command_loads_neither_django_nor_the_others() -> None:
    modules = loaded("up")

    assert "gongzhi.faces.cli.up" in modules
    assert "gongzhi.faces.cli.demo" not in modules
    assert "django" not in modules


def test_a_command_brings_its_database_and_tables_and_takes_them_away_again(home: Path) -> None:
    first = gongzhi(home, "figures", "--json")

    assert first.returncode == 0
    assert json.loads(first.stdout)["figures"]["communities"] == 0  # that tables were made is said elsewhere
    assert not Cluster(home).is_running()
    assert gongzhi(home, "migrate").stderr == ""  # nothing was left to do


def test_commands_that_start_together_do_not_disturb_each_other(home: Path) -> None:
    command = [*GONGZHI, "figures", "--json"]
    started = [
        subprocess.Popen(command, env=environ_of(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]

    said = [(one.communicate(), one.returncode) for one in started]

    assert [code for _, code in said] == [0, 0, 0], said
    assert not Cluster(home).is_running()


def test_whoever_reads_along_may_have_seen_enough(home: Path) -> None:
    assert gongzhi(home, "migrate").returncode == 0
    read_end, write_end = os.pipe()
    os.close(read_end)

    with os.fdopen(write_end, "w") as closed:
        listed = subprocess.run(
            [*GONGZHI, "figures"], env=environ_of(home), stdout=closed, stderr=subprocess.PIPE, check=False
        )

    assert (listed.returncode, listed.stderr) == (141, b"")


def test_a_refusal_is_one_sentence(home: Path) -> None:
    (home / "db").mkdir(parents=True)
    (home / "db" / "PG_VERSION").write_text("18\n")

    refused = gongzhi(home, "figures")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert "不是共治的数据" in refused.stderr


def test_the_tables_of_a_server_change_only_when_its_operator_says_so(home: Path) -> None:
    with postgres.joined(home, {}):
        socket = Cluster(home).layout.socket
        server = {"GONGZHI_DATABASE_URL": f"postgresql:///gongzhi?host={socket}&user=gongzhi_owner"}
        elsewhere = home.parent / "elsewhere"

        refused = gongzhi(elsewhere, "figures", **server)
        assert (refused.returncode, refused.stderr) == (2, "数据库还不是当前版本；请先运行 gongzhi migrate。\n")

        assert gongzhi(elsewhere, "migrate", **server).returncode == 0
        assert gongzhi(elsewhere, "figures", **server).returncode == 0
        with at_work(elsewhere, **server) as house:
            assert house.answer("/readyz")[0] == 200
            assert house.end() == 0
        assert not (elsewhere / "db").exists()
        assert Cluster(home).is_running()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql:///gongzhi?host=/nowhere", "连不上数据库"),
        ("mysql://amy@db.example/gongzhi", "GONGZHI_DATABASE_URL 看不懂"),
    ],
)
def test_a_server_that_cannot_be_used_is_said_in_a_sentence(home: Path, url: str, said: str) -> None:
    refused = gongzhi(home, "figures", GONGZHI_DATABASE_URL=url)

    assert refused.returncode == 2
    assert refused.stderr.startswith(said)
