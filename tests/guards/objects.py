"""Which object an address speaks of, in one community of the world: the arguments that fill its pattern.

An address with arguments that is not told here is red, so that no page comes in without its guard.
"""

from collections.abc import Callable
from typing import Any

from gongzhi.kernel.organizations.actions import propose_seat
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.models import SeatProposal
from gongzhi.kernel.organizations.states import Role
from tests import making
from tests.guards.world import Corner, Quarter

Arguments = dict[str, Any]


def _resident(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.resident.pk}


def _committee(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.committee.pk}


def _seat(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.chief.pk}


def _worker(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.worker.pk}


def _proposal(quarter: Quarter, corner: Corner) -> Arguments:
    known = SeatProposal.objects.filter(organization=corner.committee).first()
    if known is None:
        proposer = making.person("邬提议", street=quarter.street)
        making.seat(proposer, Role.ADMIN, quarter.office)
        known = propose_seat(
            making.person("邬候任", street=quarter.street),
            organization=corner.committee,
            role=Role.COMMUNITY_WORKER,
            since=making.TODAY,
            by=actor_for(proposer, on=making.TODAY),
        )
    return {"pk": known.pk}


#: Addresses that speak of something inside a community, by name.
OBJECTS: dict[str, Callable[[Quarter, Corner], Arguments]] = {
    "person": _resident,
    "show_number": _resident,
    "let_in": _resident,
    "organization": _committee,
    "give_seat": _committee,
    "seat": _seat,
    "end_seat": _seat,
    "account": _worker,
    "close_account": _worker,
    "proposal": _proposal,
    "decide": _proposal,
}

#: Addresses with arguments that speak of nothing in particular: the same for everybody who may come in.
SAME_FOR_ALL: dict[str, Arguments] = {
    "community": {"pk": 0},
    "figure": {"key": "communities"},
    "gallery_leaf": {"slug": "forms"},
    "set_up": {"kind": "invitation", "key": "x" * 43},
    "at_the_desk": {"key": "x" * 43},
    "agree": {"key": "alliance.tell_unit"},
    "end_help": {"pk": 0},
    "setting": {"key": "agreements.remind_days"},
    "send_again": {"pk": 0},
}
