"""Words in cells: names of people, free text, lists of words, ticks and codes made of digits.

Sources: mess table M07, M14 and M16 (the usual spreadsheets); 民委发〔2016〕33号 for the dot in names.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, is_nothing, plain, shown

NAME_LIMIT = 100  # code points

# the blocks of Chinese characters up to extension I, private use (older GB 18030 fonts), variation selectors
_HAN = (
    r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_ONLY_HAN = re.compile(rf"[{_HAN} ]+")
#: Nearly every name of nearly every register, without 等, which may mean several people.
_ORDINARY_NAME = re.compile(r"[\u4e00-\u7b48\u7b4a-\u9fff]{2,4}")
_APOSTROPHE = re.compile(r"^['`´‘’＇]+(?=.)")
_BRACKET = re.compile(r"\s*[(（【\[〔]([^()（）【】\[\]〔〕]*)[)）】\]〕]$")
_DOTS = str.maketrans(dict.fromkeys("•・．‧∙⋅･●", "·"))
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.·]\s*(?=[{_HAN}])")
_SEVERAL = re.compile(r"[、,，;；/|\n]|等\s*\d*\s*[人名位]")
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_COMPOUND_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|夏侯|司徒|轩辕|端木|独孤|南宫|百里|呼延|西门|闻人|申屠|澹台"
)
_NOBODY = frozenset(("空缺", "暂缺", "缺", "待定", "未定", "待选", "暂无", "无", "没有", "空"))
_TICK = re.compile("[√✓✔☑✅●○◯〇vV1是有对yY]|yes")
_CROSS = re.compile("[×✗✘☒xX0否无nN]|没有|no")
_SEXES = {
    **dict.fromkeys(("男", "男性", "先生", "男士", "m", "male", "1", "♂"), "male"),
    **dict.fromkeys(("女", "女性", "女士", "小姐", "f", "female", "2", "♀"), "female"),
}


def text(raw: Cell) -> str | None:
    """Free text without padding and without the apostrophe that forces text in a spreadsheet (M07).

    Line breaks inside stay. A cell that only holds a dash or slash is empty.
    """
    found = shown(raw)
    if found and found[0] in "'`´‘’＇":
        found = _without_apostrophe(found)
    return None if is_nothing(found) else found


def name(raw: Cell) -> str | None:
    """The name of one person, at most 100 code points.

    Padding inside Chinese names goes (``李 强``), spaces inside foreign names stay, every dot becomes ``·``
    (U+00B7). A bracket at the end is cut off; :func:`name_remark` gives what it says. Raises BadValue
    NAME_DIGITS, NAME_LONG, or NAME_SEVERAL for several people in one cell (M14). ``空缺`` and the like
    name nobody.
    """
    if isinstance(raw, str) and _ORDINARY_NAME.fullmatch(raw):
        return None if raw in _NOBODY else raw
    found = _name_written(raw)
    if not found or found in _NOBODY:
        return None
    while cut := _BRACKET.search(found):
        found = found[: cut.start()]
    _check_name(found)
    return _name_in_order(found)


def name_remark(raw: Cell) -> str | None:
    """What stands in brackets after a name, ``王芳（预备）`` → ``预备``."""
    cut = _BRACKET.search(_name_written(raw))
    return cut[1].strip() or None if cut else None


def items(raw: Cell) -> tuple[str, ...] | None:
    """Words in one cell separated by ``、，；/`` or line breaks, each once, in order; ``无`` is none."""
    found = text(raw)
    if found is None:
        return None
    words = (part.strip() for part in _SEPARATORS.split(found))
    return tuple(dict.fromkeys(word for word in words if word and word not in _NOBODY)) or None


def tick(raw: Cell) -> bool | None:
    """Whether a box is ticked (``√``, ``1``, ``是``) or crossed out. Raises BadValue TICK_FORM."""
    if isinstance(raw, bool):
        return raw
    found = shown(raw)
    if is_nothing(found):
        return None
    if _TICK.fullmatch(found):
        return True
    if _CROSS.fullmatch(found):
        return False
    raise BadValue("TICK_FORM", _("“%(text)s”看不出是或否，请打√或写“否”。") % {"text": found[:20]})


def sex(raw: Cell) -> str | None:
    """``"male"`` or ``"female"``; unknown (GB/T 2261.1: 0 and 9) is empty. Raises BadValue SEX_FORM."""
    found = plain(raw).casefold()
    if not found or found in ("0", "9"):
        return None
    if found not in _SEXES:
        raise BadValue("SEX_FORM", _("“%(text)s”看不出性别，请写“男”或“女”。") % {"text": found[:20]})
    return _SEXES[found]


def division_code(raw: Cell) -> str | None:
    """A statistical division code or a grid code built on it: 6, 9, 12 or 15 digits.

    Raises BadValue DIVISION_CODE.
    """
    found = plain(raw).replace(" ", "").lstrip("'`‘’")
    if not found:
        return None
    if len(found) not in (6, 9, 12, 15) or not (found.isascii() and found.isdigit()):
        raise BadValue("DIVISION_CODE", _("代码“%(text)s”应是6、9、12或15位数字，请核对。") % {"text": found[:20]})
    return found


def _without_apostrophe(found: str) -> str:
    closing = {"‘": "’", "'": "'", "`": "`"}.get(found[0])
    return found if closing and closing in found[1:] else _APOSTROPHE.sub("", found).strip()


def _name_written(raw: Cell) -> str:
    found = (text(raw) or "").replace("\n", " ").translate(_DOTS)
    return "".join(_half_width(c) for c in found) if not found.isascii() else found


def _half_width(character: str) -> str:
    """Full-width letters and the radicals that PDF copies leave; Han variants stay as they are."""
    if "\uff01" <= character <= "\uff5e" or "\u2e80" <= character <= "\u2fdf":
        return unicodedata.normalize("NFKC", character)
    return character


def _check_name(found: str) -> None:
    if _SEVERAL.search(found):
        raise BadValue("NAME_SEVERAL", _("一格里像是有几个人，请一人写一行。"))
    if not found or any(c.isdigit() and c.isascii() for c in found):
        raise BadValue("NAME_DIGITS", _("“%(text)s”不像姓名，请核对。") % {"text": found[:20]})
    if len(found) > NAME_LIMIT:
        raise BadValue("NAME_LONG", _("姓名太长了，请核对是不是填错了列。"))


def _name_in_order(found: str) -> str:
    found = _DOT_BETWEEN_HAN.sub("·", found)
    if " " in found and _ONLY_HAN.fullmatch(found) and _is_padding(found.split()):
        return found.replace(" ", "")
    return found


def _is_padding(parts: list[str]) -> bool:
    if sum(map(len, parts)) <= 3 or all(len(part) == 1 for part in parts):
        return True
    return len(parts) == 2 and bool(_COMPOUND_SURNAMES.fullmatch(parts[0]))
