import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from gongzhi.faces.public.health import OUTBOX_PATIENCE
from tests.kernel.notices.letters import PERSON, later, told


def well(client: Client) -> tuple[int, dict[str, bool]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_process_is_alive_whatever_the_database_does(client: Client) -> None:
    answer = client.get("/healthz")  # touching the database would be an error in this test

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_house_in_order_is_ready(client: Client) -> None:
    assert well(client) == (200, {"database": True, "migrations": True, "outbox": True})


@pytest.mark.django_db
def test_a_message_that_waits_for_its_time_does_no_harm(client: Client) -> None:
    told(PERSON)

    assert well(client)[0] == 200


@pytest.mark.django_db
def test_a_message_that_is_long_due_makes_it_unready(client: Client) -> None:
    (message,) = told(PERSON)
    later(message, next_try_at=OUTBOX_PATIENCE + dt.timedelta(minutes=1))

    assert well(client) == (503, {"database": True, "migrations": True, "outbox": False})


@pytest.mark.django_db
def test_tables_that_lag_behind_the_code_make_it_unready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")

    status, answer = well(client)

    assert (status, answer["migrations"]) == (503, False)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_makes_it_unready(client: Client) -> None:
    def away(*_statement: Any) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away):
        assert well(client) == (503, {"database": False})
