"""How pages may look, as somebody chooses it and their account remembers it (trust.md A18)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: What can be chosen, in the order it is offered: {cookie: {value: label}}.
CHOICES: dict[str, dict[str, Any]] = {
    "mode": {"standard": _("标准版"), "elder": _("长者版")},
    "size": {"1": _("标准"), "2": _("大"), "3": _("更大"), "4": _("最大")},
    "theme": {"auto": _("跟随手机或电脑"), "light": _("浅色"), "dark": _("深色")},
    "language": {"zh-hans": "中文", "en": "English"},
}
LEGENDS = {"mode": _("版式"), "size": _("字的大小"), "theme": _("颜色"), "language": _("语言 Language")}


def known(values: Mapping[str, str]) -> dict[str, str]:
    """Those of ``values`` that are a choice we offer."""
    return {name: values[name] for name, options in CHOICES.items() if values.get(name) in options}


def in_words(chosen: Mapping[str, str]) -> str:
    """What an account remembers, as its person reads it."""
    return "、".join(f"{LEGENDS[name]}：{CHOICES[name][value]}" for name, value in known(chosen).items())
