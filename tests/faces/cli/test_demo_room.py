"""Where ``gongzhi demo`` finds no room, half of itself, or more people than workbooks hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from gongzhi.demo import words, workbooks
from gongzhi.demo.facts import Street
from gongzhi.demo.members import members
from gongzhi.demo.street import figures, make
from gongzhi.faces.cli import demo, importing
from gongzhi.faces.cli.demo_load import load_members
from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.intake.queries import batches
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.queries import place_with_code
from gongzhi.lib.actions import Actor, Refused
from tests import making
from tests.faces.cli.typed import TODAY, counted, run

BY = Actor.system("tests")


@pytest.fixture
def half(db: None, tmp_path: Path) -> Street:
    """A street of which communities and units have come in, and nobody else yet."""
    street = make(1, TODAY)
    workbooks.write(street, tmp_path)
    first, second, *_others = workbooks.FORMS
    assert run(importing, tmp_path / first, tmp_path / second, "--as-of", TODAY) == importing.DONE
    return street


def test_made_up_people_never_come_among_real_ones(db: None, tmp_path: Path) -> None:
    making.street()

    assert run(demo, "--if-empty", "--folder", tmp_path) == importing.DONE
    with pytest.raises(Refused, match="真实的街道"):
        run(demo, "--folder", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_was_interrupted_is_completed(half: Street, tmp_path: Path) -> None:
    assert run(demo, "--if-empty", "--folder", tmp_path, "--as-of", TODAY) == importing.DONE

    assert figures(half).items() <= counted().items()


def test_what_was_taken_back_stays_out(db: None, tmp_path: Path) -> None:
    assert run(demo, "--if-empty", "--folder", tmp_path, "--as-of", TODAY) == importing.DONE
    last, people = batches().first(), Person.objects.count()
    assert last
    undo(last, by=BY)

    assert run(demo, "--if-empty", "--folder", tmp_path, "--as-of", TODAY) == importing.DONE
    assert last.pk not in batches().values_list("pk", flat=True)
    assert Person.objects.count() <= people
    assert not batches().filter(file_name=last.file_name).exists()


def test_people_who_come_in_directly_count_like_those_of_workbooks(half: Street) -> None:
    ours, before = place_with_code(words.CODE), Person.objects.count()
    reported = [member for community in half.communities for member in members(half, community)]
    liaisons = [member for member in reported if member.person is member.unit.liaison]
    said: list[str] = []
    assert ours

    load_members(half, ours, by=BY, say=said.append, at_once=100)

    assert said == ["已装入 1,000 人。"]
    assert counted()["members_checked_in"] == figures(half)["members_checked_in"]
    assert Person.objects.count() == before + len(reported) - len(liaisons)
    assert liaisons != []


def test_all_come_in_directly_or_nobody(half: Street) -> None:
    ours, before = place_with_code(words.CODE), Person.objects.count()
    assert ours
    half.communities[9] = replace(half.communities[9], name="没有的")

    with pytest.raises(Refused, match="没有的"):
        load_members(half, ours, by=BY, say=print, at_once=100)
    assert Person.objects.count() == before
