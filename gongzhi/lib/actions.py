"""The shape of an action: who acts, whether they may, and one transaction around what they do.

Every change of data is a function decorated with :func:`action`. It takes the acting
:class:`Actor` as keyword ``by``, demands what it needs from a predicate of ``may.py``, writes,
records and tells. Nothing here knows a table or a word of the sub-district.
"""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Seat:
    """One membership as the actor holds it: a role at an organisation, for a place, for a time.

    ``place_path`` is the path of the place the role reaches (``"1.4."``), empty for none;
    ``rights`` are what the role gives there, by the names that the ``may`` of an app asks for.
    """

    role: str
    organization_id: int
    place_path: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Made once per request from memberships; the only thing that rights are read from.

    A *system actor* has a ``name`` and no person: the scheduler, the command line, an import.
    ``seats`` are those that are active now: whoever holds several roles acts in one at a time.
    ``address`` is where the request came from. With ``watched_by``, somebody of support looks
    through this person's eyes, in the role ``watcher_role``, and changes nothing.
    """

    name: str = ""
    person_id: int | None = None
    account_id: int | None = None
    seats: tuple[Seat, ...] = ()
    is_system: bool = False
    address: str = ""
    watched_by: int | None = None
    watcher_role: str = ""

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A named actor inside the machine; allowed what no person needs to be asked for."""
        return cls(name=name, is_system=True)

    @property
    def role(self) -> str:
        """The role that is active, empty for none."""
        return self.seats[0].role if self.seats else ""

    def can(self, right: str, path: str = "") -> bool:
        """Whether a seat gives ``right`` over the place at ``path`` (or over anything, if empty)."""
        return any(right in seat.rights and (not path or _reaches(seat, path)) for seat in self.seats)

    def can_within(self, right: str, path: str) -> bool:
        """Whether a seat gives ``right`` over the place at ``path`` or over any place in it."""
        return any(
            right in seat.rights and (_reaches(seat, path) or seat.place_path.startswith(path)) for seat in self.seats
        )

    def reach(self, right: str) -> tuple[str, ...]:
        """The paths of the places over which a seat gives ``right``."""
        return tuple(seat.place_path for seat in self.seats if right in seat.rights and seat.place_path)


def _reaches(seat: Seat, path: str) -> bool:
    return bool(seat.place_path) and path.startswith(seat.place_path)


ANONYMOUS = Actor()


@dataclass(frozen=True, slots=True)
class Yes:
    """The verdict of a predicate that allows."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class No:
    """The verdict of a predicate that refuses, with the reason in plain words.

    ``rights`` tells *who* apart from *when*: True if this actor may never, False if not now.
    """

    reason: str
    rights: bool = False

    def __bool__(self) -> bool:
        return False


Verdict = Yes | No
YES = Yes()


class Refused(Exception):
    """A fact stands against it. The reason is a sentence for the person who tried."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotThere(LookupError):
    """What is asked for does not exist, or not for this actor; nobody is told which of the two."""


def demand(verdict: Verdict) -> None:
    """Stop unless ``verdict`` allows.

    Raises PermissionDenied if rights are missing, Refused if only the moment is wrong.
    """
    if isinstance(verdict, No):
        raise PermissionDenied(verdict.reason) if verdict.rights else Refused(verdict.reason)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One use case in one transaction; refuses to run without an actor ``by``."""
    return _wrapped(function, watchers=False)


def looking(function: Callable[P, R]) -> Callable[P, R]:
    """An action that changes nothing of the work: it looks, and writes down or counts that it did.

    Who looks through somebody else's eyes may do that and nothing else.
    """
    return _wrapped(function, watchers=True)


def _wrapped(function: Callable[P, R], *, watchers: bool) -> Callable[P, R]:
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs.get("by")
        if not isinstance(by, Actor):
            raise TypeError(f"{function.__name__} needs by=Actor: nobody acts anonymously inside")
        if by.watched_by is not None and not watchers:
            raise PermissionDenied(_("现在是支持人员在查看，只能看，不能改。"))
        with transaction.atomic():
            return function(*args, **kwargs)

    run.is_action = True  # type: ignore[attr-defined]  # read by the house rules
    return run
