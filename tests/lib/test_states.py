"""Moving from state to state only as the moves of a model say."""

import pytest

from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import Refused
from gongzhi.lib.states import can_move, move, unreachable
from tests import making

MOVES = {"send": (("draft",), "sent"), "sign": (("sent", "seen"), "signed"), "see": (("sent",), "seen")}


@pytest.mark.django_db
def test_a_move_saves_the_state_with_its_facts() -> None:
    community = making.community()
    move(community, "end", until=making.TODAY)
    assert Place.objects.values_list("state", "until").get(pk=community.pk) == (PlaceState.ENDED, making.TODAY)


@pytest.mark.django_db
def test_a_move_saves_nothing_else() -> None:
    community = making.community(name="通信花园社区")
    community.name = "不该保存"
    move(community, "end", until=making.TODAY)
    assert Place.objects.get(pk=community.pk).name == "通信花园社区"


@pytest.mark.django_db
def test_a_move_from_elsewhere_is_refused_and_says_where_it_stands() -> None:
    community = making.community()
    assert can_move(community, "end")
    move(community, "end", until=making.TODAY)
    assert not can_move(community, "end")
    with pytest.raises(Refused, match="现在是“已撤销”"):
        move(community, "end", until=making.TODAY)


@pytest.mark.django_db
def test_a_verb_nobody_listed_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        can_move(making.community(), "explode")


def test_states_that_no_chain_of_moves_reaches_are_found() -> None:
    every = {"draft", "sent", "seen", "signed"}
    assert unreachable(MOVES, {"draft"}, every) == set()
    assert unreachable(MOVES, {"draft"}, every | {"lost"}) == {"lost"}
    assert unreachable(MOVES, {"seen"}, every) == {"draft", "sent"}
