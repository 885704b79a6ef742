"""What all our forms share: a refusal stands in its form, nothing typed is lost, what is sent twice happens once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from gongzhi.faces.doors import Request
from gongzhi.faces.once import once_only
from gongzhi.lib.actions import Refused

R = TypeVar("R")


def attempt(form: forms.Form, do: Callable[[], R]) -> R | None:
    """What ``do`` gives; None if it was refused, and then the form says why."""
    try:
        return do()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


def submitted(
    request: Request, form: forms.Form, do: Callable[[dict[str, Any]], Any], to: str | Callable[[Any], str]
) -> HttpResponse | None:
    """Do what a valid form with a key (``{% once %}``) says and go on; None if the form is to be shown, with its
    messages if there are any.

    ``do`` gets the answers of the form; ``to`` is the next address, or makes it from what ``do`` gave.
    """
    if not form.is_valid():
        return None

    def done() -> str:
        result = do(form.cleaned_data)
        return to if isinstance(to, str) else to(result)

    address = attempt(form, lambda: once_only(request, done))
    return redirect(address) if address else None
