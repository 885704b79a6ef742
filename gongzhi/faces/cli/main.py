"""The program ``gongzhi``: finds the command, gives it a database, says refusals in one sentence.

A command is a module of this package with ``NAME``, ``HELP``, ``add_arguments(parser)`` and
``run(args) -> int``. It imports models only inside ``run``: Django is ready by then. Two more names
are optional: ``DJANGO = False`` for a command that sees to the database itself, and
``ROLE = "owner"`` for one that changes tables.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from gongzhi.faces.cli.ourselves import ourselves, say
from gongzhi.lib import postgres
from gongzhi.lib.home import home
from gongzhi.lib.processes import complete

COMMANDS = (
    "up",
    "importing",
    "figures",
    "migrate",
    "work",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code; 2 if it was refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.settings")
    commands = [import_module(f"gongzhi.faces.cli.{name}") for name in COMMANDS]
    args = _parser(commands).parse_args(arguments)
    try:
        return _run(args.command, args)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_refusal(error):
            raise
        print(error, file=sys.stderr)
        return 2


def _parser(commands: Sequence[ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongzhi", description="共治：街道、社区和居民共同治理的平台")
    parsers = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for command in commands:
        one = parsers.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add_arguments(one)
        one.set_defaults(command=command)
    return parser


def _run(command: ModuleType, args: argparse.Namespace) -> int:
    if not getattr(command, "DJANGO", True):
        return int(command.run(args))
    os.environ["GONGZHI_DATABASE_ROLE"] = role = getattr(command, "ROLE", "app")
    with postgres.joined(home(os.environ), os.environ, say):
        import django

        django.setup()
        if role == "app":
            _bring_up_to_date()
        return int(command.run(args))


def _bring_up_to_date() -> None:
    """Our own database follows the code by itself; a server's changes only when its operator says so."""
    from django.db import connection

    if not postgres.pending(connection):
        return
    if not postgres.is_embedded(os.environ) or complete(ourselves("migrate")):
        raise postgres.Trouble("数据库还不是当前版本；请先运行 gongzhi migrate。")


def _is_refusal(error: Exception) -> bool:
    """Whether the error's text is a sentence for the operator, who needs no traceback then."""
    from django.core.exceptions import ImproperlyConfigured

    from gongzhi.lib.actions import Refused

    return isinstance(error, (Refused, postgres.Trouble, ImproperlyConfigured))


if __name__ == "__main__":
    sys.exit(main())
