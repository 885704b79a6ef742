"""``gongzhi figures``: every figure by its definition, for people and for programs."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from gongzhi.faces.cli.ourselves import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongzhi.lib.figures import Figure, Opened, Period

HELP = "列出全部数据"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The contract of programs that read our figures."""
    parser.add_argument("key", nargs="?", default="", help="只看一个数据，和它按社区的分布")
    parser.add_argument("--rows", action="store_true", help="列出这个数据数到的每一条，姓名隐去，注明出自哪份表哪一行")
    parser.add_argument("--json", action="store_true", help="写成 JSON")
    parser.add_argument("--place", default="", metavar="CODE", help="只看这个代码的街道、社区或网格")
    parser.add_argument("--from", dest="start", type=day, metavar="DATE", help="从哪天起")
    parser.add_argument("--to", dest="end", type=day, metavar="DATE", help="到哪天止，默认今天")


def run(args: argparse.Namespace) -> int:
    """Without dates: flows from the first record to today, stocks today."""
    from django.utils import timezone

    from gongzhi.lib.actions import Refused
    from gongzhi.lib.figures import Period, get, known

    period = Period(args.end or timezone.localdate(), args.start)
    if period.start and period.start > period.end:
        raise Refused("开始的日期在结束的日期后面，请对调。")
    path = _path(args.place)
    asked = get(args.key)
    if args.key and asked is None:
        raise Refused(f"没有叫 {args.key} 的数据，用 gongzhi figures 看全部。")
    if asked and not args.json:
        return _one(asked, args, period, path)
    values = {figure.key: figure.read(period, path).value for figure in ([asked] if asked else known())}
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


def _one(figure: "Figure", args: argparse.Namespace, period: "Period", path: str) -> int:
    from gongzhi.kernel.places.queries import names_of

    reading = figure.read(period, path)
    print(f"{figure.title}：{reading.value:,} {figure.unit}（截至 {reading.as_of}）\n{figure.definition}")
    if reading.remark:
        print(reading.remark)
    splits = {split.place_id: split.value for split in figure.by_community(period, path)}
    for place_id, name in names_of(splits).items():
        print(f"  {name}\t{splits[place_id]:,}")
    if args.rows:
        _list(figure, period, path)
    return 0


def _list(figure: "Figure", period: "Period", path: str) -> None:
    """Every counted record, masked, with the file, sheet and row it came from."""
    print("\t".join([*(str(column.heading) for column in figure.listed or figure.shown), "出处"]))
    page = 1
    while opened := figure.opened(period, path, page):
        came_from = _origins(opened)
        for record in opened:
            print("\t".join([*record.cells, came_from.get(record.id, "在平台办理")]))
        page += 1


def _origins(opened: "Sequence[Opened]") -> dict[int, str]:
    from gongzhi.kernel.intake.queries import origins

    first: dict[int, str] = {}
    for origin in origins(opened[0].kind, [record.id for record in opened]):
        first.setdefault(origin.subject_id, f"{origin.batch.file_name} · {origin.tab} 第{origin.row}行")
    return first
