"""How questions look; each draws a template of ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Cards(forms.RadioSelect):
    """One of a few, each a card to tap. None is chosen beforehand."""

    template_name = "ui/options.html"


class CheckCards(forms.CheckboxSelectMultiple):
    """Any of a few, each a card to tap."""

    template_name = "ui/options.html"


class Box(forms.CheckboxInput):
    """A sentence to agree to."""

    template_name = "ui/tick.html"
    says: Any = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["says"] = self.says
        return context


class DropFile(forms.FileInput):
    """A file, chosen or dropped."""

    template_name = "ui/upload.html"


class Digits(forms.TextInput):
    """A number: the keyboard of digits comes up, and no wheel changes it by mistake."""

    def __init__(self, size: int, **attrs: str) -> None:
        super().__init__({"inputmode": "numeric", "size": str(size)} | attrs)


class DayParts(forms.MultiWidget):
    """Year, month and day, each a field of its own: 1925 is as near as this year."""

    template_name = "ui/day.html"
    use_fieldset = True
    units = (_("年"), _("月"), _("日"))

    def __init__(self, widgets: Any = None) -> None:
        super().__init__(widgets or [Digits(4, maxlength="4"), Digits(2, maxlength="2"), Digits(2, maxlength="2")])

    def decompress(self, value: Any) -> list[Any]:
        return [value.year, value.month, value.day] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, unit in zip(context["widget"]["subwidgets"], self.units, strict=True):
            part["unit"] = unit
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class HiddenDayParts(DayParts):
    """The same, carried along unseen."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self) -> None:
        super().__init__([forms.HiddenInput(), forms.HiddenInput(), forms.HiddenInput()])
