"""Sending a form twice has one effect: each form carries a key of its own (``{% once %}``), and the ledger keeps the
address that it led to (trust.md R3)."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from gongzhi.kernel.ledger.actions import once
from gongzhi.kernel.ledger.keys import kept_answer

FIELD = "once"
#: What differs between two sendings of the same form.
NOT_OF_THE_FORM = {FIELD, "csrfmiddlewaretoken"}


def once_only(request: HttpRequest, do: Callable[[], str]) -> str:
    """The address that ``do`` leads to; it runs once for the key of the form.

    Raises Refused for a form without a key, or one that comes again with something else in it.
    """
    return str(once(request.POST.get(FIELD, ""), **_told(request), do=do))


def led_to(request: HttpRequest) -> str:
    """Where the same form led to before, empty if it is new: what it changed may be out of reach by now."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    kept = kept_answer(key, **_told(request)) if key else None
    return kept if isinstance(kept, str) else ""


def _mark(file: UploadedFile) -> str:
    """The bytes of a file in a few letters."""
    file.seek(0)
    mark = hashlib.sha256(b"".join(file.chunks())).hexdigest()
    file.seek(0)
    return mark


def _told(request: HttpRequest) -> dict[str, Any]:
    names = sorted(name for name in request.POST if name not in NOT_OF_THE_FORM)
    files = [[file.name, _mark(file)] for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    body = [request.path, {name: request.POST.getlist(name) for name in names}, files]
    page = request.resolver_match.url_name if request.resolver_match else ""
    return {"purpose": f"form {page}", "body": body, "by": request.actor}  # type: ignore[attr-defined]
