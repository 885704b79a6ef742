"""``gongzhi figures``: every figure by its definition, for people and for programs."""

import argparse
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongzhi.lib.figures import Figure, Period

NAME = "figures"
HELP = "列出全部数据"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The contract of programs that read our figures."""
    parser.add_argument("key", nargs="?", default="", help="只看一个数据，并列出它按社区的分布和明细")
    parser.add_argument("--json", action="store_true", help="写成 JSON")
    parser.add_argument("--place", default="", metavar="CODE", help="只看这个代码的街道、社区或网格")
    parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, metavar="DATE", help="从哪天起")
    parser.add_argument("--to", dest="end", type=dt.date.fromisoformat, metavar="DATE", help="到哪天止，默认今天")


def run(args: argparse.Namespace) -> int:
    """Without dates: flows from the first record to today, stocks today."""
    from django.utils import timezone

    from gongzhi.lib.figures import Period, get, known

    period = Period(args.end or timezone.localdate(), args.start)
    path = _path(args.place)
    if args.key:
        return _one(get(args.key), args.key, period, path)
    values = {figure.key: figure.read(period, path).value for figure in known()}
    if args.json:
        json.dump({"as_of": period.end.isoformat(), "figures": values}, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    print(f"截至 {period.end}")
    for figure in known():
        print(f"{values[figure.key]:>10,} {figure.unit}  {figure.title}（{figure.key}）")
    return 0


def _path(code: str) -> str:
    from gongzhi.kernel.places.queries import place_with_code
    from gongzhi.lib.actions import Refused

    if not code:
        return ""
    place = place_with_code(code)
    if place is None:
        raise Refused(f"没有代码为 {code} 的地方。")
    return place.path


def _one(figure: "Figure | None", key: str, period: "Period", path: str) -> int:
    from gongzhi.kernel.places.queries import names_of
    from gongzhi.lib.actions import Refused

    if figure is None:
        raise Refused(f"没有叫 {key} 的数据，用 gongzhi figures 看全部。")
    reading = figure.read(period, path)
    print(f"{figure.title}：{reading.value} {figure.unit}（截至 {reading.as_of}）\n{figure.definition}")
    if reading.remark:
        print(reading.remark)
    splits = figure.by_community(period, path)
    names = names_of([split.place_id for split in splits])
    for split in splits:
        print(f"  {names[split.place_id]}\t{split.value}")
    page = figure.rows(period, path)
    print("\t".join(page.headings))
    for number in range(1, page.pages + 1):
        for row in (page if number == 1 else figure.rows(period, path, number)).rows:
            print("\t".join(row))
    return 0
