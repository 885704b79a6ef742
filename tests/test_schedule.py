import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from croniter import croniter
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.tasks import Task

from gongzhi.schedule import TIMED
from tests.working import as_worker, empty_queue, work


@pytest.mark.parametrize(("cron", "job"), TIMED, ids=lambda part: getattr(part, "name", part))
def test_every_timed_job_stands_before_the_scheduler(cron: str, job: Task) -> None:
    registered = app.periodic_registry.periodic_tasks[job.name, cron]

    assert croniter.is_valid(cron)
    assert app.tasks[job.name] is job
    assert registered.configure_kwargs["queueing_lock"] == job.name


def test_the_scheduler_knows_no_other_jobs() -> None:
    assert {task for task, _id in app.periodic_registry.periodic_tasks} == {job.name for _cron, job in TIMED}


def test_hours_are_those_of_utc() -> None:
    midnight = dt.datetime(2026, 9, 1, tzinfo=dt.UTC).timestamp()

    assert croniter("17 19 * * *").get_next(float, start_time=midnight) == midnight + 19 * 3600 + 17 * 60


def start_scheduler(at: float) -> None:
    """What a scheduler does when it starts at a moment."""
    deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    as_worker(lambda _worker: deferrer.defer_jobs(deferrer.get_previous_tasks(at)))


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY task_name")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_after_days_off_every_timed_job_is_caught_up_once() -> None:
    empty_queue()
    friday = dt.datetime(2026, 9, 4, 12, 30, 30, tzinfo=dt.UTC).timestamp()

    start_scheduler(friday + 3 * 24 * 3600)
    start_scheduler(friday + 3 * 24 * 3600)

    assert waiting() == sorted(job.name for _cron, job in TIMED)


@pytest.mark.django_db(transaction=True)
def test_every_timed_job_runs_to_its_end(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    empty_queue()
    start_scheduler(time.time())
    assert waiting() != []

    work()

    assert waiting() == []  # a job that fails stays
