"""The use cases that change organisations and seats, split by noun."""

from gongzhi.kernel.organizations.actions.accounts import (
    invite,
    recover,
    set_up,
    take_role,
    take_usual_role,
)
from gongzhi.kernel.organizations.actions.correcting import correct_organization
from gongzhi.kernel.organizations.actions.organizations import (
    OrganizationFacts,
    add_alias,
    end_organization,
    keep_aliases,
    revise_organization,
    take_over_organizations,
)
from gongzhi.kernel.organizations.actions.seat_registers import SeatFacts, take_over_seats
from gongzhi.kernel.organizations.actions.seats import (
    WantedSeat,
    confirm_seat,
    end_seat,
    give_seat,
    hand_over,
    hand_over_to,
    propose_seat,
    refuse_seat,
    seat_somebody,
)
from gongzhi.kernel.organizations.actions.watching import (
    ask_watch,
    begin_watch,
    end_outlived_watches,
    end_watch,
    leave_watch,
    read_along,
)

__all__ = [
    "OrganizationFacts",
    "SeatFacts",
    "WantedSeat",
    "add_alias",
    "ask_watch",
    "begin_watch",
    "confirm_seat",
    "correct_organization",
    "end_organization",
    "end_outlived_watches",
    "end_seat",
    "end_watch",
    "give_seat",
    "hand_over",
    "hand_over_to",
    "invite",
    "keep_aliases",
    "leave_watch",
    "propose_seat",
    "read_along",
    "recover",
    "refuse_seat",
    "revise_organization",
    "seat_somebody",
    "set_up",
    "take_over_organizations",
    "take_over_seats",
    "take_role",
    "take_usual_role",
]
