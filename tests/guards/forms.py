"""Every form there is: what fills it well, or why sending it twice does no harm.

A form that is told in neither list is red, so that none comes in that makes two of a thing.
"""

from collections.abc import Callable

from django.utils import timezone

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


#: Forms that create something, and what fills them; sent fifty times at once they do so once.
CREATING: dict[str, Callable[[Quarter], Body]] = {
    "give_seat": _seat,
    "seat": _hand_over,
    "helpers": _mandate,
}

#: Forms of which a second sending changes nothing more, and why.
HARMLESS = {
    "account": "a new link ends the one before",
    "agree": "agreeing again is the same consent",
    "at_the_desk": "its link opens once",
    "chosen": "the proven telephone opens one session",
    "close_account": "closed is closed",
    "code": "a code is right once",
    "come_in": "one code a minute",
    "confirm_draft": "only what waits is confirmed",
    "correct_row": "the same cells again",
    "decide": "a proposal is decided once",
    "discard_draft": "put away is put away",
    "display": "a cookie",
    "gallery": "keeps nothing",
    "gallery_leaf": "keeps nothing",
    "end_devices": "ended is ended",
    "end_help": "revoked is revoked",
    "end_seat": "a seat ends once",
    "headings": "what is being looked at is not asked for again",
    "intake": "the same workbook waits once",
    "let_in": "a new link ends the one before",
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
    "staff": "a code of the second factor works once",
    "take_back_row": "taken back is taken back",
    "undo_batch": "asked for is asked for",
    "unlearn": "forgotten is forgotten",
}
