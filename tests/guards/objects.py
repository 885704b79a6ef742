"""Which object an address speaks of, in one community of the world: the arguments that fill its pattern.

An address with arguments that is not told here is red, so that no page comes in without its guard.
"""

from collections.abc import Callable
from typing import Any

from gongzhi.kernel.organizations.actions import propose_seat
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.models import SeatProposal
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import enter_correction, propose_erasure
from gongzhi.kernel.people.states import Channel
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


def _community(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.community.pk}


def _street(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": quarter.street.pk}


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


def _correction(quarter: Quarter, corner: Corner) -> Arguments:
    asked = corner.resident.corrections.first() or enter_correction(
        corner.resident, channel=Channel.TELEPHONE, wrong="出生年份不对", right="1956年", by=making.SYSTEM
    )
    return {"pk": asked.pk}


def _erasure(quarter: Quarter, corner: Corner) -> Arguments:
    known = corner.resident.erasures.first()
    if known is None:
        proposer = making.person("邬窗口", street=quarter.street)
        making.seat(proposer, Role.STREET_CIVIL_OFFICER, quarter.office)
        by = actor_for(proposer, on=making.TODAY)
        known = propose_erasure(corner.resident, channel=Channel.WINDOW, reason="看了身份证", by=by)
    return {"pk": known.pk}


#: Addresses that speak of something inside a community, by name.
OBJECTS: dict[str, Callable[[Quarter, Corner], Arguments]] = {
    "person": _resident,
    "show_number": _resident,
    "let_in": _resident,
    "enter_correction": _resident,
    "copy_record": _resident,
    "note_death": _resident,
    "propose_erasure": _resident,
    "correction": _correction,
    "erasure": _erasure,
    "decide_erasure": _erasure,
    "organization": _committee,
    "give_seat": _committee,
    "seat": _seat,
    "end_seat": _seat,
    "account": _worker,
    "close_account": _worker,
    "place": _community,
    "map_of_place": _community,
    "add_place": _community,
    "rename_place": _community,
    "code_of_place": _community,
    "position_of_place": _community,
    "order_of_place": _community,
    "move_place": _community,
    "end_place": _community,
    "erase_shape": _community,
    "take_in_map": _street,
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
    "own_correction_back": {"pk": 0},
    "stop_own_telephone": {"pk": 0},
    "setting": {"key": "agreements.remind_days"},
    "send_again": {"pk": 0},
    "ask_export": {"key": "people"},
    "waiting_export": {"pk": 0},
    "fetch_export": {"pk": 0},
    "clear_export": {"pk": 0},
}
