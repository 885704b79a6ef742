"""Commands as somebody types them, and what the house counts after them."""

import argparse
import datetime as dt
from types import ModuleType

from gongzhi.lib.figures import Period, known

TODAY = dt.date(2026, 11, 22)


def run(command: ModuleType, *written: object) -> int:
    """The exit code of a command."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args([str(word) for word in written])))


def counted(day: dt.date = TODAY) -> dict[str, object]:
    """Every figure without drill-down."""
    return {figure.key: figure.read(Period(day, None), "").value for figure in known()}
