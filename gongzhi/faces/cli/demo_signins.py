"""Who can sign in to the demonstration street: one account for every kind of desk, set up by real invitations.

They exist in the demonstration only; their passwords are told to everybody.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

PASSWORD = "wutong chabei lantian"  # noqa: S105  # of accounts that guard nothing


@dataclass(frozen=True, slots=True)
class Desk:
    """A made-up member of staff: what they type, what they are called, their role; ``community``: in the first one."""

    name: str
    called: str
    role: str
    community: bool = False


DESKS = (
    Desk("ganshi", "温秀岚", "community_worker", community=True),
    Desk("shuji", "柏文启", "community_secretary", community=True),
    Desk("ganshi2", "骆小满", "community_worker", community=True),
    Desk("dangjian", "冉思远", "street_party_officer"),
    Desk("minzheng", "符月华", "street_civil_officer"),
    Desk("wenhua", "栗向阳", "street_culture_officer"),
    Desk("chengguan", "岑立冬", "street_city_officer"),
    Desk("caizheng", "鄢素琴", "street_finance"),
    Desk("lingdao", "茅建业", "street_leader"),
    Desk("guanli", "宓一帆", "admin"),
    Desk("shenji", "桑知秋", "auditor"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What to type, and in whose place; ``secret`` is for an authenticator."""

    name: str
    called: str
    role: str
    secret: str


def open_all(code: str) -> None:
    """Make the accounts that are missing in the demonstration street with this code."""
    from gongzhi.kernel.people.models import Account
    from gongzhi.kernel.places.queries import place_with_code

    street = place_with_code(code)
    known = set(Account.objects.exclude(name="").values_list("name", flat=True))
    if street is not None:
        for desk in DESKS:
            if desk.name not in known:
                _open(desk, street.pk)


def _open(desk: Desk, street_id: int) -> None:
    import pyotp

    from gongzhi.kernel.organizations.actions import give_seat, invite, set_up
    from gongzhi.kernel.people.actions import NewPerson, register_person
    from gongzhi.kernel.people.credentials import second_factor_of, ticket
    from gongzhi.kernel.people.states import TicketKind
    from gongzhi.lib.actions import Actor

    by, kind = Actor.system("demo"), TicketKind.INVITATION
    office = _office(desk, street_id)
    person = register_person(NewPerson(desk.called), street=office.street, by=by)
    give_seat(person, organization=office, role=desk.role, since=dt.date(2024, 1, 2), by=by)
    key = invite(person, by=by)
    found = ticket(key, kind)
    assert found is not None  # noqa: S101  # made in the line before
    secret, _address = second_factor_of(found)
    set_up(key, kind, name=desk.name, password=PASSWORD, code=pyotp.TOTP(secret).now(), by=by)


def _office(desk: Desk, street_id: int):  # type: ignore[no-untyped-def]  # models are loaded later
    from gongzhi.kernel.organizations.models import Organization
    from gongzhi.kernel.organizations.states import OrganizationKind

    kind = OrganizationKind.RESIDENTS_COMMITTEE if desk.community else OrganizationKind.SUBDISTRICT_OFFICE
    return Organization.objects.active().filter(street_id=street_id, kind=kind).order_by("place__position", "id")[0]


def told() -> Iterator[SignIn]:
    """The accounts of the demonstration in the order of the list, with their secrets."""
    from gongzhi.kernel.organizations.states import Role
    from gongzhi.kernel.people.credentials import TOTP
    from gongzhi.kernel.people.models import Account
    from gongzhi.lib.sealing import unseal

    accounts = {account.name: account for account in Account.objects.exclude(name="")}
    for desk in DESKS:
        if account := accounts.get(desk.name):
            secret = unseal(account.totp_sealed or b"", TOTP)
            yield SignIn(desk.name, desk.called, str(Role(desk.role).label), secret)
