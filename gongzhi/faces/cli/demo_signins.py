"""The accounts of the demonstration street, set up by real invitations."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongzhi.demo.signins import DESKS, PASSWORD, Desk

if TYPE_CHECKING:
    from gongzhi.kernel.organizations.models import Organization


HALF_A_MINUTE = dt.timedelta(seconds=30)


def open_all(code: str) -> None:
    """Make the accounts that are missing in the demonstration street with this code."""
    from gongzhi.kernel.people.credentials import account_names
    from gongzhi.kernel.places.queries import place_with_code

    street = place_with_code(code)
    known = account_names()
    if street is not None:
        for desk in DESKS:
            if desk.name not in known:
                _open(desk, street.pk)


def _open(desk: Desk, street_id: int) -> None:
    import pyotp
    from django.utils import timezone

    from gongzhi.kernel.organizations.actions import give_seat, invite, set_up
    from gongzhi.kernel.people.actions import NewPerson, register_person
    from gongzhi.kernel.people.credentials import second_factor_of, ticket
    from gongzhi.kernel.people.states import TicketKind
    from gongzhi.lib.actions import Actor, Refused

    by, kind = Actor.system("demo"), TicketKind.INVITATION
    office = _office(desk, street_id)
    person = register_person(NewPerson(desk.called), street=office.street, by=by)
    give_seat(person, organization=office, role=desk.role, since=dt.date(2024, 1, 2), by=by)
    key = invite(person, by=by)
    found = ticket(key, kind)
    assert found is not None  # noqa: S101  # made in the line before
    secret, _address = second_factor_of(found)
    codes = pyotp.TOTP(secret)
    try:  # with the code of the half minute before, so that the one of this half minute still opens
        set_up(key, kind, name=desk.name, password=PASSWORD, code=codes.at(timezone.now() - HALF_A_MINUTE), by=by)
    except Refused:  # the next half minute began in between
        set_up(key, kind, name=desk.name, password=PASSWORD, code=codes.at(timezone.now()), by=by)


def _office(desk: Desk, street_id: int) -> "Organization":
    from gongzhi.kernel.organizations.roster import offices
    from gongzhi.kernel.organizations.states import OrganizationKind

    kind = OrganizationKind.RESIDENTS_COMMITTEE if desk.community else OrganizationKind.SUBDISTRICT_OFFICE
    return offices(street_id, kind)[0]


def lines() -> Iterator[str]:
    """What ``gongzhi demo`` prints about it."""
    from gongzhi.kernel.organizations.states import Role
    from gongzhi.kernel.people.credentials import authenticator

    yield f"演示登录（工作人员，密码都是 {PASSWORD}；末尾是动态码的密钥，现在的动态码见网页 /demonstration/）"
    for desk in DESKS:
        if secret := authenticator(desk.name):
            yield f"  {desk.name:<10}{desk.called}  {Role(desk.role).label}  {secret}"
