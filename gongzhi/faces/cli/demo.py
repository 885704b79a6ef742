"""``gongzhi demo``: a street that does not exist comes in like any other, as the workbooks of its office."""

import argparse
import datetime as dt
import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from gongzhi.demo import words, workbooks
from gongzhi.demo.street import figures as expected
from gongzhi.demo.street import make
from gongzhi.faces.cli import demo_signins, figures, importing
from gongzhi.faces.cli.ourselves import day, say
from gongzhi.lib.home import home

if TYPE_CHECKING:
    from gongzhi.demo.facts import Street
    from gongzhi.kernel.places.models import Place

HELP = "装入演示街道（街道、单位和人都是虚构的）"

BY = "demo"
LARGEST = 1000
#: Up to here everybody stands in the workbooks; more people than that come in directly.
IN_WORKBOOKS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, and where the workbooks are kept."""
    parser.add_argument("--scale", type=_scale, default=1, metavar="N", help="放大到N倍，默认1倍：10个社区、一千多人")
    parser.add_argument("--if-empty", action="store_true", help="已经有街道的话，什么都不做")
    parser.add_argument("--folder", type=Path, help="表格存在哪里；里面已有演示表格就用它们")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="演示里的“今天”，默认今天")


def _scale(written: str) -> int:
    if not (written.isdecimal() and 1 <= int(written) <= LARGEST):
        raise argparse.ArgumentTypeError(f"“{written}”不行，请写1到{LARGEST}的整数。")
    return int(written)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 once the street is in, though some of its rows wait on purpose; else that of the import."""
    from django.utils import timezone

    today = args.as_of or timezone.localdate()
    street = make(args.scale, _first_day() or today)
    if args.if_empty and not _is_wanted(street):
        _tell_sign_ins()
        return importing.DONE
    _demand_room(street)
    code = _take_in(street, args.folder or _folder(street), today)
    if street.scale > IN_WORKBOOKS:
        _load(street)
    print(f"\n{street.name}（演示，全部是虚构的）")
    _run(figures, "--to", str(today))
    _tell_sign_ins()
    return importing.DONE if code == importing.SOMETHING_WAITS else code


def _tell_sign_ins() -> None:
    """Only the made-up street has sign-ins that everybody knows."""
    if _ours() is not None:
        demo_signins.open_all(words.CODE)
        print("", *demo_signins.lines(), sep="\n")


def _first_day() -> dt.date | None:
    """The day on which the street began to come in, if it has: it is made for that day ever after."""
    from gongzhi.kernel.intake.queries import batches

    ours = _ours()
    first = batches(ours.pk).order_by("id").first() if ours else None
    return first.as_of if first else None


def _is_wanted(street: "Street") -> bool:
    """Whether the house is empty, or this very street was interrupted on its way in. What was taken back stays out."""
    from gongzhi.kernel.intake.queries import names_taken_in
    from gongzhi.kernel.places.queries import streets

    ours = _ours()
    if ours is None:
        return not streets().exists()
    missing = set(_names(street)) - names_taken_in(ours.pk)
    return bool(missing) and _count("communities", street.today) == len(street.communities)


def _demand_room(street: "Street") -> None:
    """Made-up people never stand among real ones, and the street has one size. Raises Refused."""
    from gongzhi.kernel.places.queries import streets
    from gongzhi.lib.actions import Refused

    ours = _ours()
    if any(place != ours for place in streets()):
        raise Refused("这里已有真实的街道，演示街道不和它混在一起。请用 GONGZHI_HOME 另选一个空的地方。")
    wanted, standing = len(street.communities), _count("communities", street.today)
    if ours and wanted != standing:
        raise Refused(
            f"演示街道已经装入，有{standing}个社区，不是{wanted}个。要换大小，请用 GONGZHI_HOME 另选一个空的地方。"
        )


def _ours() -> "Place | None":
    from gongzhi.kernel.places.queries import place_with_code

    return place_with_code(words.CODE)


def _count(key: str, day: dt.date) -> int:
    """What the house counts today, by the key of a figure that is a plain number."""
    from gongzhi.lib.figures import Period, known

    value = next(figure.read(Period(day, None), "").value for figure in known() if figure.key == key)
    return value if isinstance(value, int) else 0


def _folder(street: "Street") -> Path:
    folder = home(os.environ) / "demo"
    return folder if street.scale == 1 else folder / f"x{street.scale}"


def _names(street: "Street") -> list[str]:
    """The workbooks that bring the street: all, or all but the one that would be too large."""
    return [name for name in workbooks.FORMS if name != workbooks.REPORT_INS or street.scale <= IN_WORKBOOKS]


def _take_in(street: "Street", folder: Path, today: dt.date) -> int:
    """Write the workbooks, unless they are there already, and import them. Returns the import's exit code."""
    names = _names(street)
    if workbooks.stand_in(folder, names):
        say(f"用 {folder} 里已有的表格。")
    else:
        workbooks.write(street, folder, names)
        say(f"表格写在 {folder}。")
    return _run(importing, *(str(folder / name) for name in names), "--by", BY, "--as-of", str(today))


def _run(command: ModuleType, *written: str) -> int:
    """Another command, as if somebody had typed it."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(written)))


def _load(street: "Street") -> None:
    from gongzhi.faces.cli.demo_load import load_members
    from gongzhi.lib.actions import Actor

    ours = _ours()
    if ours and _count("members_checked_in", street.today) < expected(street)["members_checked_in"]:
        load_members(street, ours, by=Actor.system(BY), say=say)
