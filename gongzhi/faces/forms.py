"""What all our forms share: a refusal stands in the form it was made with, and nothing typed is lost."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from gongzhi.lib.actions import Refused

R = TypeVar("R")


def attempt(form: forms.Form, do: Callable[[], R]) -> R | None:
    """What ``do`` gives; None if it was refused, and then the form says why."""
    try:
        return do()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None
