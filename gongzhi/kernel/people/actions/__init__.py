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
from gongzhi.kernel.people.actions.mandates import give_mandate, revoke_mandate
from gongzhi.kernel.people.actions.merging import merge, undo_merge
from gongzhi.kernel.people.actions.registering import (
    add_alias,
    complete_people,
    identify,
    keep_names,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.actions.sessions import (
    end_other_sessions,
    end_session,
    prune_sign_ins,
    renew_key,
    see_session,
)
from gongzhi.kernel.people.actions.tickets import make_ticket
from gongzhi.kernel.people.gaps import NewPerson

__all__ = [
    "NewPerson",
    "add_alias",
    "ask_code",
    "change_password",
    "close_account",
    "complete_people",
    "end_other_sessions",
    "end_session",
    "give_consent",
    "give_mandate",
    "identify",
    "keep_names",
    "make_ticket",
    "merge",
    "move_in",
    "move_out",
    "open_account",
    "prune_brakes",
    "prune_sign_ins",
    "register_person",
    "remember_display",
    "renew_key",
    "revoke_mandate",
    "see_session",
    "set_up_account",
    "take_over_people",
    "undo_merge",
    "withdraw_consent",
]
