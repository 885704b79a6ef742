"""``gongzhi work``: does the jobs that the database holds, and the timed ones when their time comes."""

import argparse
import asyncio

HELP = "执行后台任务和定时任务（由 up 启动）"

CONCURRENCY = 2
GRACE = 5  # seconds for jobs at work when we are asked to end; what is not done then is done again later


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Work until asked to end. Exit code 1 if the database went away: whoever keeps us starts us again."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ConnectorException

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(concurrency=CONCURRENCY, shutdown_graceful_timeout=GRACE)

    try:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            asyncio.run(work())
    except ConnectorException:
        return 1
    return 0
