"""What somebody typed is not lost when the session ends in the middle of it (trust.md A12).

The form travels sealed through the sign-in page and comes back afterwards, to the same person only.
Files cannot travel; who sent one is told to choose it again.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from gongzhi.kernel.people.credentials import owner_of
from gongzhi.lib.sealing import Unreadable, seal, unseal

if TYPE_CHECKING:
    from gongzhi.faces.doors import Request

_PURPOSE = "faces.kept"
#: Longer forms than any of ours are not carried around.
MOST = 64_000
#: What is of the request and not of the form.
NOT_KEPT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that waits: where it was going, and its fields in their order."""

    address: str
    fields: list[tuple[str, str]]
    account_id: int | None = None


def keep(request: "Request") -> str:
    """The request as text to carry in a hidden field: its address, and its fields if it was a form."""
    fields = [(name, value) for name in request.POST if name not in NOT_KEPT for value in request.POST.getlist(name)]
    account_id = owner_of(request.COOKIES.get(settings.SIGN_IN_COOKIE, "")) if fields else None
    if fields and account_id is None:
        fields = []
    text = json.dumps([request.get_full_path(), fields, account_id])
    return (
        seal(text, _PURPOSE).hex() if len(text) <= MOST else seal(json.dumps([request.path, [], None]), _PURPOSE).hex()
    )


def kept(text: str) -> Kept | None:
    """What :func:`keep` carried; None for anything else."""
    try:
        address, fields, account_id = json.loads(unseal(bytes.fromhex(text), _PURPOSE))
    except (ValueError, Unreadable):
        return None
    return Kept(address, [(name, value) for name, value in fields], account_id)
