"""The program ``gongzhi``: finds the command, gives it a database, says refusals in one sentence.

A command is a module of this package with ``HELP``, ``add_arguments(parser)`` and
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

#: What is typed, and the module that does it.
COMMANDS = {
    "up": "up",
    "import": "importing",
    "figures": "figures",
    "demo": "demo",
    "invite": "inviting",
    "migrate": "migrate",
    "due": "due",
    "work": "work",
    "bench": "bench",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code; 2 if it was refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.settings")
    arguments = sys.argv[1:] if arguments is None else arguments
    args = _parser(arguments).parse_args(arguments)
    try:
        code = _run(args.command, args)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read along, as in "gongzhi … | head", has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if not _is_refusal(error):
            raise
        print(error, file=sys.stderr)
        return 2


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Only the command that is named is loaded, so that each starts quickly; all of them for help."""
    parser = argparse.ArgumentParser(prog="gongzhi", description="共治：街道、社区和居民共同治理的平台")
    parsers = parser.add_subparsers(title="命令", metavar="命令", required=True)
    named = [name for name in arguments[:1] if name in COMMANDS]
    for name in named or COMMANDS:
        command = import_module(f"gongzhi.faces.cli.{COMMANDS[name]}")
        one = parsers.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(one)
        one.set_defaults(command=command)
    return parser


def _run(command: ModuleType, args: argparse.Namespace) -> int:
    if not getattr(command, "DJANGO", True):
        return int(command.run(args))
    os.environ["GONGZHI_DATABASE_ROLE"] = role = getattr(command, "ROLE", "app")
    with postgres.joined(home(os.environ), os.environ, say):
        import django

        from gongzhi.lib.secrets import master_key

        postgres.connect(home(os.environ), os.environ).close()  # or say in a sentence why that cannot be
        django.setup()
        master_key(home(os.environ))  # or say in a sentence that it is lost
        try:
            if role == "app":
                _bring_up_to_date()
            return int(command.run(args))
        finally:
            _hang_up()


def _hang_up() -> None:
    """Let go of the database before it is ended."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend, which is the only one


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
