"""``gongzhi demo``: what the made-up street says of itself is what the house counts once it is in."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.db import transaction

from gongzhi.demo import words
from gongzhi.demo.members import register
from gongzhi.demo.signins import PASSWORD
from gongzhi.demo.street import figures, make
from gongzhi.faces.cli import demo, demo_signins, importing
from gongzhi.kernel.intake.queries import batches, waiting_rows
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.people import coming_in
from gongzhi.kernel.people.credentials import authenticator
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor, Refused
from tests.faces.cli.typed import TODAY, counted, run

pytestmark = pytest.mark.django_db

LATER = TODAY + dt.timedelta(days=40)


def records() -> tuple[int, ...]:
    """How much there is, to see whether anything was added; batches tell that anything was read."""
    return Person.objects.count(), Entry.objects.count(), batches().count()


@dataclass(frozen=True)
class House:
    """A house that the street has come into."""

    folder: Path
    code: int


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield House(folder, run(demo, "--folder", folder, "--as-of", TODAY))
        transaction.set_rollback(True)


def test_the_house_counts_what_the_street_holds(house: House) -> None:
    street = make(1, TODAY)

    assert house.code == importing.DONE
    assert figures(street).items() <= counted().items()


def test_every_row_that_should_wait_waits_and_no_other(house: House) -> None:
    street = make(1, TODAY)
    meant = Counter(c.name for c in street.communities for entry in register(street, c) if entry.flaw.waits)
    meant["协议台账"] = sum(agreement.unit is None for agreement in street.agreements)
    waiting = Counter(row.tab for batch in batches() for row in waiting_rows(batch))

    assert waiting == meant
    assert 5 <= waiting.total() <= 8


def test_a_second_time_changes_nothing(house: House) -> None:
    before = records(), counted()

    assert run(demo, "--folder", house.folder, "--as-of", TODAY) == importing.DONE
    assert (records(), counted()) == before


def test_on_a_later_day_the_workbooks_that_are_there_are_used_and_change_nothing(house: House) -> None:
    before = records()
    written = {path: path.read_bytes() for path in house.folder.iterdir()}

    assert run(demo, "--folder", house.folder, "--as-of", LATER) == importing.DONE
    assert records() == before
    assert {path: path.read_bytes() for path in house.folder.iterdir()} == written


def test_workbooks_that_were_lost_are_written_again_as_they_were(house: House, tmp_path: Path) -> None:
    before = records()

    assert run(demo, "--folder", tmp_path, "--as-of", LATER) == importing.DONE
    assert records() == before
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in house.folder.iterdir()
    }


def test_another_size_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="10个社区，不是20个"):
        run(demo, "--folder", tmp_path, "--as-of", TODAY, "--scale", 2)
    assert list(tmp_path.iterdir()) == []


def test_a_full_house_is_left_alone_if_only_an_empty_one_is_to_be_filled(house: House, tmp_path: Path) -> None:
    assert run(demo, "--if-empty", "--folder", tmp_path, "--as-of", TODAY) == importing.DONE
    assert list(tmp_path.iterdir()) == []


def test_whoever_is_told_of_a_sign_in_can_use_it_at_once(house: House, settings: Any) -> None:
    settings.DEMONSTRATION = True
    demo_signins.open_all(words.CODE)
    code = pyotp.TOTP(authenticator("ganshi")).now()
    opened = coming_in.by_password("ganshi", PASSWORD, code, coming_in.Browser(), by=Actor(address="127.0.0.1"))
    assert opened.session.account.name == "ganshi"
