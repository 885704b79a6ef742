"""Every form there is: what fills it well, or why sending it twice does no harm.

A form that is told in neither list is red, so that none comes in that makes two of a thing.
"""

from collections.abc import Callable

from django.utils import timezone

from gongzhi.faces.desk.place_map import pack
from gongzhi.kernel.places.matching import matched, what_comes_of
from gongzhi.kernel.places.queries import what_code_it_has, what_it_is_called
from gongzhi.lib.geojson import Feature, collection
from gongzhi.lib.versions import version_of
from tests.guards.world import Quarter

Body = dict[str, str]


def _today(field: str) -> Body:
    today = timezone.localdate()
    return {f"{field}_0": str(today.year), f"{field}_1": str(today.month), f"{field}_2": str(today.day)}


def _seat(quarter: Quarter) -> Body:
    return {"role": "building_chief", "name": "新来的", "number": "13800008001"} | _today("since")


def _hand_over(quarter: Quarter) -> Body:
    return {"name": "接手的", "number": "13800008002"} | _today("since")


def _mandate(quarter: Quarter) -> Body:
    corner = quarter.corners[0]
    return {"name": corner.resident.name, "number": corner.number, "scope": "sign_up"}


def _export(quarter: Quarter) -> Body:
    return {"reason": "周五签到", "columns": "name", "form": "xlsx"}


def _wrong(quarter: Quarter) -> Body:
    return {"wrong": "出生年份不对", "right": "1956年"}


def _entered(quarter: Quarter) -> Body:
    return _wrong(quarter) | {"channel": "telephone"}


def _answer(quarter: Quarter) -> Body:
    return {"outcome": "refuse", "answer": "看过户口本，登记的没有错。"}


def _name(quarter: Quarter) -> Body:
    return {"name": "桑大姐"}


def _sure(quarter: Quarter) -> Body:
    return {"sure": "on"}


def _proposed(quarter: Quarter) -> Body:
    return {"channel": "window", "reason": "看了身份证"}


def _add_place(quarter: Quarter) -> Body:
    return {"kind": "courtyard", "name": "新院", "code": "", "address": ""}


def _rename_place(quarter: Quarter) -> Body:
    return {"name": "新名社区", "version": version_of(what_it_is_called(quarter.corners[0].community))} | _today("on")


def _code(quarter: Quarter) -> Body:
    community = quarter.corners[0].community
    code = f"{what_code_it_has(quarter.street)['code']}099"
    return {"code": code, "version": version_of(what_code_it_has(community))} | _today("on")


def _map(quarter: Quarter) -> Body:
    ring = [[113.6, 34.7], [113.7, 34.7], [113.7, 34.8], [113.6, 34.7]]
    bounds = Feature({"type": "Polygon", "coordinates": [ring]}, {"name": quarter.corners[0].community.name}, number=1)
    matches = matched([bounds], quarter.street, timezone.localdate())
    version = version_of(what_comes_of(matches))
    return {"packed": pack(collection([bounds]).encode()), "on": str(timezone.localdate()), "version": version}


#: Forms that create something, and what fills them; sent fifty times at once they do so once.
CREATING: dict[str, Callable[[Quarter], Body]] = {
    "give_seat": _seat,
    "seat": _hand_over,
    "helpers": _mandate,
    "ask_export": _export,
    "own_correction": _wrong,
    "own_names": _name,
    "own_erasure": _sure,
    "enter_correction": _entered,
    "correction": _answer,
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
    "end_watch": "ended is ended",
    "fetch_export": "three times at most, each written down",
    "end_place": "a place ends once",
    "erase_shape": "erased is erased",
    "move_place": "a place that moved is there already",
    "order_of_place": "the same order again, or overtaken",
    "position_of_place": "the same position again, or overtaken",
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
