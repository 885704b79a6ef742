"""What commands share: calling another command as a process of its own, and a word to the operator."""

import os
import sys

from gongzhi.lib.processes import Program


def ourselves(*arguments: str) -> Program:
    """``gongzhi`` with ``arguments``, as a program of its own."""
    return Program([sys.executable, "-P", "-m", "gongzhi.faces.cli.main", *arguments], dict(os.environ))


def say(sentence: str) -> None:
    """Tell the operator something while a command goes on."""
    print(sentence, file=sys.stderr, flush=True)
