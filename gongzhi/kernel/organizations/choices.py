"""The roles somebody may act in, as they choose among them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.actors import held_by, seats_of
from gongzhi.kernel.organizations.models import ActiveSeat, Membership
from gongzhi.kernel.people.models import Session
from gongzhi.lib.actions import Actor, No


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A role, or that of a resident (``id`` 0), and why it cannot be taken, empty if it can."""

    id: int
    label: str
    active: bool
    until: dt.date | None = None
    why_not: str = ""


def seat_choices(session: Session, *, by: Actor) -> list[SeatChoice]:
    """Every role that stands today and being a resident; nothing for who holds none."""
    seats = _seats(session)
    if not seats:
        return []
    active = ActiveSeat.objects.filter(session=session).values_list("membership_id", flat=True).first()
    choices = [_choice(session, seat, active, by) for seat in seats]
    return [*choices, SeatChoice(0, _("居民（只看自己的事）"), active is None)]


def chosen_seat(session: Session, asked: str) -> Membership | None:
    """The role a form asked for, standing or over by now; None for being a resident.

    Raises LookupError if it was never theirs.
    """
    if asked == "0":
        return None
    for seat in held_by(_human(session)):
        if str(seat.pk) == asked:
            return seat
    raise LookupError(asked)


def _seats(session: Session) -> list[Membership]:
    return seats_of(_human(session), on=timezone.localdate())


def _human(session: Session) -> int:
    return session.account.person.same_as_id or session.account.person_id


def _choice(session: Session, seat: Membership, active: int | None, by: Actor) -> SeatChoice:
    verdict = may.take_role(by, session, seat)
    label = f"{seat.organization.name} · {seat.get_role_display()}"
    return SeatChoice(seat.pk, label, seat.pk == active, seat.until, verdict.reason if isinstance(verdict, No) else "")
