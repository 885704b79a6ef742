"""The journal by pages."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import NEWEST_FIRST, journal, lines_of
from gongzhi.lib import bulk

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(dt.datetime(2026, 9, 1, 12))
MINUTE = dt.timedelta(minutes=1)


def line(minute: int = 0, *, verb: str = "person.changed", street_id: int | None = 9, **columns: int) -> Entry:
    return Entry.objects.create(verb=verb, street_id=street_id, at=NOON + minute * MINUTE, **columns)


def test_a_street_has_its_lines_and_those_of_the_machine_newest_first() -> None:
    first, second, third = line(1), line(2, street_id=None), line(3)
    other = line(4, street_id=8)

    assert journal(9) == [third, second, first]
    assert journal(8) == [other, second]


def test_what_somebody_did_in_another_street_stays_there() -> None:
    here, machine = line(1, actor_id=7), line(2, actor_id=7, street_id=None)
    there = line(3, actor_id=7, street_id=8)

    assert journal(9, actor_id=7) == [machine, here]
    assert lines_of(7) == [there, machine, here]


def test_the_order_is_that_of_time() -> None:
    late, early = line(5), line(1)

    assert journal(9) == [late, early]
    assert lines_of(7) == []


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    lines = [line(number // 4, street_id=None if number % 3 else 9) for number in range(30)]

    pages, before_id = [], None
    while page := journal(9, before_id=before_id, limit=7):
        pages.append(page)
        before_id = page[-1].pk

    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]
    assert [entry for page in pages for entry in page] == lines[::-1]


def test_pages_are_cut_by_time_even_where_ids_are_in_another_order() -> None:
    late, early, middle = line(9), line(1), line(5)

    assert journal(9, limit=1) == [late]
    assert journal(9, before_id=late.pk, limit=1) == [middle]
    assert journal(9, before_id=middle.pk) == [early]


def test_every_filter_narrows() -> None:
    plain = line(1)
    other_verb = line(2, verb="place.added")
    by_seven = line(3, actor_id=7)
    about = Entry.objects.create(
        verb="person.changed", street_id=9, at=NOON + 4 * MINUTE, subject_kind="people.person", subject_id=1
    )

    assert journal(9, verb="place.added") == [other_verb]
    assert journal(9, actor_id=7) == lines_of(7) == [by_seven]
    assert journal(9, subject=("people.person", 1)) == [about]
    assert journal(9, since=NOON + 3 * MINUTE) == [about, by_seven]
    assert journal(9, until=NOON + 3 * MINUTE) == [other_verb, plain]
    assert journal(9, verb="person.changed", since=NOON + 2 * MINUTE, until=NOON + 4 * MINUTE) == [by_seven]


def test_a_page_is_never_longer_than_a_hundred() -> None:
    Entry.objects.bulk_create(Entry(verb="person.changed", street_id=9, actor_id=7) for _n in range(120))

    assert len(journal(9, limit=1000)) == len(lines_of(7, limit=1000)) == 100
    assert len(journal(9)) == 50


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_is_one_query(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lines = [line(number) for number in range(count)]

    with django_assert_num_queries(1):
        assert len(journal(9, verb="person.changed", before_id=lines[-1].pk)) == count - 1


@pytest.fixture
def many() -> None:
    """Lines of four streets and of none, with any of 26 verbs."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    bulk.insert(
        [
            Entry(
                verb=f"bench.verb_{letters[number % 26]}",
                street_id=number % 5 or None,
                actor_id=number % 49,
                at=NOON + number * MINUTE,
            )
            for number in range(10_000)
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("lines", "index"),
    [
        (Q(street_id=1), "entry_of_street"),
        (Q(street_id=None), "entry_of_no_street"),
        (Q(street_id=1, verb="bench.verb_a"), "entry_of_street_verb"),
        (Q(street_id=None, verb="bench.verb_a"), "entry_of_no_street_verb"),
        (Q(actor_id=7), "entry_of_actor"),
    ],
    ids=str,
)
def test_a_page_is_read_from_an_index_in_its_order(lines: Q, index: str) -> None:
    plan = Entry.objects.filter(lines).order_by(*NEWEST_FIRST)[:10].explain()

    assert f" {index} " in plan
    assert "Sort" not in plan
