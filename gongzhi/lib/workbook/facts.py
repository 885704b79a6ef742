"""What a look at the bytes of a workbook tells that the fast reader does not."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongzhi.lib.values import ErrorCell
from gongzhi.lib.workbook.grids import Unreadable

ROWS, COLUMNS = 200_000, 200
AREA = 4_000_000  # cells between A1 and the last cell of each tab; the reader keeps all of them in memory
CHARACTERS = 64_000_000  # of text in all cells together
MERGES = ERRORS = 100_000  # in one tab
TABS = 500


@dataclass(slots=True)
class TabFacts:
    """Hidden rows (from 1) and columns (from 0), and cells in error by (row, column)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], ErrorCell] = field(default_factory=dict)


@dataclass(slots=True)
class Facts:
    """By tab name."""

    tabs: dict[str, TabFacts] = field(default_factory=dict)
    counts_from_1904: bool = False


def check_extent(tab: str, rows: int, columns: int, before: int = 0) -> None:
    """Refuse a tab whose last cell lies too far out, before memory is set aside for it.

    ``before`` are the cells of the tabs before it.
    """
    if rows > ROWS or columns > COLUMNS or rows * columns + before > AREA:
        raise Unreadable(
            _("工作表“%(tab)s”太大（到第%(rows)d行、第%(columns)d列）。请删去表外多余的内容，或拆成几个表再上传。")
            % {"tab": tab[:40], "rows": rows, "columns": columns}
        )


def check_text(characters: int) -> None:
    """Refuse a workbook whose repeated texts would fill the memory."""
    if characters > CHARACTERS:
        raise Unreadable(_("表里的文字太多，请拆成几个表再上传。"))


def check_oddities(merges: int, errors: int) -> None:
    """Refuse a tab with more merged ranges or cells in error than any office has."""
    if merges > MERGES:
        raise Unreadable(_("合并的单元格太多，请取消合并后再上传。"))
    if errors > ERRORS:
        raise Unreadable(_("出错或没有结果的公式太多，请粘贴为数值，另存为.xlsx再上传。"))


def damaged() -> Unreadable:
    """The sentence for a file that no spreadsheet program can have written like this."""
    return Unreadable(_("文件已损坏，打不开。请用表格软件打开，另存为.xlsx再上传。"))


def locked() -> Unreadable:
    """The sentence for a file behind a password."""
    return Unreadable(_("文件设了密码，请取消密码后再上传。"))


def with_macros() -> Unreadable:
    """The sentence for a file that carries programs."""
    return Unreadable(_("文件里带有宏，不能接收。请另存为不带宏的.xlsx再上传。"))


def with_links() -> Unreadable:
    """The sentence for a file that reaches out to other files or addresses."""
    return Unreadable(_("表里有指向外部文件或网址的链接。请断开链接、粘贴为数值，另存为.xlsx再上传。"))


def with_objects() -> Unreadable:
    """The sentence for a file with other files inside."""
    return Unreadable(_("表里嵌有别的文件或控件，不能接收。请删去后另存为.xlsx再上传。"))


def with_formulas(tab: str) -> Unreadable:
    """The sentence for formulas that reach outside the workbook."""
    return Unreadable(_("工作表“%(tab)s”里有会连到外面的公式。请粘贴为数值，另存为.xlsx再上传。") % {"tab": tab[:40]})
