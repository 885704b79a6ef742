"""Which object an address speaks of, in one community of the world: the arguments that fill its pattern.

An address with arguments that is not told here is red, so that no page comes in without its guard.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from gongzhi.kernel.intake import actions, jobs
from gongzhi.kernel.intake.models import Batch, Draft, Meaning
from gongzhi.kernel.intake.opening import open_file
from gongzhi.kernel.intake.states import DraftState
from gongzhi.kernel.organizations.actions import propose_seat
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.models import SeatProposal
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import enter_correction, give_mandate, move_in, propose_erasure, propose_merge
from gongzhi.kernel.people.models import Household, Merge, MergeProposal, Person
from gongzhi.kernel.people.states import Channel
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import Actor
from gongzhi.lib.sheets import Reading
from tests import making
from tests.guards.held import day_of, event_of, series_of
from tests.guards.world import Corner, Quarter
from tests.offices import REPORT_INS, Office
from tests.workbooks import plain, xlsx

Arguments = dict[str, Any]

#: Where the resident stands in the workbook of a corner.
ROW = 4


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


def _consent(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.resident.pk, "key": "alliance.tell_unit"}


def _mandate(quarter: Quarter, corner: Corner) -> Arguments:
    resident = corner.resident
    known = resident.mandates_given.first()
    if known is None:
        days = {"since": timezone.localdate(), "until": timezone.localdate()}
        helper = making.neighbour(corner.community, "邬帮手")
        known = give_mandate(resident, helper=helper, scope="sign_up", how=Channel.WINDOW, by=making.SYSTEM, **days)
    return {"pk": resident.pk, "given": known.pk}


def _paper(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.resident.pk, "kind": "alliance.tell_unit"}


def _unit(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.unit.pk}


def _two_people(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": corner.resident.pk, "other": corner.chief.person_id}


def _doubles(corner: Corner, name: str) -> tuple[Person, Person]:
    """Two records of one human, whose files the community keeps."""
    known = list(Person.objects.filter(name=name, community=corner.community).order_by("pk"))
    one, other = known or [making.neighbour(corner.community, name) for _record in range(2)]
    return one, other


def _merge_proposal(quarter: Quarter, corner: Corner) -> Arguments:
    kept, gone = _doubles(corner, "邬双份")
    known = MergeProposal.objects.filter(kept=kept).first()
    by = making.two_officers(quarter.street)[0]
    return {"pk": (known or propose_merge(kept, gone, reason="本人说的", by=by)).pk}


def _merge(quarter: Quarter, corner: Corner) -> Arguments:
    kept, gone = _doubles(corner, "邬合一")
    return {"pk": (Merge.objects.filter(kept=kept).first() or making.joined(kept, gone)).pk}


def _household(quarter: Quarter, corner: Corner) -> Arguments:
    """Of the resident, behind a door of an entrance of its own: nobody else's guard chooses among entrances."""
    known = Household.objects.filter(place__name="邬门洞", place__path__startswith=corner.community.path).first()
    if known is None:
        inside = Place.objects.active().within(corner.community.path).of_kind(Kind.COURTYARD)
        yard = inside.first() or making.courtyard(making.grid(corner.community, "邬网格"), "邬院")
        entrance = making.place(Kind.ENTRANCE, yard, "邬门洞")
        known = move_in(corner.resident, place=entrance, door="703", since=making.TODAY, by=making.SYSTEM).household
    return {"pk": known.pk}


def _resident_of_household(quarter: Quarter, corner: Corner) -> Arguments:
    return _household(quarter, corner) | {"person": corner.resident.pk}


def _worker_at(corner: Corner) -> Actor:
    return actor_for(corner.worker.person, on=making.TODAY)


def register_of(corner: Corner, of: str) -> bytes:
    """A register of the corner's own, with its resident in it."""
    row = {"name": corner.resident.name, "unit": corner.unit.name, "phone": corner.number, "accepted_on": "2024-01-02"}
    rows = [row | {"community": corner.community.name}, row | {"community": "没有的社区", "name": "尹无处"}]
    return xlsx(plain(Office("", ""), REPORT_INS, rows, titles=["在职党员报到登记表", f"{of}{corner.community.name}"]))


def _draft(quarter: Quarter, corner: Corner) -> Arguments:
    known = Draft.objects.filter(community_id=corner.community.pk, state=DraftState.READ).first()
    if known is None:
        by, data = _worker_at(corner), register_of(corner, "待写入")
        place = {"street_id": quarter.street.pk, "community_id": corner.community.pk}
        known = actions.hand_in(f"{corner.community.name}.xlsx", data, **place, by=by)
        jobs.read(known.pk, by.person_id, None)
        jobs.hand_back("draft", known.pk)
    return {"pk": known.pk}


def _tab(quarter: Quarter, corner: Corner) -> Arguments:
    return _draft(quarter, corner) | {"tab": 0}


def _row(quarter: Quarter, corner: Corner) -> Arguments:
    return _tab(quarter, corner) | {"row": ROW}


def _batch(quarter: Quarter, corner: Corner) -> Arguments:
    known = Batch.objects.filter(community_id=corner.community.pk).first()
    if known is None:
        by = _worker_at(corner)
        opened = open_file(f"{corner.community.name}.xlsx", register_of(corner, "已写入"))
        reading = Reading(by=by, as_of=making.TODAY, street_id=quarter.street.pk, community_id=corner.community.pk)
        actions.take_in(opened, reading, by=by)
        known = Batch.objects.get(community_id=corner.community.pk)
        jobs.hand_back("batch", known.pk)
    return {"pk": known.pk}


def _meaning(quarter: Quarter, corner: Corner) -> Arguments:
    place = {"street_id": quarter.street.pk, "community_id": corner.community.pk}
    found, _made = Meaning.objects.get_or_create(**place, sheet=REPORT_INS, heading="何处高就", column="unit")
    return {"pk": found.pk}


#: Addresses that speak of something inside a community, by name.
def _event(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": event_of(corner).pk}


def _series(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": series_of(corner).pk}


def _day(quarter: Quarter, corner: Corner) -> Arguments:
    return {"pk": day_of(corner).pk}


OBJECTS: dict[str, Callable[[Quarter, Corner], Arguments]] = {
    "event": _event,
    "decide_event": _event,
    "correct_event": _event,
    "move_event": _event,
    "cancel_event": _event,
    "series": _series,
    "stop_series": _series,
    "occurrence": _day,
    "person": _resident,
    "show_number": _resident,
    "let_in": _resident,
    "enter_correction": _resident,
    "enter_consent": _consent,
    "enter_mandate": _resident,
    "enter_mandate_end": _mandate,
    "papers_for": _resident,
    "paper_for": _paper,
    "copy_record": _resident,
    "note_death": _resident,
    "propose_erasure": _resident,
    "correct_person": _resident,
    "change_home": _resident,
    "same_person": _resident,
    "household": _household,
    "show_door": _household,
    "join_household": _household,
    "leave_household": _resident_of_household,
    "compare_people": _two_people,
    "merge_proposal": _merge_proposal,
    "decide_merge": _merge_proposal,
    "undo_merge": _merge,
    "correction": _correction,
    "erasure": _erasure,
    "decide_erasure": _erasure,
    "organization": _committee,
    "correct_organization": _unit,
    "end_organization": _unit,
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
    "draft": _draft,
    "headings": _tab,
    "sheet": _tab,
    "row": _row,
    "correct_row": _row,
    "take_back_row": _row,
    "look_again": _draft,
    "confirm_draft": _draft,
    "discard_draft": _draft,
    "draft_workbook": _draft,
    "batch": _batch,
    "reopen_batch": _batch,
    "undo_batch": _batch,
    "prepare_batch": _batch,
    "batch_workbook": _batch,
    "unlearn": _meaning,
}

#: Addresses with arguments that speak of nothing in particular: the same for everybody who may come in.
SAME_FOR_ALL: dict[str, Arguments] = {
    "community": {"pk": 0},
    "public_event": {"pk": 0},
    "figure": {"key": "communities"},
    "gallery_leaf": {"slug": "forms"},
    "set_up": {"kind": "invitation", "key": "x" * 43},
    "at_the_desk": {"key": "x" * 43},
    "agree": {"key": "alliance.tell_unit"},
    "blank_paper": {"kind": "mandate"},
    "end_help": {"pk": 0},
    "helped": {"pk": 0},
    "own_correction_back": {"pk": 0},
    "stop_own_telephone": {"pk": 0},
    "setting": {"key": "agreements.remind_days"},
    "send_again": {"pk": 0},
    "ask_export": {"key": "people"},
    "waiting_export": {"pk": 0},
    "fetch_export": {"pk": 0},
    "clear_export": {"pk": 0},
}
