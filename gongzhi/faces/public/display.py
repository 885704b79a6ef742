"""How a visitor wants the pages to look. Kept in cookies only, so that nobody needs an account for large text."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Display:
    """The visitor's choices; the defaults are what somebody sees who chose nothing."""

    mode: str = "standard"
    size: str = "1"
    theme: str = "auto"
    language: str = "zh-hans"

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        return "zh-CN" if self.language == "zh-hans" else self.language

    @property
    def dark_on(self) -> str:
        """The media that see the page in the dark; none if light was chosen."""
        return {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen"}.get(self.theme, "")

    def groups(self) -> list[dict[str, Any]]:
        """Every choice with its options and which one is on."""
        return [
            {
                "name": name,
                "legend": LEGENDS[name],
                "options": [(value, label, value == getattr(self, name)) for value, label in options.items()],
            }
            for name, options in CHOICES.items()
        ]


def known(values: Mapping[str, str]) -> dict[str, str]:
    """Those of ``values`` that are a choice we offer."""
    return {name: values[name] for name, options in CHOICES.items() if values.get(name) in options}
