"""The four workbooks of the street, as its office would hand them over."""

from collections.abc import Iterable
from pathlib import Path

from gongzhi.demo import forms
from gongzhi.demo.drawing import draw
from gongzhi.demo.facts import Street

REPORT_INS = "03-在职党员报到登记.xlsx"
FORMS = {
    "01-社区网格楼院.xlsx": forms.territory,
    "02-大工委成员单位.xlsx": forms.units,
    REPORT_INS: forms.report_ins,
    "05-共建协议台账.xlsx": forms.agreements,
}


def stand_in(folder: Path, names: Iterable[str] = FORMS) -> bool:
    """Whether the workbooks of these names are in the folder already."""
    return all((folder / name).exists() for name in names)


def write(street: Street, folder: Path, names: Iterable[str] = FORMS) -> None:
    """Write them into a folder; a file that has its name is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        draft = folder / f"{name}.draft"
        draw(FORMS[name](street), draft, on=street.today)
        draft.replace(folder / name)
