import datetime as dt
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.evidence.actions import remove_left_over, replace, store
from gongzhi.kernel.evidence.models import Evidence, Kind, Retention
from gongzhi.kernel.evidence.queries import Damaged, read, same_file_elsewhere
from gongzhi.lib.actions import Actor
from tests.together import together

pytestmark = pytest.mark.django_db

CLERK = Actor(person_id=7)
DATA = "姓名,电话\n李四,13800000001\n".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return settings.MEDIA_ROOT


def handed_in(data: bytes = DATA, *, sealed: bool = True, name: str = "报到表.csv") -> Evidence:
    return store(data, kind=Kind.WORKBOOK, name=name, by=CLERK, sealed=sealed)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("sealed", [True, False])
def test_a_file_is_read_back_as_it_was_stored(folder: Path, sealed: bool) -> None:
    evidence = handed_in(sealed=sealed)

    evidence.refresh_from_db()
    assert read(evidence) == DATA
    assert (evidence.sha256, evidence.size, evidence.media_type) == (SHA256, len(DATA), "text/csv")
    assert (evidence.original_name, evidence.stored_by, evidence.retention) == ("报到表.csv", 7, Retention.KEPT)
    assert files(folder) == [folder / SHA256[:2] / (SHA256 + ".sealed" * sealed)]
    assert stat.S_IMODE(evidence.path.stat().st_mode) == 0o600


def test_a_sealed_file_shows_nothing(folder: Path) -> None:
    assert handed_in(sealed=False).path.read_bytes() == DATA
    assert b"13800000001" not in handed_in(sealed=True).path.read_bytes()


def test_the_same_bytes_twice_are_one_file_and_two_pieces_of_evidence(folder: Path) -> None:
    first, second = handed_in(), handed_in(name="报到表 (2).csv")

    assert len(files(folder)) == 1
    assert read(first) == read(second) == DATA
    assert list(same_file_elsewhere(SHA256)) == [first, second]
    assert list(same_file_elsewhere(SHA256, besides=second)) == [first]
    assert not same_file_elsewhere(hashlib.sha256(b"").hexdigest()).exists()


def test_an_empty_file_is_a_file_too() -> None:
    assert read(handed_in(b"")) == b""


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("damage", [b"", b"\x01", DATA[:-1], DATA + b"\n", b"\x01" + bytes(100)])
def test_a_damaged_file_is_noticed_and_named(sealed: bool, damage: bytes) -> None:
    evidence = handed_in(sealed=sealed)
    assert read(evidence) == DATA

    evidence.path.write_bytes(damage)

    with pytest.raises(Damaged, match="报到表"):
        read(evidence)


def test_another_sealed_file_in_its_place_is_noticed() -> None:
    evidence, other = handed_in(), handed_in(b"other")
    assert read(evidence) == DATA

    evidence.path.write_bytes(other.path.read_bytes())

    with pytest.raises(Damaged):
        read(evidence)


def test_a_missing_file_is_noticed() -> None:
    evidence = handed_in()
    assert read(evidence) == DATA

    evidence.path.unlink()

    with pytest.raises(Damaged, match="找不到"):
        read(evidence)


def test_handing_in_a_damaged_file_again_mends_it() -> None:
    evidence = handed_in()
    evidence.path.write_bytes(b"damaged")

    handed_in()

    assert read(evidence) == DATA


@pytest.mark.django_db(transaction=True)
def test_many_may_hand_in_the_same_file_at_once(folder: Path) -> None:
    together(8, lambda _number: handed_in())

    assert (Evidence.objects.count(), len(files(folder))) == (8, 1)
    assert {read(evidence) for evidence in Evidence.objects.all()} == {DATA}


def test_a_long_name_keeps_its_end() -> None:
    name = handed_in(name="长" * 300 + ".xlsx").original_name

    assert len(name) == 200
    assert name.endswith("长.xlsx")


class ChangedMind(Exception):
    pass


def hand_in_and_change_ones_mind(data: bytes) -> None:
    with transaction.atomic():
        handed_in(data)
        raise ChangedMind


def test_a_file_left_over_is_removed_after_a_day(folder: Path) -> None:
    evidence = handed_in()
    for data in (b"long ago", b"just now"):
        with pytest.raises(ChangedMind):
            hand_in_and_change_ones_mind(data)
    long_ago = next(folder.rglob(hashlib.sha256(b"long ago").hexdigest() + "*"))
    for path in (long_ago, evidence.path):
        os.utime(path, (0, 0))

    assert remove_left_over(by=CLERK) == 1
    assert remove_left_over(by=CLERK) == 0

    assert not long_ago.exists()
    assert len(files(folder)) == 2
    assert read(evidence) == DATA


def test_the_open_copy_of_a_sealed_file_is_left_over_too(folder: Path) -> None:
    evidence = handed_in()
    open_copy = evidence.path.with_suffix("")
    open_copy.write_bytes(DATA)
    os.utime(open_copy, (0, 0))

    assert remove_left_over(by=CLERK) == 1

    assert files(folder) == [evidence.path]


def test_an_installation_without_files_has_nothing_left_over() -> None:
    assert remove_left_over(by=CLERK) == 0


def test_who_took_it_and_where_is_kept() -> None:
    taken_at = timezone.now() - dt.timedelta(hours=1)

    photo = store(
        b"jpeg",
        kind=Kind.PHOTO_AFTER,
        name="a.jpg",
        by=CLERK,
        place_id=3,
        taken_at=taken_at,
        taken_by=8,
        retention=Retention.TWO_YEARS,
    )

    photo.refresh_from_db()
    assert (photo.place_id, photo.taken_at, photo.taken_by, photo.retention) == (3, taken_at, 8, Retention.TWO_YEARS)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "selfie"}, {"retention": "ever"}, {"sha256": "A" * 64}, {"original_name": ""}, {"taken_by": 8}],
    ids=str,
)
def test_the_database_refuses_what_is_no_evidence(wrong: dict[str, Any]) -> None:
    evidence = Evidence.objects.filter(pk=handed_in().pk)
    evidence.update(taken_at=timezone.now(), taken_by=8)
    evidence.update(taken_at=None, taken_by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        evidence.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_other_bytes_take_the_place_of_a_file_for_all_that_stand_for_it(folder: Path) -> None:
    first, second = handed_in(), handed_in(name="同一个表.csv")
    other = handed_in(b"others")
    replace(first, b"without li si", {second.pk: "同一个表.xlsx"}, by=CLERK)

    for evidence in (first, second):
        evidence.refresh_from_db()
        assert read(evidence) == b"without li si"
    assert [first.original_name, second.original_name] == ["报到表.csv", "同一个表.xlsx"]
    assert second.media_type.endswith("sheet")
    assert files(folder) == sorted([first.path, other.path])


@pytest.mark.django_db(transaction=True)
def test_the_former_bytes_stay_if_it_is_taken_back_or_handed_in_again(folder: Path) -> None:
    first = handed_in()
    with transaction.atomic():
        replace(first, b"without li si", {}, by=CLERK)
        transaction.set_rollback(True)
    assert read(first) == DATA
    with transaction.atomic():
        replace(first, b"without li si", {}, by=CLERK)
        again = handed_in()
    assert read(again) == DATA
