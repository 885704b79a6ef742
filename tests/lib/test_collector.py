"""The collector rests only inside."""

import gc

import pytest

from gongzhi.lib import collector


def test_it_rests_inside_and_works_again_afterwards() -> None:
    with collector.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_made_inside_is_old_and_not_looked_at_on_the_way_out() -> None:
    with collector.paused():
        made = [[number] for number in range(10_000)]
        before = gc.get_stats()[0]["collections"]
    more = [[number] for number in range(10)]
    assert gc.get_stats()[0]["collections"] == before
    assert any(thing is made for thing in gc.get_objects(generation=2))
    assert not any(thing is more for thing in gc.get_objects(generation=2))


def test_it_works_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), collector.paused():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_whoever_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
