"""Whoever looks through somebody else's eyes reads what those see, masked, and changes nothing, at whatever address."""

import pytest
from django.db import transaction
from django.test import Client

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from tests import making
from tests.entering import enter
from tests.guards.test_reading import NOT_OF_THE_WORK, prints
from tests.guards.walking import address, routes
from tests.guards.world import Quarter, street
from tests.looking import look_along

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

#: Eyes that see most, and those that see only themselves.
EYES = (Role.COMMUNITY_WORKER, "resident")


def eyes(quarter: Quarter, role: str) -> tuple[Person, Membership | None]:
    corner = quarter.corners[0]
    if role == "resident":
        return corner.resident, None
    worker = making.person("邬被看", "13800000917", street=quarter.street)
    return worker, making.seat(worker, role, corner.committee)


def watcher(quarter: Quarter, role: str) -> Client:
    """Support of the street, looking along with somebody in a role."""
    person, seat = eyes(quarter, role)
    theirs, support = Client(), Client()
    enter(theirs, person, seat)
    helper = making.person("邬支持", street=quarter.street)
    enter(support, helper, making.seat(helper, Role.ADMIN, quarter.office))
    look_along(support, theirs)
    return support


@pytest.mark.parametrize("role", EYES)
def test_no_form_is_taken_at_any_address(role: str) -> None:
    quarter = street(1)
    support = watcher(quarter, role)
    taken = []
    for route in routes():
        if route.name == "end_watch":
            continue
        with transaction.atomic():
            answer = support.post(address(route, quarter, quarter.corners[0]), {"answer": "yes", "once": "k"})
            transaction.set_rollback(True)
        if answer.status_code != 403:
            taken.append(f"{route.name}: {answer.status_code}")
    assert taken == []


@pytest.mark.parametrize("role", EYES)
def test_reading_shows_no_number_takes_nothing_along_and_changes_nothing(role: str) -> None:
    quarter = street(1)
    support = watcher(quarter, role)
    every = {str(route.name): address(route, quarter, quarter.corners[0]) for route in routes()}
    before, wrong, opened = prints(), [], 0
    for name, one in every.items():
        answer = support.get(one)
        opened += answer.status_code == 200
        page = b"" if answer.streaming else answer.content
        if answer.status_code >= 500 or answer.headers.get("Content-Disposition", "").startswith("attachment"):
            wrong.append(f"{name}: {answer.status_code}")
        for number in (quarter.corners[0].number, "13800000917"):
            spoken = f"{number[:3]} {number[3:7]} {number[7:]}"
            if number.encode() in page or spoken.encode() in page:
                wrong.append(f"{name} shows {number}")
    assert wrong == []
    assert opened > 20
    assert prints() == before
    assert "organizations_watch" not in NOT_OF_THE_WORK
