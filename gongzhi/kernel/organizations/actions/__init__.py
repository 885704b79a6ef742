"""The use cases that change organisations and seats, split by noun."""

from gongzhi.kernel.organizations.actions.accounts import (
    invite,
    recover,
    set_up,
    take_role,
    take_usual_role,
)
from gongzhi.kernel.organizations.actions.organizations import (
    OrganizationFacts,
    add_alias,
    end_organization,
    keep_aliases,
    revise_organization,
    take_over_organizations,
)
from gongzhi.kernel.organizations.actions.seats import (
    SeatFacts,
    end_seat,
    give_seat,
    take_over_seats,
)

__all__ = [
    "OrganizationFacts",
    "SeatFacts",
    "add_alias",
    "end_organization",
    "end_seat",
    "give_seat",
    "invite",
    "keep_aliases",
    "recover",
    "revise_organization",
    "set_up",
    "take_over_organizations",
    "take_over_seats",
    "take_role",
    "take_usual_role",
]
