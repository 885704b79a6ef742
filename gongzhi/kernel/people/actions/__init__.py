"""The use cases that change people, split by noun."""

from gongzhi.kernel.people.actions.consents import give_consent, withdraw_consent
from gongzhi.kernel.people.actions.households import move_in, move_out
from gongzhi.kernel.people.actions.mandates import give_mandate, revoke_mandate
from gongzhi.kernel.people.actions.merging import confirm_merge, propose_merge, turn_down_merge, undo_merge
from gongzhi.kernel.people.actions.registering import (
    add_alias,
    complete_people,
    hand_over,
    identify,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.actions.showing import looked_at, show_number
from gongzhi.kernel.people.gaps import NewPerson

__all__ = [
    "NewPerson",
    "add_alias",
    "complete_people",
    "confirm_merge",
    "give_consent",
    "give_mandate",
    "hand_over",
    "identify",
    "looked_at",
    "move_in",
    "move_out",
    "propose_merge",
    "register_person",
    "revoke_mandate",
    "show_number",
    "take_over_people",
    "turn_down_merge",
    "undo_merge",
    "withdraw_consent",
]
