"""The form as a whole, and where its templates are."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from gongzhi.lib.forms.fields import Day, Secret, Tick, Upload
from gongzhi.lib.values import PartialDate

REQUIRED = forms.Field.default_error_messages["required"]


class Renderer(TemplatesSetting):
    """Every form and every field of the house is drawn by these two."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was understood, to be read back. A day is given as a day."""

    label: Any
    text: Any
    day: dt.date | None = None


class Form(forms.Form):
    """A form whose mistakes are told by us, in sentences, and not by the browser in bubbles."""

    use_required_attribute = False
    says_optional = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)

    def full_clean(self) -> None:
        """With our own sentences, for questions too that were added once the form was made."""
        for field in self.fields.values():
            if field.error_messages["required"] == REQUIRED:
                field.error_messages["required"] = _ask(field)
        super().full_clean()

    def answers(self) -> Iterator[Answer]:
        """The questions with their answers as understood, of a form that is valid; no password, no file."""
        for field in self.visible_fields():
            if not isinstance(field.field, Secret | Upload):
                yield _answer(field, self.cleaned_data[field.name])


class Filters(Form):
    """What a list is narrowed by: nothing of it need be filled, and nobody need be told so."""

    says_optional = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s"} | options)
        for field in self.fields.values():
            field.required = False


def _ask(field: forms.Field) -> Any:
    sentence = _("请选“%(label)s”。") if isinstance(field, forms.ChoiceField) else _("请填“%(label)s”。")
    return sentence % {"label": field.label or ""}


def _answer(field: BoundField, value: Any) -> Answer:
    if isinstance(field.field, Tick):
        return Answer(field.field.says, _("是") if value else _("否"))
    if isinstance(field.field, Day):
        return Answer(field.label, "—", value)
    return Answer(field.label, told(field.field, value) or "—")


def told(field: forms.Field, value: Any) -> str:
    """An answer in words: of a choice its label, of several names all of them, of nothing nothing."""
    if isinstance(field, forms.MultipleChoiceField):
        return "、".join(_label(field, each) for each in value)
    if isinstance(field, forms.ChoiceField):
        return _label(field, value)
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, PartialDate):
        return value.spoken
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value) if value not in (None, "") else ""


def _label(field: forms.ChoiceField, value: Any) -> str:
    choices: Any = field.choices
    return next((str(label) for known, label in choices if str(known) == str(value)), "")
