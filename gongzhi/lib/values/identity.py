"""Numbers that identify persons and organisations, with their check characters.

Sources: GB 11643 (citizen identity number), GB 32100 (unified social credit code); mess table M04–M06.
Never repaired, never guessed: a wrong number is sent back to the unit.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

from gongzhi.lib.values.cells import BadValue, Cell, plain, whole_digits

_MARKS = str.maketrans("", "", " -'`‘’\n")
_CROSSES = str.maketrans(dict.fromkeys("x×✕✗╳χΧХх⨯", "X"))
_DOCUMENT = re.compile(r"[A-Z0-9()\u4e00-\u9fff]{5,40}")


@dataclass(frozen=True, slots=True)
class Document:
    """The number of an identity document; ``resident`` if it is a citizen identity number."""

    number: str
    resident: bool

    def __str__(self) -> str:
        return self.number


def identity_number(raw: Cell) -> str | None:
    """A citizen identity number of 18 characters; full 15-digit ones are converted (M05).

    Raises BadValue ID_TRUNCATED (kept as a number, digits lost), ID_MASKED, ID_LENGTH, ID_FORM, ID_CHECK.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw)
    found = _compact(raw)
    return _checked(found) if found else None


def identity_document(raw: Cell) -> Document | None:
    """A citizen identity number, or the number of a passport, residence permit or other document.

    What looks like a citizen number must be one. Raises BadValue ID_DOCUMENT or what
    :func:`identity_number` raises.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw >= 1e11:
        return Document(_from_number(raw), resident=True)
    found = _compact(raw)
    if not found:
        return None
    if len(found) >= 14 and found[:-1].isdigit():
        return Document(_checked(found), resident=True)
    if not _DOCUMENT.fullmatch(found) or not any(c.isdigit() for c in found):
        raise BadValue("ID_DOCUMENT", _("“%(text)s”不像证件号码，请核对。") % {"text": found[:6]})
    return Document(found, resident=False)


def identity_birth(number: str) -> dt.date:
    """The date of birth in a checked citizen identity number."""
    return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def identity_sex(number: str) -> str:
    """``"male"`` or ``"female"`` by the 17th digit of a checked citizen identity number (M16)."""
    return "male" if int(number[16]) % 2 else "female"


def credit_code(raw: Cell) -> str | None:
    """A unified social credit code of 18 characters. Raises BadValue USCC_LENGTH or USCC_CHECK."""
    found = _compact(raw)
    if not found:
        return None
    if len(found) != 18 or isinstance(raw, (int, float)):
        sentence = _("统一社会信用代码应是18位，这里是%(count)d位，请核对。")
        raise BadValue("USCC_LENGTH", sentence % {"count": len(found)})
    if not uscc.is_valid(found):
        raise BadValue("USCC_CHECK", _("统一社会信用代码的校验位不对，请照证书核对。"))
    return found


def _compact(raw: Cell) -> str:
    return plain(raw).translate(_MARKS).upper().translate(_CROSSES)


def _from_number(raw: float) -> str:
    """Only numbers of 15 digits survive in a number cell; 18 digits do not (M04)."""
    digits = whole_digits(raw) if raw == raw else ""
    if len(digits) == 15 and digits.isdigit():
        return _checked(digits)
    if raw >= 1e15:
        raise _truncated()
    raise _wrong_length(len(digits))


def _checked(found: str) -> str:
    if "*" in found:
        raise BadValue("ID_MASKED", _("身份证号被星号遮住了，请填完整的号码。"))
    if "E+" in found:
        raise _truncated()
    if len(found) == 15 and found.isdigit() and found.isascii():
        return _from_legacy(found)
    if len(found) != 18:
        raise _wrong_length(len(found))
    if not (found[:17].isdigit() and found.isascii()):
        raise BadValue("ID_FORM", _("身份证号只能是数字，最后一位可以是X，请照证件核对。"))
    if found[17] != ric.calc_check_digit(found) or _birth(found[6:14]) is None:
        if found.endswith("000"):
            raise _truncated()
        raise BadValue("ID_CHECK", _("身份证号的校验位或出生日期不对，请照证件核对。"))
    return found


def _from_legacy(found: str) -> str:
    if _birth("19" + found[6:12]) is None:
        raise _wrong_length(15)
    longer = f"{found[:6]}19{found[6:]}"
    return longer + ric.calc_check_digit(longer + "0")  # what stands in the last place is not looked at


def _birth(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits >= "1850" else None
    except ValueError:
        return None


def _wrong_length(count: int) -> BadValue:
    return BadValue("ID_LENGTH", _("身份证号应是18位，这里是%(count)d位，请照证件核对。") % {"count": count})


def _truncated() -> BadValue:
    return BadValue("ID_TRUNCATED", _("身份证号被存成了数字，后几位已经丢失。请把这一列设为文本格式，照证件重新填写。"))
