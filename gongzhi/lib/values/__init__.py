"""Reading the values of cells: each function takes a raw cell and gives a clean value.

An empty cell gives None. What cannot be read raises :class:`BadValue` with a sentence for the clerk.
Nothing here looks anything up or keeps personal data in memory.
"""

from gongzhi.lib.values.cells import BadValue, Cell, ErrorCell
from gongzhi.lib.values.clocks import clock
from gongzhi.lib.values.dates import PartialDate, birth_date, date
from gongzhi.lib.values.identity import (
    Document,
    credit_code,
    identity_birth,
    identity_document,
    identity_number,
    identity_sex,
)
from gongzhi.lib.values.numbers import Count, age, decimal, number, whole
from gongzhi.lib.values.phones import Phones, phone
from gongzhi.lib.values.spans import month_span
from gongzhi.lib.values.texts import division_code, items, name, name_remark, sex, text, tick

__all__ = [
    "BadValue",
    "Cell",
    "Count",
    "Document",
    "ErrorCell",
    "PartialDate",
    "Phones",
    "age",
    "birth_date",
    "clock",
    "credit_code",
    "date",
    "decimal",
    "division_code",
    "identity_birth",
    "identity_document",
    "identity_number",
    "identity_sex",
    "items",
    "month_span",
    "name",
    "name_remark",
    "number",
    "phone",
    "sex",
    "text",
    "tick",
    "whole",
]
