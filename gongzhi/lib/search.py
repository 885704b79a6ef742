"""What people are found by: the readings of their names, and what a clerk means by what was typed."""

import functools
import json
import re
import unicodedata
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

LONGEST = 64

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_ONLY = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PIECE = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\d_\u3007\u3400-\U0003ffff]+")
_DOTS = re.compile(r"[·•‧∙⋅・.]+")
_TELEPHONE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_IDENTITY = re.compile(r"\d{17}[\dX]|\d{15}")

#: Surnames that are not read as the character usually is.
_SURNAMES = """
单 shan 單 shan 曾 zeng 仇 qiu 查 zha 区 ou 區 ou 解 xie 盖 ge 蓋 ge 朴 piao 乐 yue 樂 yue 员 yun 員 yun 贠 yun 洗 xian
秘 bi 祕 bi 繁 po 覃 qin 种 chong 召 shao 翟 zhai 缪 miao 繆 miao 折 she 祭 zhai 隗 wei 佴 nai 句 gou 阚 kan 能 nai
粘 nian 炅 gui 乜 nie 蔚 yu 都 du 卜 bu 么 yao
"""

#: Surnames of several characters, those with an irregular reading first.
_LONG_SURNAMES = """
尉迟 yu'chi 尉遲 yu'chi 万俟 mo'qi 萬俟 mo'qi 长孙 zhang'sun 長孫 zhang'sun 澹台 tan'tai 澹臺 tan'tai 乐正 yue'zheng
樂正 yue'zheng 子车 zi'ju 子車 zi'ju 吐谷浑 tu'yu'hun 库狄 she'di
"""
_REGULAR_LONG_SURNAMES = """
欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 司空 司寇 夏侯 皇甫 公孙 公孫 慕容 宇文 轩辕 軒轅 端木 东方 東方 南宫 南宮
西门 西門 东郭 東郭 独孤 獨孤 赫连 赫連 钟离 鍾離 闾丘 閭丘 濮阳 濮陽 淳于 太叔 申屠 仲孙 叔孙 颛孙 百里 呼延 漆雕
令狐 鲜于 鮮于 公冶 公羊 公良 谷梁 穀梁 羊舌 宰父 亓官 夹谷 梁丘 左丘 巫马 宗政 第五 纳兰 納蘭 贺兰 耶律 完颜 完顏
哥舒 拓跋 拓拔 斛律 仆固 厍狄 侯莫陈 爱新觉罗 叶赫那拉 钮祜禄 瓜尔佳 赫舍里 阿史那
"""

#: Characters that names use in another reading than the first of the dictionary.
_IN_NAMES = "晟 sheng 琢 zhuo 长 chang 長 chang 曾 zeng 佛 fo 率 shuai 莞 wan 什 shi 都 du 仔 zi"


class NameKeys(NamedTuple):
    """A name and what it is looked up by.

    ``given`` is the name without the surname (or what stands after the dot of 阿依古丽·买买提);
    readings are lower-case ASCII without tones and blanks, ü as v: wangxiaohong, xiaohong, wxh.
    """

    name: str
    given: str
    pinyin: str
    given_pinyin: str
    initials: str


def reading(name: str) -> NameKeys:
    """The keys of a person's name, with the readings that surnames have.

    Characters without a known reading stay out of the readings.
    """
    name = tidy(name)
    family, given = _parted(name)
    first, rest = _family_syllables(family), _syllables(given)
    given_pinyin = "".join(rest)
    initials = "".join([syllable[0] for syllable in (*first, *rest)])
    return NameKeys(name, given, "".join(first) + given_pinyin, given_pinyin, initials)


def query_kind(text: str) -> tuple[str, str]:
    """What a clerk typed and in which form to look it up; at most 64 characters of it.

    ``"tail"`` four last digits of a telephone, ``"mobile"`` a whole one, ``"identity"`` an identity
    number, ``"han"`` characters, ``"latin"`` a reading or initials, ``"none"`` nothing to look for.
    """
    text = _plain(text[:LONGEST])[:LONGEST]
    number = re.sub(r"[\s()-]", "", text).upper()
    if re.fullmatch(r"\d{4}", number):
        return "tail", number
    if found := _TELEPHONE.fullmatch(number):
        return "mobile", found[1]
    if _IDENTITY.fullmatch(number):
        return "identity", number
    if _HAN.search(text):
        return "han", tidy(text)
    latin = "".join(_syllables(text))
    return ("latin", latin) if latin else ("none", "")


def tidy(name: str) -> str:
    """A name as it is kept: half-width, without the blanks that pad 李 强, with · as the only dot."""
    name = _plain(name)
    if _HAN_ONLY.fullmatch(name):
        return name
    if _HAN.search(name):
        return _composed(_DOTS.sub("·", re.sub(r"\s+", "", name)).strip("·"))
    return " ".join(name.split())


def _plain(text: str) -> str:
    text = _composed(text)
    if text.isalnum():
        return text
    return _composed("".join([sign for sign in text if sign.isprintable() or sign.isspace()])).strip()


def _composed(text: str) -> str:
    """Half-width, and letters in one piece with their accents; again after anything between them is gone."""
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _parted(name: str) -> tuple[str, str]:
    """Surname and given name; before and after the first dot or blank where there is one."""
    for mark in "· ":
        if mark in name:
            family, _mark, given = name.partition(mark)
            return family, given
    if name[:2] in _begins_of_long_surnames():
        for length in range(min(len(name), 4), 1, -1):
            if name[:length] in _long_surnames():
                return name[:length], name[length:]
    return (name[:1], name[1:]) if _HAN.match(name) else (name, "")


def _family_syllables(family: str) -> list[str]:
    known = (_surnames() if len(family) == 1 else _long_surnames()).get(family)
    return known or _syllables(family)


def _syllables(text: str) -> list[str]:
    """One reading for each character, one for each run of letters."""
    readings = _readings()
    if _HAN_ONLY.fullmatch(text):
        return [found for sign in text if (found := readings[sign])]
    pieces = (readings[piece] if _HAN.match(piece) else _toneless(piece) for piece in _PIECE.findall(text))
    return [piece for piece in pieces if piece]


def _toneless(syllable: str) -> str:
    """``lǜ`` → ``lv``, ``Renée`` → ``renee``."""
    parts = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join([sign for sign in parts if "a" <= sign <= "z"])


class _Readings(dict[str, str]):
    """The first reading of a character, empty if it has none; worked out when first asked for."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__(_pairs(_IN_NAMES))
        self.table = table

    def __missing__(self, sign: str) -> str:
        found = _toneless(self.table.get(str(ord(sign)), "").partition(",")[0])
        self[sign] = found
        return found


@functools.cache
def _readings() -> _Readings:
    # The package is not imported: that would also load its phrases, which names do not need.
    table = distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")
    return _Readings(json.loads(Path(str(table)).read_text("utf-8")))


@functools.cache
def _surnames() -> dict[str, list[str]]:
    return {sign: [sound] for sign, sound in _pairs(_SURNAMES)}


@functools.cache
def _long_surnames() -> dict[str, list[str]]:
    regular = {name: _syllables(name) for name in _REGULAR_LONG_SURNAMES.split()}
    return regular | {name: sound.split("'") for name, sound in _pairs(_LONG_SURNAMES)}


@functools.cache
def _begins_of_long_surnames() -> frozenset[str]:
    return frozenset(name[:2] for name in _long_surnames())


def _pairs(table: str) -> list[tuple[str, str]]:
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))
