"""``gongzhi bench NAME``: one line of JSON. The benchmarks lie beside the code, so only a checkout has them."""

import argparse
import json
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from gongzhi.faces.cli.ourselves import say
from gongzhi.lib.home import CHECKOUT

HELP = "测量速度（只在源码目录里能用），每项输出一行JSON"
DJANGO = False  # each benchmark has a house of its own

ALL = "all"
#: In the order in which ``all`` runs them.
NAMES = ("import_rows", "people_search", "people_list", "desk", "journal", "pages", "setup")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one."""
    parser.add_argument("name", choices=(*NAMES, ALL), help="哪一项；all表示全部")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 if a figure misses its gate, 2 without a checkout."""
    if not comes_with(CHECKOUT):
        return 2
    sys.path.insert(0, str(CHECKOUT))
    names = NAMES if args.name == ALL else (args.name,)
    return tell(import_module(f"bench.{name}").run() for name in names)


def comes_with(folder: Path) -> bool:
    """Whether the benchmarks are there; says so if not."""
    if (folder / "bench" / "__init__.py").exists():
        return True
    say("测量程序只在源码目录里有。请先取得源码，再运行 make bench。")
    return False


def tell(results: Iterable[dict[str, Any]]) -> int:
    """Print each result when it comes. 1 if one of them missed its gate."""
    passed = True
    for figures in results:
        print(json.dumps(figures, ensure_ascii=False), flush=True)
        passed = passed and figures["passed"]
    return 0 if passed else 1
