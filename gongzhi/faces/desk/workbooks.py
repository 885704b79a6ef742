"""The questions about a workbook: which file, what a heading means, what is to become of a row, what a cell says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.intake.actions.answering import LONGEST
from gongzhi.kernel.intake.queries.drafts import CellField, HeadingPage, RowPage
from gongzhi.lib.forms import Form, OneOf, Pick, Text, Tick, Upload
from gongzhi.lib.forms.widgets import DropFile
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.opening import first_look

#: Workbooks at once; more are handed in one lot after the other.
MOST = 10


class DropFiles(DropFile):
    """Several files, chosen or dropped together."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True} | (attrs or {}))


class Workbooks(Upload):
    """One or several workbooks; what is surely none is told at once, each by its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = DropFiles({"accept": ".xlsx,.xls,.csv", "required": False})
        self.widget.attrs.pop("required")

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(Workbooks, self).clean(file, initial) for file in data or [None]]
        if len(files) > MOST:
            raise ValidationError(_("一次最多上传 %(most)d 份，请分几次。") % {"most": MOST})
        if wrong := [sentence for file in files if (sentence := _unfit(file))]:
            raise ValidationError(wrong)
        return files


def _unfit(file: Any) -> str:
    """Why a file is surely no workbook."""
    try:
        first_look(file.read(), file.name)
    except Unreadable as refusal:
        return _("“%(name)s”：%(why)s") % {"name": file.name, "why": refusal.sentence}
    finally:
        file.seek(0)
    return ""


class HandInForm(Form):
    workbooks = Workbooks(
        label=gettext_lazy("选一份或几份表格"),
        help_text=gettext_lazy("可以是 .xlsx、.xls、.csv，每份不超过 20MB，一次最多 10 份。"),
    )


class ConfirmForm(Form):
    """What was seen."""

    seen = Text(longest=64)


class AnswerForm(Form):
    """What is to become of a row."""

    choice = OneOf(label=gettext_lazy("这一行怎么办"))

    def __init__(self, *args: Any, row: RowPage, **options: Any) -> None:
        super().__init__(*args, **options)
        card = row.card
        ways = [(key, label) for key, label, _chosen in card.options] + [("leave:out", _("这一行不写入"))]
        self.fields["choice"] = OneOf(label=_("这一行怎么办"), choices=ways)
        if card.alike > 1:
            self.fields["alike"] = Tick(_("同样的 %(rows)d 行都这样选") % {"rows": card.alike}, required=False)


class CorrectionForm(Form):
    """The cells of a row, to be typed anew. What is left as it stands stays as it is in the file."""

    says_optional = False

    def __init__(self, *args: Any, row: RowPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        for cell in row.fields:
            self.fields[cell.key] = _cell_field(cell)

    def typed(self) -> dict[str, str]:
        """Everything that stands in place of the file now."""
        return {cell.key: text for cell in self.row.fields if (text := self._typed(cell)) is not None}

    def _typed(self, cell: CellField) -> str | None:
        said = self.cleaned_data.get(cell.key)
        if said is None or said == _shown(cell):
            return cell.typed
        return str(said)


def _shown(cell: CellField) -> str:
    """What a field holds when nobody has touched it."""
    return "" if cell.hidden else cell.text


def _cell_field(cell: CellField) -> Text:
    hint = _("已经填了，不在这里显示。要改就重新填；没有就写“无”。") if cell.hidden and cell.text else ""
    return Text(label=cell.title, initial=_shown(cell), required=False, longest=LONGEST, help_text=hint)


class HeadingForm(Form):
    """What each heading of a tab means."""

    says_optional = False

    def __init__(self, *args: Any, page: HeadingPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.page = page
        columns = [(key, _needed(title) if needed else title) for key, title, needed in page.columns]
        for place, (heading, column) in enumerate(page.headings):
            self.fields[f"heading_{place}"] = Pick(
                label=heading, choices=columns, none=_("不用这一列"), required=False, initial=column
            )

    def meanings(self) -> Mapping[str, str]:
        """The headings that the clerk gave another meaning."""
        said = ((heading, self.cleaned_data[f"heading_{place}"]) for place, (heading, _c) in self._numbered())
        before = dict(self.page.headings)
        return {heading: column for heading, column in said if column != before[heading]}

    def _numbered(self) -> Iterable[tuple[int, tuple[str, str]]]:
        return enumerate(self.page.headings)


def _needed(title: str) -> str:
    return _("%(title)s（要有）") % {"title": title}


class SheetForm(Form):
    """Which kind of sheet a tab is; none of them: it is not read."""

    says_optional = False
    sheet = Pick(label=gettext_lazy("这一页是什么表"), required=False)

    def __init__(self, *args: Any, page: HeadingPage, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"sheet": page.sheet}} | options)
        self.fields["sheet"] = Pick(
            label=_("这一页是什么表"), choices=page.sheets, none=_("都不是，这一页不读"), required=False
        )
