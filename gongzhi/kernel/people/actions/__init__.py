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
from gongzhi.kernel.people.actions.consents import enter_consent, enter_withdrawal, give_consent, withdraw_consent
from gongzhi.kernel.people.actions.correcting import (
    add_own_name,
    add_own_telephone,
    correct_person,
    stop_own_telephone,
)
from gongzhi.kernel.people.actions.corrections import (
    ask_correction,
    enter_correction,
    read_correction,
    refuse_correction,
    settle_correction,
    take_back_correction,
)
from gongzhi.kernel.people.actions.deaths import note_death, take_back_death
from gongzhi.kernel.people.actions.erasing import (
    ask_erasure,
    carry_out_erasure,
    confirm_erasure,
    hold_back_erasure,
    propose_erasure,
    take_back_erasure,
    turn_down_erasure,
)
from gongzhi.kernel.people.actions.households import (
    change_home,
    join_household,
    leave_household,
    move_in,
    move_out,
)
from gongzhi.kernel.people.actions.mandates import (
    enter_end,
    enter_mandate,
    give_mandate,
    name_helper,
    read_for,
    revoke_mandate,
    tell_of_ended_mandates,
)
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
from gongzhi.kernel.people.actions.retention import empty_outlived
from gongzhi.kernel.people.actions.searching import search_people
from gongzhi.kernel.people.actions.sessions import (
    end_other_sessions,
    end_session,
    prune_sign_ins,
    renew_key,
    see_session,
)
from gongzhi.kernel.people.actions.showing import (
    compare_people,
    copy_record,
    looked_at,
    looked_at_home,
    show_door,
    show_number,
)
from gongzhi.kernel.people.actions.tickets import make_ticket
from gongzhi.kernel.people.gaps import Corrected, NewPerson

__all__ = [
    "Corrected",
    "NewPerson",
    "add_alias",
    "add_own_name",
    "add_own_telephone",
    "ask_code",
    "ask_correction",
    "ask_erasure",
    "carry_out_erasure",
    "change_home",
    "change_password",
    "close_account",
    "compare_people",
    "complete_people",
    "confirm_erasure",
    "confirm_merge",
    "copy_record",
    "correct_person",
    "empty_outlived",
    "end_other_sessions",
    "end_session",
    "enter_consent",
    "enter_correction",
    "enter_end",
    "enter_mandate",
    "enter_withdrawal",
    "give_consent",
    "give_mandate",
    "hand_over",
    "hold_back_erasure",
    "identify",
    "join_household",
    "keep_names",
    "leave_household",
    "looked_at",
    "looked_at_home",
    "make_ticket",
    "move_in",
    "move_out",
    "name_helper",
    "note_death",
    "open_account",
    "propose_erasure",
    "propose_merge",
    "prune_brakes",
    "prune_sign_ins",
    "read_correction",
    "read_for",
    "refuse_correction",
    "register_person",
    "remember_display",
    "renew_key",
    "revoke_mandate",
    "search_people",
    "see_session",
    "set_up_account",
    "settle_correction",
    "show_door",
    "show_number",
    "stop_own_telephone",
    "take_back_correction",
    "take_back_death",
    "take_back_erasure",
    "take_over_people",
    "tell_of_ended_mandates",
    "turn_down_erasure",
    "turn_down_merge",
    "undo_merge",
    "withdraw_consent",
]
