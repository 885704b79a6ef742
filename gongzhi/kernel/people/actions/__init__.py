"""The use cases that change people, split by noun."""

from gongzhi.kernel.people.actions.accounts import (
    change_password,
    close_account,
    open_account,
    remember_display,
    set_up_account,
)
from gongzhi.kernel.people.actions.brakes import prune_brakes
from gongzhi.kernel.people.actions.codes import ask_code
from gongzhi.kernel.people.actions.consents import give_consent, withdraw_consent
from gongzhi.kernel.people.actions.households import move_in, move_out
from gongzhi.kernel.people.actions.mandates import give_mandate, name_helper, revoke_mandate
from gongzhi.kernel.people.actions.merging import confirm_merge, propose_merge, turn_down_merge, undo_merge
from gongzhi.kernel.people.actions.registering import (
    add_alias,
    complete_people,
    hand_over,
    identify,
    keep_names,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.actions.searching import search_people
from gongzhi.kernel.people.actions.sessions import (
    end_other_sessions,
    end_session,
    prune_sign_ins,
    renew_key,
    see_session,
)
from gongzhi.kernel.people.actions.showing import looked_at, show_number
from gongzhi.kernel.people.actions.tickets import make_ticket
from gongzhi.kernel.people.gaps import NewPerson

__all__ = [
    "NewPerson",
    "add_alias",
    "ask_code",
    "change_password",
    "close_account",
    "complete_people",
    "confirm_merge",
    "end_other_sessions",
    "end_session",
    "give_consent",
    "give_mandate",
    "hand_over",
    "identify",
    "keep_names",
    "looked_at",
    "make_ticket",
    "move_in",
    "move_out",
    "name_helper",
    "open_account",
    "propose_merge",
    "prune_brakes",
    "prune_sign_ins",
    "register_person",
    "remember_display",
    "renew_key",
    "revoke_mandate",
    "search_people",
    "see_session",
    "set_up_account",
    "show_number",
    "take_over_people",
    "turn_down_merge",
    "undo_merge",
    "withdraw_consent",
]
