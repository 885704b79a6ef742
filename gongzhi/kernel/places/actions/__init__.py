"""The use cases that change places, split by noun."""

from gongzhi.kernel.places.actions.drawings import erase_shape, take_in_map
from gongzhi.kernel.places.actions.entering import PlaceFacts
from gongzhi.kernel.places.actions.facts import correct_place, give_code, rename_place
from gongzhi.kernel.places.actions.registers import revise_place, take_over_places
from gongzhi.kernel.places.actions.tree import add_place, end_place, move_place, reorder_places

__all__ = [
    "PlaceFacts",
    "add_place",
    "correct_place",
    "end_place",
    "erase_shape",
    "give_code",
    "move_place",
    "rename_place",
    "reorder_places",
    "revise_place",
    "take_in_map",
    "take_over_places",
]
