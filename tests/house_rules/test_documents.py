"""What the documents say is so: their links lead somewhere, their commands and names exist."""

import re
from collections.abc import Iterator
from functools import cache

from gongzhi.faces.cli.main import COMMANDS
from tests.house_rules.source import ROOT, Source, assert_nothing, files, found, read, seen

DOCUMENTS = ("README.md", "docs/**/*.md")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PATH = re.compile(r"`((?:gongzhi|docs|tests|tools|requirements|lib|kernel)/[\w./-]+)`")
TARGET = re.compile(r"\bmake ([a-z]+)\b(?=[`\s]|$)")
COMMAND = re.compile(r"(?:\.venv/bin/|`)gongzhi ([a-z]+)")
#: A word of the glossary as it stands in code: `report_in`, `Person`, `Source.TAKEN_OVER`.
WORD = re.compile(r"`([A-Za-z_][\w.]*)`")


def broken_link(source: Source) -> Iterator[str]:
    for link in LINK.findall(source.text):
        if not ((ROOT / source.path).parent / link).exists():
            yield f"{source.path} links to {link}, which is not there"


def lost_path(source: Source) -> Iterator[str]:
    for path in PATH.findall(source.text):
        if not any((ROOT / base / path).exists() for base in ("", "gongzhi")):
            yield f"{source.path} speaks of {path}, which is not there"


def unknown_command(source: Source) -> Iterator[str]:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile").text, re.MULTILINE))
    code_blocks = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", source.text, re.DOTALL))
    for name in TARGET.findall(code_blocks):
        if name not in targets:
            yield f"{source.path}: make {name} does not exist"
    for name in COMMAND.findall(source.text):
        if name not in COMMANDS:
            yield f"{source.path}: gongzhi {name} does not exist"


def unknown_word(source: Source) -> Iterator[str]:
    """Names in the third column of the glossary that no code carries."""
    for line in source.text.splitlines():
        cells = line.split("|")
        for name in WORD.findall(cells[3]) if len(cells) > 4 else ():
            for part in name.split("."):
                if not re.search(rf"\b{part}\b", code("gongzhi/**/*.py")):
                    yield f"{source.path}: no code is called {name}"


@cache
def code(pattern: str) -> str:
    return "\n".join(source.text for source in files(pattern))


def test_every_link_leads_somewhere() -> None:
    assert_nothing(found(broken_link, *DOCUMENTS))


def test_every_path_exists() -> None:
    assert_nothing(found(lost_path, *DOCUMENTS))


def test_every_command_exists() -> None:
    assert_nothing(found(unknown_command, *DOCUMENTS))


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    assert_nothing(found(unknown_word, "docs/glossary.md"))


def test_a_broken_link_is_seen() -> None:
    assert len(seen(broken_link, "[Gone](gone.md) and [here](README.md)", "README.md")) == 1


def test_a_lost_path_is_seen() -> None:
    assert len(seen(lost_path, "`gongzhi/lib/gone.py` and `gongzhi/lib/actions.py`", "README.md")) == 1


def test_an_unknown_command_is_seen() -> None:
    assert len(seen(unknown_command, "`make gone`, `make test`, `gongzhi gone` and `gongzhi up`", "README.md")) == 2


def test_an_unknown_word_is_seen() -> None:
    text = "| Person | 人 | `Person`, `Gone` | meaning |\n| Somebody | 人 | `Actor` | see `Nowhere` |"
    assert len(seen(unknown_word, text, "docs/glossary.md")) == 1
