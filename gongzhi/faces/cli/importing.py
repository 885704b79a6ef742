"""``gongzhi import``: workbooks in, and what became of each row."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongzhi.faces.cli.ourselves import day

if TYPE_CHECKING:
    from gongzhi.kernel.intake.reports import TabReport, WorkbookReport

HELP = "导入表格（.xlsx、.xls、.csv；文件夹表示里面全部）"

#: Waiting rows told one by one in a tab before the rest is summed up.
TOLD = 8
#: Of whoever imports.
LONGEST_NAME = 60
DONE, NOTHING_READ, SOMETHING_WAITS = 0, 2, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The contract of ``docs/operations.md`` and of scripts that call us."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    parser.add_argument("--dry-run", action="store_true", help="只看结果，什么都不写入")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="截至日期，默认今天")
    parser.add_argument("--by", default="import", help="由谁导入，默认是名叫 import 的系统操作者")
    parser.add_argument("--street", default="", metavar="CODE", help="街道代码；只有一个街道时不用写")
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="把带“导入结果”列的原表存到这里")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 if nothing waits, 3 if rows wait or something is unknown, 2 if nothing could be read."""
    from django.utils import timezone

    from gongzhi.kernel.intake.actions import preview, take_in_all
    from gongzhi.kernel.intake.opening import open_paths
    from gongzhi.lib.actions import Actor, Refused
    from gongzhi.lib.sheets import Reading

    missing = [str(path) for path in args.paths if not path.exists()]
    if missing:
        raise Refused(f"找不到：{'、'.join(missing)}")
    _demand_elsewhere(args.results, args.paths)
    if not 0 < len(args.by.strip()) <= LONGEST_NAME:
        raise Refused(f"--by 是由谁导入，请写1到{LONGEST_NAME}个字。")
    by = Actor.system(args.by.strip())
    reading = Reading(by=by, as_of=args.as_of or timezone.localdate(), street_id=_street(args.street))
    files = open_paths(args.paths)
    reports = (preview if args.dry_run else take_in_all)(files, reading, by=by)
    if args.results:
        _hand_back(files, reports, args.results)
    if args.json:
        json.dump([report.as_json() for report in reports], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _print(reports, dry_run=args.dry_run)
    return _exit_code(reports)


def _demand_elsewhere(results: Path | None, paths: "Sequence[Path]") -> None:
    """What is handed back never takes the place of what was handed in. Raises Refused."""
    from gongzhi.lib.actions import Refused

    place = results.resolve() if results else None
    if place and any(place.is_relative_to(p.resolve()) or place == p.resolve().parent for p in paths):
        raise Refused("带结果的表要存到另一个文件夹，免得盖住原表，或下次当作新表读进来。")


def _street(code: str) -> int | None:
    from gongzhi.kernel.places.queries import place_with_code
    from gongzhi.lib.actions import Refused

    if not code:
        return None
    place = place_with_code(code)
    if place is None:
        raise Refused(f"没有代码为 {code} 的街道。")
    return place.street_id


def _exit_code(reports: "Sequence[WorkbookReport]") -> int:
    if not any(report.recognised for report in reports):
        return NOTHING_READ
    return SOMETHING_WAITS if any(report.waits for report in reports) else DONE


def _print(reports: "Sequence[WorkbookReport]", *, dry_run: bool) -> None:
    for report in reports:
        print(f"\n{report.name}")
        if report.refusal:
            print(f"  没有导入：{report.refusal}")
        for tab in report.tabs:
            if tab.sheet:
                _print_tab(tab)
        _print_unknown([tab for tab in report.tabs if not tab.sheet])
    print(f"\n{_closing(reports, dry_run)}")


def _print_tab(tab: "TabReport") -> None:
    from gongzhi.lib.sheets import Status
    from gongzhi.lib.workbook.lines import spoken_rows

    counts = "，".join(f"{Status(key).label} {number}" for key, number in tab.counts.items() if number)
    print(f"  {tab.tab} → {tab.title}：{counts or '没有数据行'}")
    if tab.ignored:
        print(f"    没有用到的列：{'、'.join(tab.ignored)}")
    for note in tab.notes:
        print(f"    {note}")
    for sentence, rows in list(tab.warnings.items())[:TOLD]:
        print(f"    {spoken_rows(rows)}：{sentence}")
    if len(tab.warnings) > TOLD:
        print(f"    还有 {len(tab.warnings) - TOLD} 种提醒，用 --results 导出带结果的原表可以看到全部。")
    for decision in tab.waiting[:TOLD]:
        print(f"    第{decision.line.row}行 {decision.status.label}：{decision.reason}")
    if len(tab.waiting) > TOLD:
        print(f"    还有 {len(tab.waiting) - TOLD} 行，用 --results 导出带结果的原表可以看到全部。")


def _print_unknown(tabs: "Sequence[TabReport]") -> None:
    """Tabs that are not understood for the same reason share a line."""
    reasons: dict[str, list[str]] = {}
    for tab in tabs:
        reasons.setdefault(tab.why_unknown, []).append(tab.tab)
    for reason, names in reasons.items():
        shown = "、".join(names[:3]) + (f"等 {len(names)} 张" if len(names) > 3 else "")
        print(f"  {shown} → 不认识。{reason}")


def _closing(reports: "Sequence[WorkbookReport]", dry_run: bool) -> str:
    if dry_run:
        return "这是预览，什么都没有写入。"
    if wrote := sum(report.wrote for report in reports):
        return f"写入了 {wrote} 份表格。"
    return "没有新的内容，什么都没有改。" if any(r.recognised for r in reports) else "什么都没有写入。"


def _hand_back(files: Sequence, reports: "Sequence[WorkbookReport]", folder: Path) -> None:
    """Two workbooks of one name, from two folders, do not take each other's place."""
    from gongzhi.lib.workbook.returning import with_results

    folder.mkdir(parents=True, exist_ok=True)
    written: Counter[str] = Counter()
    for opened, report in zip(files, reports, strict=True):
        if report.recognised:
            data, name = with_results(opened.data, opened.name, report.results(), report.heading_rows())
            written[name] += 1
            again = f" ({written[name]})" if written[name] > 1 else ""
            (folder / f"{name.removesuffix('.xlsx')}{again}.xlsx").write_bytes(data)
