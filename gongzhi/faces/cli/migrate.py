"""``gongzhi migrate``: the tables become as the code knows them. Says nothing if they are already."""

import argparse

from gongzhi.faces.cli.ourselves import say
from gongzhi.lib.postgres import grant_app, let_app_read, pending

HELP = "把数据库更新到当前版本"
ROLE = "owner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Migrate, then give the application's role its rights. One at a time, however many call it."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('gongzhi migrate'))")
    if steps := pending(connection):
        let_app_read(connection)
        call_command("migrate", interactive=False, verbosity=0)
        say(f"数据库已更新，共 {len(steps)} 步。")  # not where another command, whose tables these are, writes JSON
    grant_app(connection)
    return 0
