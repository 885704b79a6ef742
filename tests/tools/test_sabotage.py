"""Every breakage of ``make sabotage`` still finds what it breaks."""

import pytest

from tests.house_rules.source import ROOT
from tools.sabotage import SABOTAGES, Sabotage, broken


@pytest.mark.parametrize("one", SABOTAGES, ids=lambda one: one.name)
def test_what_is_broken_is_there_and_so_are_its_tests(one: Sabotage) -> None:
    text = (ROOT / one.path).read_text()
    assert broken(one, text) != text
    assert all((ROOT / test).exists() for test in one.tests)
