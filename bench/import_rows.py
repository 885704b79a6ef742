"""Ten thousand rows of report-in registers through the whole intake, beside django-import-export.

Ours reads the bytes of a workbook as ten communities keep it (``gongzhi.demo``: padded names,
telephones and dates in a dozen spellings, short forms of units, people written down twice, lines
that wait), recognises, decides, writes people, telephones and report-ins, and keeps provenance,
journal and evidence. The peer reads the same lines with all their columns, already tidied, from one
sheet into one table: ``default`` keeps units and communities as texts and checks nothing, which is
what the gate compares with; ``linked`` looks them up with the widget made for it, the part of our
checks that a site could have with no code of its own.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from bench import houses
from bench.watches import Watch, peak_mb, spread, versions
from gongzhi.demo import forms, members, territory, units, words, workbooks
from gongzhi.demo.drawing import draw
from gongzhi.demo.facts import Member, Street

NAME = "import_rows"

TODAY = dt.date(2026, 11, 20)
TIMES = 9  # a real street's 1,126 reported in
ROUNDS = 3
GATE, AIM = 10, 40  # times as fast as the peer's default
SECONDS, MEGABYTES = 5, 300
#: Ways of the peer: as it comes, as advised for many rows, and as it comes with units and communities looked up.
PEERS = ("default", "bulk", "linked")
#: The peer wants an application of its own around its table, and makes the table itself.
PEER = {"DJANGO_SETTINGS_MODULE": "bench.peer_settings", "GONGZHI_DATABASE_ROLE": "owner"}


def run() -> dict[str, Any]:
    """Figures of every way, and the ratio of the peer to ours round by round."""
    rounds: dict[str, list[dict[str, Any]]] = {"ours": [], **{name: [] for name in PEERS}}
    with houses.opened(NAME) as house:
        street = make_street(TIMES)
        lines = write(street, house)
        houses.gongzhi(house, "import", *(str(house / name) for name in GROUND), well=(0, 3))
        for number in range(ROUNDS):
            houses.say(f"{NAME}: round {number + 1} of {ROUNDS}")
            houses.vacuum(house)
            rounds["ours"].append(houses.call(house, __name__, "ours", workbook=str(house / workbooks.REPORT_INS)))
            for name in PEERS:
                told = {"workbook": str(house / TIDY), "way": name}
                rounds[name].append(houses.call(house, "bench.peer", "roster", more=PEER, **told))
    return {"bench": NAME, "rows": lines, **figures(rounds)}


#: Places and units: on record before anybody reports in.
GROUND = tuple(name for name in workbooks.FORMS if name.startswith(("01", "02")))
TIDY = "tidy.xlsx"


def make_street(times: int) -> Street:
    """Ten communities and 35 units, with ``times`` as many people reported in as a real street has."""
    street = Street(words.STREET, words.CODE, times, TODAY)
    territory.settle(street, 1)
    units.gather(street, 1)
    return street


def write(street: Street, folder: Path) -> int:
    """Write the workbooks of the street, and its lines tidied for the peer; how many lines there are."""
    workbooks.write(street, folder, (*GROUND, workbooks.REPORT_INS))
    lines = [entry.member for community in street.communities for entry in members.register(street, community)]
    draw(
        [forms.Tab("rows", [], list(tidied(lines[0])), [list(tidied(line).values()) for line in lines])],
        folder / TIDY,
        on=street.today,
    )
    return len(lines)


def tidied(line: Member) -> dict[str, Any]:
    """Everything a line says, spelled in one way."""
    return {
        "name": line.person.name,
        "phone": line.person.mobile,
        "sex": line.person.sex,
        "birth": f"{line.person.born:%Y-%m}",
        "unit": line.unit.name,
        "community": line.community.full_name,
        "skills": "、".join(line.skills),
        "posts": "、".join(line.posts),
        "accepted_on": line.accepted_on,
    }


def ours(workbook: str) -> dict[str, Any]:
    """The workbook new, the same again, and the batch undone for the next round."""
    from gongzhi.kernel.intake.actions import undo
    from gongzhi.kernel.intake.models import Batch
    from gongzhi.lib.actions import Actor

    data = Path(workbook).read_bytes()
    _warm_up(Path(workbook).parent)
    with Watch() as new:
        counts = _take_in(data)
    with Watch() as again:
        counts_again = _take_in(data)
    peak = peak_mb()
    undo(Batch.objects.get(pk=counts.pop("batch")), by=Actor.system(NAME))
    counts_again.pop("batch")
    return {
        "new": new.figures(),
        "again": again.figures(),
        "peak_mb": peak,
        "counts": counts,
        "counts_again": counts_again,
    }


def _warm_up(folder: Path) -> None:
    """Read workbooks that change nothing any more, so that what is loaded on first use is loaded."""
    from gongzhi.kernel.intake.actions import preview
    from gongzhi.kernel.intake.opening import open_paths
    from gongzhi.lib.actions import Actor
    from gongzhi.lib.sheets import Reading

    by = Actor.system(NAME)
    preview(open_paths(folder / name for name in GROUND), Reading(by=by, as_of=TODAY), by=by)


def _take_in(data: bytes) -> dict[str, int]:
    """From the bytes to the commit. How many rows are what, and the number of the batch."""
    from gongzhi.kernel.intake.actions import take_in_all
    from gongzhi.kernel.intake.opening import open_file
    from gongzhi.lib.actions import Actor
    from gongzhi.lib.sheets import Reading

    by = Actor.system(NAME)
    (report,) = take_in_all([open_file(workbooks.REPORT_INS, data)], Reading(by=by, as_of=TODAY), by=by)
    counts: dict[str, int] = {}
    for tab in report.tabs:
        for status, number in tab.counts.items():
            counts[status] = counts.get(status, 0) + number
    return counts | {"batch": report.batch_id or 0}


def figures(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Least, middle and most over the rounds; whether the gate is passed is told by the worst of them."""
    ours_, told = rounds["ours"], {}
    for way in ("new", "again"):
        told[way] = {name: spread([one[way][name] for one in ours_]) for name in ours_[0][way]}
    peak = max(one["peak_mb"] for one in ours_)
    ratios = {}
    for name in PEERS:
        told[f"peer_{name}"] = {key: spread([one[key] for one in rounds[name]]) for key in rounds[name][0]}
        for cost in ("seconds", "cpu_ms"):
            pairs = zip(rounds[name], ours_, strict=True)
            ratios[f"{name}_{cost}"] = spread([theirs[cost] / mine["new"][cost] for theirs, mine in pairs])
    return {
        "rounds": len(ours_),
        "counts": ours_[0]["counts"],
        "counts_again": ours_[0]["counts_again"],
        **told,
        "peak_mb": peak,
        "ratio": ratios,
        "gate": {"times": GATE, "aim": AIM, "seconds": SECONDS, "mb": MEGABYTES},
        "passed": bool(
            ratios["default_seconds"]["min"] >= GATE and told["new"]["seconds"]["max"] <= SECONDS and peak <= MEGABYTES
        ),
        "versions": versions("django", "psycopg", "python-calamine", "django-import-export"),
    }
