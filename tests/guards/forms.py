"""Every form there is: what fills it well, or why sending it twice does no harm.

A form that is told in neither list is red, so that none comes in that makes two of a thing.
"""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from gongzhi.faces.desk.place_map import pack
from gongzhi.kernel.events.queries import what_is_on_record as of_event
from gongzhi.kernel.events.queries import when_it_is
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.record import what_is_on_record as of_organization
from gongzhi.kernel.organizations.roster import who_holds
from gongzhi.kernel.people.purposes import purpose, what_they_said
from gongzhi.kernel.people.record import what_an_answer_stands_on, what_is_on_record, where_they_live
from gongzhi.kernel.places.matching import matched, what_comes_of
from gongzhi.kernel.places.queries import what_code_it_has, what_it_is_called
from gongzhi.lib.geojson import Feature, collection
from gongzhi.lib.versions import version_of
from tests import making
from tests.guards.held import event_of
from tests.guards.world import Quarter

Body = dict[str, str]


def today_in(field: str) -> Body:
    today = timezone.localdate()
    return {f"{field}_0": str(today.year), f"{field}_1": str(today.month), f"{field}_2": str(today.day)}


def _seat(quarter: Quarter) -> Body:
    return {"role": "building_chief", "name": "新来的", "number": "13800008001"} | today_in("since")


def _hand_over(quarter: Quarter) -> Body:
    version = version_of(who_holds(quarter.corners[0].chief))
    return {"name": "接手的", "number": "13800008002", "version": version} | today_in("since")


def _mandate(quarter: Quarter) -> Body:
    corner = quarter.corners[0]
    return {"name": corner.resident.name, "number": corner.number, "scope": "sign_up"}


def _export(quarter: Quarter) -> Body:
    return {"reason": "周五签到", "columns": "name", "form": "xlsx"}


def _wrong(quarter: Quarter) -> Body:
    return {"wrong": "出生年份不对", "right": "1956年"}


def _entered(quarter: Quarter) -> Body:
    return _wrong(quarter) | {"channel": "telephone"}


def _consent(quarter: Quarter) -> Body:
    resident, asked = quarter.corners[0].resident, purpose("alliance.tell_unit")
    assert asked
    version = version_of(what_they_said(resident, asked))
    return {"answer": "yes", "channel": "telephone", "reason": "回拨了登记的电话", "step": "done", "version": version}


def _helper(quarter: Quarter) -> Body:
    neighbour = making.neighbour(quarter.corners[0].community, "邬帮手", "13800008004")
    said = {"name": neighbour.name, "number": "13800008004", "scope": "sign_up", "step": "done"}
    return said | {"channel": "paper", "reason": "签字是当着我签的"}


def _answer(quarter: Quarter) -> Body:
    (asked,) = quarter.corners[0].resident.corrections.all()
    version = version_of(what_an_answer_stands_on(asked))
    return {"outcome": "refuse", "answer": "看过户口本，登记的没有错。", "version": version}


def _facts(quarter: Quarter) -> Body:
    shown = what_is_on_record(quarter.corners[0].resident)
    return {"name": shown["name"], "number": "13800008003", "version": version_of(shown)}


def _home(quarter: Quarter) -> Body:
    corner = quarter.corners[0]
    version = version_of(where_they_live(corner.resident))
    yard = making.courtyard(corner.community, f"{corner.community.name}的院")
    return {"place": str(yard.pk), "door": "2单元501", "version": version} | today_in("on")


def _join(quarter: Quarter) -> Body:
    newcomer = making.neighbour(quarter.corners[0].community, "搬来的", "13800008004")
    return {"name": newcomer.name, "number": "13800008004"} | today_in("since")


def organization_as_it_is(organization: Organization) -> Body:
    """The form of an organisation, as it stands."""
    return {name: str(value or "") for name, value in of_organization(organization).items()}


def _organization(quarter: Quarter) -> Body:
    unit = quarter.corners[0].unit
    said = organization_as_it_is(unit) | {"name": "新名图书馆"}
    return said | {"version": version_of(of_organization(unit))}


def _same(quarter: Quarter) -> Body:
    return {"reason": "本人到窗口说的"}


def _name(quarter: Quarter) -> Body:
    return {"name": "桑大姐"}


def _sure(quarter: Quarter) -> Body:
    return {"sure": "on"}


def _proposed(quarter: Quarter) -> Body:
    return {"channel": "window", "reason": "看了身份证"}


def _add_place(quarter: Quarter) -> Body:
    return {"kind": "courtyard", "name": "新院", "code": "", "address": ""}


def _rename_place(quarter: Quarter) -> Body:
    return {"name": "新名社区", "version": version_of(what_it_is_called(quarter.corners[0].community))} | today_in("on")


def _code(quarter: Quarter) -> Body:
    community = quarter.corners[0].community
    code = f"{what_code_it_has(quarter.street)['code']}099"
    return {"code": code, "version": version_of(what_code_it_has(community))} | today_in("on")


def _map(quarter: Quarter) -> Body:
    ring = [[113.6, 34.7], [113.7, 34.7], [113.7, 34.8], [113.6, 34.7]]
    bounds = Feature({"type": "Polygon", "coordinates": [ring]}, {"name": quarter.corners[0].community.name}, number=1)
    matches = matched([bounds], quarter.street, timezone.localdate())
    version = version_of(what_comes_of(matches))
    return {"packed": pack(collection([bounds]).encode()), "on": str(timezone.localdate()), "version": version}


#: Forms that create something, and what fills them; sent fifty times at once they do so once.
def _tomorrow() -> Body:
    day = timezone.localdate() + dt.timedelta(days=1)
    return {"day_0": str(day.year), "day_1": str(day.month), "day_2": str(day.day), "begins": "9:00", "ends": "11:00"}


def event_as_it_is(quarter: Quarter) -> Body:
    """What a form says of an event if nothing is changed."""
    shown = of_event(event_of(quarter.corners[0]))
    return {name: str(value) for name, value in shown.items()}


def _event(quarter: Quarter) -> Body:
    return event_as_it_is(quarter) | _tomorrow() | {"title": "防骗讲座"}


def _correct_event(quarter: Quarter) -> Body:
    event = event_of(quarter.corners[0])
    return event_as_it_is(quarter) | {"where": "二楼活动室", "version": version_of(of_event(event))}


def _move_event(quarter: Quarter) -> Body:
    event = event_of(quarter.corners[0])
    return _tomorrow() | {"reason": "老师晚到", "version": version_of(when_it_is(event))}


def _cancel_event(quarter: Quarter) -> Body:
    return {"why": "weather", "reason": "暴雨红色预警"}


def _series(quarter: Quarter) -> Body:
    said = {"every": "week", "weekday": "4", "on_holiday": "ask", "on_make_up": "keep"}
    return event_as_it_is(quarter) | said | {"begins": "15:00", "ends": "17:00"} | today_in("since")


def _stop_series(quarter: Quarter) -> Body:
    return {"reason": "改为各院自己办"}


def _decide_day(quarter: Quarter) -> Body:
    return {"answer": "skip"}


CREATING: dict[str, Callable[[Quarter], Body]] = {
    "add_event": _event,
    "correct_event": _correct_event,
    "move_event": _move_event,
    "cancel_event": _cancel_event,
    "add_series": _series,
    "stop_series": _stop_series,
    "occurrence": _decide_day,
    "give_seat": _seat,
    "seat": _hand_over,
    "helpers": _mandate,
    "ask_export": _export,
    "own_correction": _wrong,
    "own_names": _name,
    "own_erasure": _sure,
    "enter_consent": _consent,
    "enter_correction": _entered,
    "enter_mandate": _helper,
    "correction": _answer,
    "correct_person": _facts,
    "change_home": _home,
    "join_household": _join,
    "correct_organization": _organization,
    "compare_people": _same,
    "propose_erasure": _proposed,
    "add_place": _add_place,
    "rename_place": _rename_place,
    "code_of_place": _code,
    "take_in_map": _map,
}

#: Forms of which a second sending changes nothing more, and why.
HARMLESS = {
    "account": "a new link ends the one before",
    "ask_support": "a new code ends the one before",
    "agree": "agreeing again is the same consent",
    "at_the_desk": "its link opens once",
    "chosen": "the proven telephone opens one session",
    "clear_export": "gone is gone",
    "close_account": "closed is closed",
    "code": "a code is right once",
    "come_in": "one code a minute",
    "copy_record": "every copy is written down",
    "decide": "a proposal is decided once",
    "decide_event": "a draft is published once",
    "decide_erasure": "a request is decided once",
    "confirm_draft": "only what waits is confirmed",
    "correct_row": "the same cells again",
    "discard_draft": "put away is put away",
    "display": "a cookie, and the same choice again",
    "gallery": "keeps nothing",
    "gallery_leaf": "keeps nothing",
    "end_devices": "ended is ended",
    "end_help": "revoked is revoked",
    "end_seat": "a seat ends once",
    "enter_mandate_end": "a mandate ends once",
    "end_watch": "ended is ended",
    "fetch_export": "three times at most, each written down",
    "end_place": "a place ends once",
    "end_organization": "an organisation ends once",
    "decide_merge": "a proposal is decided once",
    "undo_merge": "undone is undone",
    "erase_shape": "erased is erased",
    "move_place": "a place that moved is there already",
    "order_of_place": "the same order again, or overtaken",
    "position_of_place": "the same position again, or overtaken",
    "leave_household": "somebody leaves a home once",
    "let_in": "a new link ends the one before",
    "note_death": "the same day again changes nothing",
    "own_correction_back": "taken back is taken back",
    "own_erasure_back": "taken back is taken back",
    "own_telephone_code": "a code is right once",
    "own_telephones": "one code a minute",
    "headings": "what is being looked at is not asked for again",
    "intake": "the same workbook waits once",
    "look_again": "what is being looked at is not asked for again",
    "prepare_batch": "the same file in the place of the one before",
    "read_all": "read is read",
    "reopen_batch": "the same workbook waits once",
    "row": "the same answer again",
    "roles": "the same role again",
    "send_again": "only what was given up is sent again",
    "set_up": "its link opens once",
    "setting": "one value a day",
    "show_door": "every look is written down",
    "show_number": "every look is written down",
    "sheet": "what is being looked at is not asked for again",
    "sign_out": "out is out",
    "waiting_export": "decided once",
    "stop_own_telephone": "stopped is stopped",
    "staff": "a code of the second factor works once",
    "support": "a code works once",
    "take_back_row": "taken back is taken back",
    "undo_batch": "asked for is asked for",
    "unlearn": "forgotten is forgotten",
}

#: Forms by which nobody overwrites what somebody else said, by the reason; those that do are in ``editing.py``.
OVERWRITES_NOTHING = {
    "it makes something new": (
        "add_event", "add_place", "add_series", "ask_export", "ask_support", "compare_people", "enter_correction",
        "enter_mandate", "give_seat", "helpers", "join_household", "own_correction", "propose_erasure",
    ),
    "it is decided or ended once; whoever comes second is told what stands": (
        "cancel_event", "clear_export", "close_account", "decide", "decide_erasure", "decide_event", "decide_merge",
        "discard_draft",
        "end_organization", "end_place", "end_seat", "end_watch", "enter_mandate_end", "erase_shape",
        "leave_household", "occurrence", "own_correction_back", "stop_series", "own_erasure_back",
        "reopen_batch", "undo_batch", "undo_merge", "unlearn", "waiting_export",
    ),
    "it is one's own": (
        "agree", "end_devices", "end_help", "own_erasure", "own_names", "own_telephone_code", "own_telephones",
        "read_all", "roles", "stop_own_telephone",
    ),
    "it comes in, or goes": (
        "at_the_desk", "chosen", "code", "come_in", "set_up", "sign_out", "staff", "support",
    ),
    "it keeps nothing of a record": (
        "account", "copy_record", "display", "fetch_export", "gallery", "gallery_leaf", "let_in", "send_again",
        "show_door", "show_number",
    ),
    "whoever confirms a draft sees what counts, told by a digest (decision 14)": (
        "confirm_draft", "correct_row", "headings", "intake", "look_again", "prepare_batch", "row", "sheet",
        "take_back_row",
    ),
    "what has aged is looked at again before it is written (tests/faces/desk/test_places.py)": (
        "take_in_map",
    ),
}  # fmt: skip
