"""Sending a form twice has one effect: each form carries a key of its own (``{% once %}``), and the ledger keeps the
answer that was given to it (trust.md R3)."""

from collections.abc import Callable
from typing import Any

from gongzhi.faces.doors import Request
from gongzhi.kernel.ledger.actions import once

FIELD = "once"
#: What differs between two sendings of the same form.
NOT_OF_THE_FORM = {FIELD, "csrfmiddlewaretoken"}


def once_only(request: Request, purpose: str, do: Callable[[], Any]) -> Any:
    """The answer of ``do``, which runs once for the key of the form; it holds ids only, as JSON knows them.

    Raises Refused for a form without a key, or one that comes again with something else in it.
    """
    body = {name: request.POST.getlist(name) for name in sorted(request.POST) if name not in NOT_OF_THE_FORM}
    key = request.POST.get(FIELD, "")
    return once(key, purpose=purpose, body=[request.path, body], by=request.actor, do=do)
