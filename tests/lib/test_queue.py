import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from gongzhi.lib.queue import MOST_ATTEMPTS, defer, recover
from tests.working import as_worker, empty_queue

pytestmark = pytest.mark.django_db(transaction=True)

Row = tuple[str, int]


@app.task(name="tests.nothing_much")
def nothing_much(number: int) -> None: ...


@app.task(name="tests.timed", queueing_lock="tests.timed")
def timed(timestamp: int) -> None: ...


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    empty_queue()


class ChangedMind(Exception):
    pass


def defer_and_change_ones_mind() -> None:
    with transaction.atomic():
        defer(nothing_much, {"number": 1})
        raise ChangedMind


def jobs() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def lose_worker(attempts: int = 0) -> None:
    """What is left of the waiting jobs when a worker is killed in the middle of them."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])


def recovered() -> int:
    return as_worker(lambda worker: recover(worker.job_manager))


def test_work_is_handed_over_with_the_transaction_or_not_at_all() -> None:
    with pytest.raises(ChangedMind):
        defer_and_change_ones_mind()
    assert jobs() == []

    defer(nothing_much, {"number": 1}, {"number": 2})
    defer(nothing_much)
    assert jobs() == [("todo", 0), ("todo", 0)]


def test_the_worker_hands_work_over_in_its_own_transaction_too() -> None:
    with app.replace_connector(app.connector.get_worker_connector()):
        with pytest.raises(ChangedMind):
            defer_and_change_ones_mind()
        assert jobs() == []

        defer(nothing_much, {"number": 1})
        assert jobs() == [("todo", 0)]


def test_jobs_of_a_dead_worker_wait_again() -> None:
    defer(nothing_much, {"number": 1})
    assert recovered() == 0

    lose_worker()

    assert recovered() == 1
    assert jobs() == [("todo", 1)]


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    defer(nothing_much, {"number": 1})
    lose_worker(attempts=MOST_ATTEMPTS)

    assert recovered() == 1

    assert jobs() == [("failed", MOST_ATTEMPTS + 1)]


def test_a_timed_job_that_waits_already_is_not_queued_a_second_time() -> None:
    defer(timed, {"timestamp": 1})
    lose_worker()
    defer(timed, {"timestamp": 2})
    defer(nothing_much, {"number": 1})

    assert recovered() == 1

    assert jobs() == [("todo", 0), ("todo", 0)]
