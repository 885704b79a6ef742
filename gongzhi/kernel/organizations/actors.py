"""Making the Actor of a request: the only place that reads rights from memberships."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership, MembershipQuerySet
from gongzhi.kernel.organizations.roles import DESK, rights_of
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions.sessions import SEEN
from gongzhi.kernel.people.credentials import digest_of
from gongzhi.kernel.people.models import Person, Session
from gongzhi.kernel.people.states import SessionKind
from gongzhi.lib.actions import Actor, Seat


def actor_for(person: Person, *, on: dt.date, account_id: int | None = None) -> Actor:
    """What ``person`` may do on a day in all roles together: the seats that have begun and not ended."""
    standing = seats_of(person.pk, on=on)
    return Actor(
        name=person.name, person_id=person.pk, account_id=account_id, seats=tuple(seat_of(each) for each in standing)
    )


def seats_of(person_id: int, *, on: dt.date) -> list[Membership]:
    """The memberships of a person that stand on a day, in the order they were given; those of joined records too."""
    return list(held_by(person_id).standing(on))


def held_by(person_id: int) -> MembershipQuerySet:
    """Whatever a person holds, held or is to hold, in the order it was given; those of joined records too."""
    theirs = Membership.objects.filter(Q(person=person_id) | Q(person__same_as=person_id))
    return theirs.select_related("person", "place", "organization__place").order_by("id")


def seat_of(membership: Membership) -> Seat:
    """A membership as its holder acts in it. It answers for its own place, else for that of its organisation,
    which for the street office is the street."""
    place = membership.place or membership.organization.place
    path, rights = place.path if place else "", rights_of(membership.role)
    return Seat(membership.role, membership.organization_id, path, membership.since, membership.until, rights)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request: the actor, and what the frame of every page says of them.

    ``seat_label`` names the active role and where it is held, empty for a resident; ``ended`` says
    that the role chosen has ended since. ``display`` is what the account remembers.
    """

    actor: Actor
    session_id: int
    seat_label: str = ""
    ended: bool = False
    shared: bool = False
    display: dict[str, str] | None = None
    rested: bool = False


_SESSION = ("pk", "kind", "shared", "seen_at", "account_id", "account__display")
_SEAT = tuple(
    f"active__membership__{name}" for name in ("role", "organization_id", "since", "until", "organization__name")
)


def signed_in(key: str, *, address: str = "") -> SignedIn | None:
    """Who holds the session with this key, in one query; None if nobody does any more."""
    now = timezone.now()
    standing = Session.objects.filter(
        key_digest=digest_of(key),
        ended_at=None,
        ends_at__gt=now,
        seen_at__gt=now - F("idle"),
        account__closed_at=None,
    ).annotate(
        who=Coalesce("account__person__same_as", "account__person"),
        called=Coalesce("account__person__same_as__name", "account__person__name"),
        path=Coalesce("active__membership__place__path", "active__membership__organization__place__path"),
    )
    row = standing.values(*_SESSION, *_SEAT, "who", "called", "path").first()
    return _told(row, now, address) if row else None


def _told(row: dict[str, Any], now: dt.datetime, address: str) -> SignedIn:
    role, on = row["active__membership__role"], timezone.localdate(now)
    since, until = row["active__membership__since"], row["active__membership__until"]
    stands = bool(role) and (since is None or since <= on) and (until is None or until > on)
    if stands and role in DESK and row["kind"] != SessionKind.STAFF:
        stands = False
    seat = (
        Seat(
            role or "",
            row["active__membership__organization_id"] or 0,
            row["path"] or "",
            since,
            until,
            rights_of(role),
        )
        if stands
        else None
    )
    return SignedIn(
        Actor(row["called"], row["who"], row["account_id"], (seat,) if seat else (), address=address),
        row["pk"],
        f"{row['active__membership__organization__name']} · {Role(role).label}" if seat else "",
        ended=bool(role) and not stands,
        shared=row["shared"],
        display=row["account__display"],
        rested=row["seen_at"] < now - SEEN,
    )
