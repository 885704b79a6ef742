"""Drawers have no name here: whatever is put into `utils` is never found again."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.house_rules.source import Source, assert_nothing, found, repository, seen

DRAWERS = {"util", "common", "core", "base", "helper", "manager", "service", "data", "misc"}
EVERYTHING = ("Util", "Utils", "Helper", "Manager", "Service", "Mixin")


def drawer(path: str) -> Iterator[str]:
    for part in PurePosixPath(path).parts:
        word = part.partition(".")[0].removeprefix("test_").strip("_").lower()
        if word in DRAWERS or word.removesuffix("s") in DRAWERS:
            yield f"{path}: “{part}” says nothing about what is in it"


def drawer_class(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.ClassDef):
        if node.name.endswith(EVERYTHING):
            yield source.at(node, f"{node.name} says nothing about what it is for")


def test_no_file_or_folder_is_a_drawer() -> None:
    assert_nothing(sentence for path in repository() for sentence in drawer(path))


def test_no_class_is_a_drawer() -> None:
    assert_nothing(found(drawer_class, "gongzhi/**/*.py"))


@pytest.mark.parametrize(
    "path", ["gongzhi/lib/utils.py", "gongzhi/kernel/common/models.py", "tests/test_helpers.py", "gongzhi/base.html"]
)
def test_a_drawer_is_seen(path: str) -> None:
    assert len(list(drawer(path))) == 1


@pytest.mark.parametrize("name", ["PersonManager", "StateMixin", "SignupService"])
def test_a_class_that_is_a_drawer_is_seen(name: str) -> None:
    assert len(seen(drawer_class, f"class {name}: ...")) == 1


def test_names_of_the_work_are_left_alone() -> None:
    assert list(drawer("gongzhi/programmes/alliance/service_projects.py")) == []
    assert seen(drawer_class, "class ServiceProject: ...") == []
