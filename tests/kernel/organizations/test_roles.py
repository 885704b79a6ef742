"""The one list of roles: every right is given to somebody, asked for somewhere, and denied where trust.md denies it."""

import re

import pytest

from gongzhi.kernel.organizations.roles import DESK, RIGHTS, rights_of, roles_with
from gongzhi.kernel.organizations.states import Role
from tests.house_rules.source import ROOT, assert_nothing

#: Where a right is asked for by its name: ``by.can("keep_people", …)``, ``"sign_agreements" in seat.rights``.
ASKED = re.compile(r'(?:can|can_within|reach|right)\(\s*"([a-z_]+)"|"([a-z_]+)" in seat\.rights')


def asked() -> set[str]:
    text = "\n".join(path.read_text() for path in (ROOT / "gongzhi").rglob("*.py") if path.name != "roles.py")
    return {one or other for one, other in ASKED.findall(text)}


def test_every_right_that_is_asked_for_is_in_the_list() -> None:
    assert_nothing(f"{right} is asked for and given to nobody" for right in asked() - set(RIGHTS))


def test_whoever_sees_others_has_a_desk_and_so_a_second_factor() -> None:
    seeing = {role for right in ("see_people_masked", "see_one_number", "export_people") for role in roles_with(right)}
    assert seeing <= set(DESK)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.SUPERIOR_VIEWER, Role.STREET_FINANCE])
def test_who_keeps_the_machine_or_checks_it_sees_no_residents(role: Role) -> None:
    residents = ("people", "number", "door", "household")
    assert not {right for right in rights_of(role) if any(word in right for word in residents)}


def test_the_journal_is_open_to_the_auditor_alone() -> None:
    assert roles_with("see_journal") == (Role.AUDITOR,)


@pytest.mark.parametrize("role", [Role.BUILDING_CHIEF, Role.TEACHER, Role.CLASS_MONITOR, Role.REVIEWER])
def test_neighbours_and_teachers_have_no_desk(role: Role) -> None:
    assert "work_at_the_desk" not in rights_of(role)
