"""All timed jobs in one list: when, and what. Hours are those of UTC, eight less than on the clock in China.

A job missed while the machine was off is caught up once; a job that still waits is not queued twice.
"""

from procrastinate import App
from procrastinate.tasks import Task

from gongzhi.kernel.agreements import jobs as agreements
from gongzhi.kernel.events import jobs as events
from gongzhi.kernel.evidence import jobs as evidence
from gongzhi.kernel.exports import jobs as exports
from gongzhi.kernel.intake import jobs as intake
from gongzhi.kernel.ledger import jobs as ledger
from gongzhi.kernel.notices import jobs as notices
from gongzhi.kernel.organizations import jobs as organizations
from gongzhi.kernel.people import jobs as people
from gongzhi.kernel.seats import jobs as seats

TIMED: tuple[tuple[str, Task], ...] = (
    ("* * * * *", notices.recover),  # jobs of a worker that died
    ("* * * * *", notices.requeue),  # messages that should have left
    ("*/10 * * * *", exports.clear_outlived),  # exported files a day old
    ("*/10 * * * *", intake.rescue),  # workbooks that the worker has lost
    ("* * * * *", organizations.end_watches),  # support that looked long enough
    ("* * * * *", events.turn_by_clock),  # what begins and what is over
    ("37 16 * * *", events.plan_ahead),  # the days of series, half an hour after midnight
    ("* * * * *", seats.expire_due),  # places that nobody confirmed in time
    ("* * * * *", people.erase_due),  # who asked to be erased ten minutes ago
    ("7 * * * *", ledger.prune_keys),  # one-time keys of yesterday
    ("27 * * * *", ledger.seal),  # days of the journal that are over
    ("47 19 * * *", ledger.verify),  # whether the last thirty of them are as they were
    ("57 19 * * *", ledger.prune),  # those that were kept for years
    ("7 16 * * *", agreements.finish_ended),  # agreements whose last day was yesterday
    ("7 1 * * *", agreements.remind_of_ending),  # those that end within a month, at nine in the morning
    ("17 1 * * *", people.tell_of_ended_mandates),  # whose last day was yesterday
    ("57 18 * * *", people.prune),  # sessions, codes and links that are over
    ("27 18 * * *", people.empty_outlived),  # personal fields that were kept long enough
    ("17 19 * * *", notices.prune),  # texts of messages a month old
    ("27 19 * * *", intake.prune),  # workbooks that nobody wanted for a month
    ("37 19 * * *", evidence.remove_left_over),  # files that belong to nothing
)


def register(app: App) -> None:
    """Put the list before the scheduler; procrastinate calls this when Django is ready."""
    for cron, job in TIMED:
        app.periodic(cron=cron, periodic_id=cron, queueing_lock=job.name)(job)
