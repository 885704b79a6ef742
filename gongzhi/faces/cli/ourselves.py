"""What commands share: calling another command as a process of its own, and a word to the operator."""

import argparse
import datetime as dt
import os
import sys

from gongzhi.lib.processes import Program


def ourselves(*arguments: str) -> Program:
    """``gongzhi`` with ``arguments``, as a program of its own."""
    return Program([sys.executable, "-P", "-m", "gongzhi.faces.cli.main", *arguments], dict(os.environ))


def say(sentence: str) -> None:
    """Tell the operator something while a command goes on."""
    print(sentence, file=sys.stderr, flush=True)


def day(written: str) -> dt.date:
    """A day of an argument: 2017-07-14."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}”不是日期，请写成 2017-07-14 的样子。") from None
