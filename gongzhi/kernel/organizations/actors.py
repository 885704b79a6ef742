"""Making the Actor of a request: the only place that reads rights from memberships."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, FilteredRelation, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership, MembershipQuerySet, Watch
from gongzhi.kernel.organizations.roles import DESK, rights_of
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.organizations.watching import Along
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

    ``watched`` is who of support looks along with this account now. Whoever looks ``along`` has the
    actor and the session of the other; ``myself`` and ``browser_id`` are their own. ``over`` says that
    what they looked at has ended and that they have not left it yet.
    """

    actor: Actor
    session_id: int
    seat_label: str = ""
    ended: bool = False
    shared: bool = False
    display: dict[str, str] | None = None
    rested: bool = False
    watched: Along | None = None
    along: Along | None = None
    over: bool = False
    own: tuple[Actor, int] | None = None

    @property
    def myself(self) -> Actor:
        """The one at the browser, through whose eyes they may look."""
        return self.own[0] if self.own else self.actor

    @property
    def browser_id(self) -> int:
        """The session of this very browser."""
        return self.own[1] if self.own else self.session_id


_SESSION = ("pk", "key_digest", "kind", "shared", "seen_at", "account_id", "account__display")
_SEAT = tuple(
    f"active__membership__{name}" for name in ("role", "organization_id", "since", "until", "organization__name")
)
_WATCH = (
    *(f"looking__{name}" for name in ("id", "session_id", "until", "ended_at")),
    *(f"watched__{name}" for name in ("id", "until", "begun_by__name")),
    *(f"watched__watcher__{name}" for name in ("ended_at", "ends_at")),
    "account__person__street_id",
)

Row = dict[str, Any]


def signed_in(key: str, *, address: str = "") -> SignedIn | None:
    """Who holds the session with this key, in one query; None if nobody does any more.

    The same query brings the session through whose eyes support looks, if this one does.
    """
    now, digest = timezone.now(), digest_of(key)
    eyes = Watch.objects.open().filter(watcher__key_digest=digest, until__gt=now).values("session_id")
    standing = Session.objects.filter(
        Q(key_digest=digest) | Q(pk=Subquery(eyes)),
        ended_at=None,
        ends_at__gt=now,
        seen_at__gt=now - F("idle"),
        account__closed_at=None,
    ).annotate(
        who=Coalesce("account__person__same_as", "account__person"),
        called=Coalesce("account__person__same_as__name", "account__person__name"),
        path=Coalesce("active__membership__place__path", "active__membership__organization__place__path"),
        watched=FilteredRelation(
            "account__watches",
            condition=Q(account__watches__begun_at__isnull=False, account__watches__ended_at=None),
        ),
    )
    rows = list(standing.values(*_SESSION, *_SEAT, *_WATCH, "who", "called", "path"))
    mine = next((row for row in rows if bytes(row["key_digest"]) == digest), None)
    if mine is None:
        return None
    me = replace(_told(mine, now, address), watched=_watched(mine, now))
    return me if mine["looking__id"] is None else _along(me, mine, rows, now)


def _watched(row: Row, now: dt.datetime) -> Along | None:
    """Who looks along with this account, as long as they can: the job that ends it comes a minute later."""
    gone = row["watched__watcher__ended_at"] or (row["watched__watcher__ends_at"] or now) <= now
    if row["watched__id"] is None or gone or row["watched__until"] <= now:
        return None
    return Along(row["watched__id"], row["watched__begun_by__name"], row["called"], row["watched__until"])


def _along(me: SignedIn, mine: Row, rows: list[Row], now: dt.datetime) -> SignedIn:
    """Support through somebody else's eyes: their role and reach, and nothing of one's own. Without the right, or
    if either session is over, it is over at once."""
    eyes = next((row for row in rows if row["pk"] == mine["looking__session_id"]), None)
    if eyes is None or mine["looking__ended_at"] or not me.actor.can("support"):
        return replace(me, over=True)
    other = _told(eyes, now, me.actor.address)
    along = Along(
        mine["looking__id"], mine["called"], eyes["called"], mine["looking__until"], eyes["account__person__street_id"]
    )
    return replace(
        other,
        actor=replace(other.actor, watched_by=mine["who"], watcher_role=me.actor.role),
        shared=me.shared,
        display=me.display,
        rested=me.rested,
        along=along,
        own=(me.actor, me.session_id),
    )


def _told(row: Row, now: dt.datetime, address: str) -> SignedIn:
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
