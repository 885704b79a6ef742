"""What all our forms share: a refusal stands in the form it was made with, and nothing typed is lost."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from gongzhi.lib.actions import Refused
from gongzhi.lib.values import BadValue
from gongzhi.lib.values.phones import phone

R = TypeVar("R")


def attempt(form: forms.Form, do: Callable[[], R]) -> R | None:
    """What ``do`` gives; None if it was refused, and then the form says why."""
    try:
        return do()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


class TelephoneField(forms.CharField):
    """A mobile number, typed as people type it: with spaces, full-width digits, 86 in front."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 30})

    def clean(self, value: str | None) -> str:
        written = super().clean(value)
        try:
            found = phone(written)
        except BadValue as problem:
            raise forms.ValidationError(problem.sentence) from problem
        if found is None or found.mobile is None:
            raise forms.ValidationError(self.error_messages["required"])
        return found.mobile
