"""What was found in a workbook, as the page draws it: figures that are doors, tabs that are alike together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongzhi.kernel.intake.queries.drafts import EVERYTHING, WAITING, DraftPage, Section, TabCard
from gongzhi.kernel.intake.queries.lists import BatchPage
from gongzhi.lib.sheets import Status

#: The voice of each figure.
KINDS = {Status.NEW: "ok", Status.CHANGED: "ok", Status.CONFLICT: "warn", Status.BLOCKED: "stop"}


#: Renamed headings that are told at once.
FEW = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A big number and the rows it opens to."""

    href: str
    value: int
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Way:
    """One of the lists of rows beside each other."""

    href: str
    label: str
    count: int
    current: str


@dataclass(slots=True)
class Group:
    """Tabs that were recognised as the same sheet."""

    title: str
    tabs: list[TabCard] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(tab.rows for tab in self.tabs)

    @property
    def columns(self) -> int:
        """How many different columns were found in all of them together."""
        return len({title for tab in self.tabs for _heading, title in tab.headings})

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """The headings that are called otherwise than their column, each once."""
        found = (pair for tab in self.tabs for pair in tab.headings)
        return list(dict.fromkeys((heading, title) for heading, title in found if heading != title))

    @property
    def first(self) -> list[tuple[str, str]]:
        """As many of them as go into a line or two."""
        return self.renamed[:FEW]

    @property
    def others(self) -> list[tuple[str, str]]:
        return self.renamed[FEW:]

    @property
    def rest(self) -> list[str]:
        """The headings that nothing is read from, each once."""
        return list(dict.fromkeys(heading for tab in self.tabs for heading in tab.rest))

    @property
    def remarkable(self) -> bool:
        """Whether something about one of them should be looked at."""
        return any(tab.notes for tab in self.tabs)


@dataclass(frozen=True, slots=True)
class Findings:
    """The page of a draft."""

    rows: int
    figures: list[Figure]
    groups: list[Group]
    unknown: list[TabCard]
    ways: list[Way]
    tab: str
    sections: list[Section]
    page: int
    pages: int
    writes: int
    waiting: int
    unread_answers: int

    @property
    def tables(self) -> int:
        return sum(len(group.tabs) for group in self.groups)


def findings(page: DraftPage, tab: int | None) -> Findings:
    """``tab`` is the one that the rows are narrowed to."""
    return Findings(
        rows=sum(number for _status, _label, number in page.figures),
        figures=figures(page.figures),
        groups=list(_groups(each for each in page.tabs if each.sheet)),
        unknown=[each for each in page.tabs if not each.sheet and not each.blank],
        ways=ways(page),
        tab=page.tabs[tab].name if tab is not None and tab < len(page.tabs) else "",
        sections=page.sections,
        page=page.page,
        pages=page.pages,
        writes=page.writes,
        waiting=page.waiting,
        unread_answers=page.unread_answers,
    )


def figures(counts: Iterable[tuple[str, str, int]]) -> list[Figure]:
    """The big numbers; what nobody chose to leave out is not counted."""
    return [
        Figure(
            f"?shown={status}#rows",
            number,
            label,
            KINDS.get(Status(status), "") if number else "",
        )
        for status, label, number in counts
        if number or status != Status.SKIPPED
    ]


def _groups(tabs: Iterable[TabCard]) -> Iterable[Group]:
    groups: dict[str, Group] = {}
    for tab in tabs:
        groups.setdefault(tab.sheet, Group(tab.title)).tabs.append(tab)
    return groups.values()


def ways(page: DraftPage | BatchPage) -> list[Way]:
    """What waits, everything, and what was asked for if it is neither."""
    counts = {status: number for status, _label, number in page.figures}
    labels = {status: label for status, label, _number in page.figures}
    known = {WAITING: _("要处理的"), EVERYTHING: _("全部")}
    asked = {**known, **({page.shown: labels[page.shown]} if page.shown in labels else {})}
    numbers = {WAITING: page.waiting, EVERYTHING: sum(counts.values()), **counts}
    return [
        Way(f"?shown={shown}#rows", label, numbers[shown], "page" if shown == page.shown else "")
        for shown, label in asked.items()
    ]
