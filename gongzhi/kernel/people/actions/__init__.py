"""The use cases that change people, split by noun."""

from gongzhi.kernel.people.actions.consents import give_consent, withdraw_consent
from gongzhi.kernel.people.actions.households import move_in, move_out
from gongzhi.kernel.people.actions.mandates import give_mandate, revoke_mandate
from gongzhi.kernel.people.actions.merging import merge, undo_merge
from gongzhi.kernel.people.actions.registering import (
    add_alias,
    complete_people,
    identify,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.gaps import NewPerson

__all__ = [
    "NewPerson",
    "add_alias",
    "complete_people",
    "give_consent",
    "give_mandate",
    "identify",
    "merge",
    "move_in",
    "move_out",
    "register_person",
    "revoke_mandate",
    "take_over_people",
    "undo_merge",
    "withdraw_consent",
]
