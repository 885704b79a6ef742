"""What of a workbook is shown on a page: names whole, telephones masked, identity numbers never (domain.md 2.0.3)."""

import re
import unicodedata

from django.utils.translation import gettext as _

from gongzhi.kernel.people.masking import masked_number
from gongzhi.lib import values
from gongzhi.lib.sheets import Column

#: Columns of long numbers that are nobody's.
_CODES = (values.division_code, values.credit_code)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\u2010-\u2015-](?=\d)")
_TELEPHONE = re.compile(r"\+?(?:86)?(1[3-9]\d{9})(?!\d)|\d{7,}")
#: In a text about anything: a mobile number, or a number as long as that of an identity card.
_SOMEBODYS = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx]|(?<!\d)\d{19,}")


def veiled_cell(column: Column, text: str) -> str:
    """A cell as it may be seen."""
    if not text:
        return ""
    if column.veils == "identity":
        return _("已登记")
    if column.veils == "telephone":
        plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        return _TELEPHONE.sub(lambda number: masked_number(number[1] or number[0]), plain)
    return text if column.read in _CODES else veiled(text)


def veiled(text: str) -> str:
    """A sentence or a remark without the numbers that belong to somebody."""
    if not any(map(str.isdigit, text)):
        return text
    return _SOMEBODYS.sub(lambda number: masked_number(number[0]), text)
