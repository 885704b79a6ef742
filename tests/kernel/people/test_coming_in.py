"""The ways in, below the pages: guessing waits, links open once, passwords are strong, nothing stands readable."""

import datetime as dt

import pyotp
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from gongzhi.kernel.organizations.actions import end_seat, invite, recover, set_up
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people import coming_in
from gongzhi.kernel.people.actions import ask_code, close_account, make_ticket, prune_brakes, prune_sign_ins
from gongzhi.kernel.people.actions.brakes import count_try
from gongzhi.kernel.people.credentials import ACCOUNT, network_of, second_factor_of, ticket
from gongzhi.kernel.people.models import Account, Brake, Person, Session, SignInCode, Ticket
from gongzhi.kernel.people.states import TicketKind
from gongzhi.lib.actions import Actor, Refused
from tests import making
from tests.entering import PASSWORD, staff
from tests.together import together

pytestmark = pytest.mark.django_db

OUTSIDER = Actor(address="203.0.113.7")


@pytest.fixture
def worker() -> Person:
    person = making.person("王小红")
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(making.community()))
    return person


def try_in_vain(times: int) -> None:
    for _try in range(times):
        with pytest.raises(Refused, match="登录名、密码或动态码不对"):
            coming_in.by_password("wangxh", "错", "000000", coming_in.Browser(), by=OUTSIDER)


def test_the_wait_grows_and_ends(worker: Person) -> None:
    staff(worker)
    try_in_vain(5)
    first = Brake.objects.exclude(until=None).get().until
    assert first is not None
    assert dt.timedelta(seconds=25) < first - timezone.now() <= dt.timedelta(seconds=30)
    Brake.objects.update(until=timezone.now())
    try_in_vain(1)
    second = Brake.objects.exclude(until=None).get().until
    assert second is not None
    assert second - timezone.now() > dt.timedelta(seconds=50)


def test_nobody_waits_longer_than_a_quarter_of_an_hour() -> None:
    for _try in range(30):
        Brake.objects.update(until=None)
        count_try(ACCOUNT, "wangxh", by=OUTSIDER)
    until = Brake.objects.get().until
    assert until is not None
    assert until - timezone.now() <= dt.timedelta(minutes=15)


def test_after_an_hour_in_peace_the_count_begins_anew() -> None:
    for _try in range(4):
        count_try(ACCOUNT, "wangxh", by=OUTSIDER)
    Brake.objects.update(failed_at=timezone.now() - dt.timedelta(hours=2))
    count_try(ACCOUNT, "wangxh", by=OUTSIDER)
    assert Brake.objects.get().failures == 1


def test_an_ipv6_guesser_has_one_network_and_not_many() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:203.0.113.7") == network_of("203.0.113.7")
    assert network_of("spoofed, 10.0.0.1") == "unknown"


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_guesses_at_once_no_more_are_looked_at() -> None:
    asked = ask_code("13800000001", by=OUTSIDER)

    def guess(number: int) -> bool:
        from gongzhi.kernel.people.actions.codes import try_code

        return try_code(asked, f"{number:06}", by=OUTSIDER)

    together(12, guess)
    assert SignInCode.objects.get().tries == 5


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("太短", "12 个字以上"),
        ("password1234", "太容易猜到"),
        ("gongzhigongzhi1", "太容易猜到"),
        ("王小红王小红王小红王小红", "太容易猜到"),
        ("长" * 200, "太长"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(worker: Person, password: str, said: str) -> None:
    key = invite(worker, by=making.SYSTEM)
    found = ticket(key, TicketKind.INVITATION)
    assert found is not None
    secret, _address = second_factor_of(found)
    given = {"name": "wangxh", "code": pyotp.TOTP(secret).now(), "by": making.SYSTEM}
    with pytest.raises(Refused, match=said):
        set_up(key, TicketKind.INVITATION, password=password, **given)
    assert set_up(key, TicketKind.INVITATION, password=PASSWORD, **given).name == "wangxh"


def test_passwords_are_kept_with_a_million_rounds() -> None:
    assert PBKDF2PasswordHasher.iterations >= 1_000_000
    assert not hasattr(settings, "AUTH_USER_PROFILE")


def test_a_link_is_for_one_purpose(worker: Person) -> None:
    key = make_ticket(worker, TicketKind.DESK, by=making.SYSTEM)
    with pytest.raises(Refused):
        set_up(key, TicketKind.INVITATION, name="x", password=PASSWORD, code="000000", by=making.SYSTEM)
    assert coming_in.by_desk_link(key, coming_in.Browser(), by=OUTSIDER).session.account.person == worker


@pytest.mark.parametrize("kind", list(TicketKind))
def test_a_link_opens_once_and_not_after_its_time(kind: str) -> None:
    person = making.person()
    key = make_ticket(person, kind, by=making.SYSTEM)
    assert ticket(key, kind) is not None
    Ticket.objects.update(ends_at=timezone.now())
    assert ticket(key, kind) is None


def test_a_second_link_ends_the_first() -> None:
    person = making.person()
    first = make_ticket(person, TicketKind.DESK, by=making.SYSTEM)
    second = make_ticket(person, TicketKind.DESK, by=making.SYSTEM)
    assert ticket(first, TicketKind.DESK) is None
    assert ticket(second, TicketKind.DESK) is not None


def test_whoever_lost_the_role_cannot_use_the_invitation(worker: Person) -> None:
    key = invite(worker, by=making.SYSTEM)
    end_seat(worker.memberships.get(), on=timezone.localdate(), by=making.SYSTEM)
    with pytest.raises(Refused, match="用过或过期"):
        set_up(key, TicketKind.INVITATION, name="wangxh", password=PASSWORD, code="000000", by=making.SYSTEM)


def test_nobody_recovers_their_own_account(worker: Person) -> None:
    staff(worker)
    street = worker.street
    admin = making.person("管理员")
    making.seat(admin, Role.ADMIN, making.office(street))
    staff(admin, "guanli")
    from gongzhi.kernel.organizations.actors import actor_for

    by = actor_for(admin, on=timezone.localdate())
    with pytest.raises(PermissionDenied, match="请同事来办"):
        recover(admin, by=by)
    assert ticket(recover(worker, by=by), TicketKind.RECOVERY) is not None


def test_recovery_signs_every_browser_out(worker: Person) -> None:
    member = staff(worker)
    coming_in.by_password("wangxh", PASSWORD, member.code(), coming_in.Browser(), by=OUTSIDER)
    key = recover(worker, by=making.SYSTEM)
    found = ticket(key, TicketKind.RECOVERY)
    assert found is not None
    secret, _address = second_factor_of(found)
    set_up(key, TicketKind.RECOVERY, name="", password=PASSWORD + "二", code=pyotp.TOTP(secret).now(), by=making.SYSTEM)
    assert not Session.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused):
        coming_in.by_password("wangxh", PASSWORD, member.code(), coming_in.Browser(), by=OUTSIDER)


def test_a_closed_account_opens_nothing(worker: Person) -> None:
    member = staff(worker)
    close_account(member.account, by=making.SYSTEM)
    with pytest.raises(Refused):
        coming_in.by_password("wangxh", PASSWORD, member.code(), coming_in.Browser(), by=OUTSIDER)


def test_a_copy_of_the_tables_opens_nothing(worker: Person) -> None:
    member = staff(worker)
    opened = coming_in.by_password("wangxh", PASSWORD, member.code(), coming_in.Browser(), by=OUTSIDER)
    key = ask_code("13800000001", by=OUTSIDER)
    link = make_ticket(worker, TicketKind.DESK, by=making.SYSTEM)
    with connection.cursor() as cursor:
        dump = ""
        for model in (Account, Session, SignInCode, Ticket, Brake):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {model._meta.db_table} t")
            dump += str(cursor.fetchone()[0])
    for secret in (PASSWORD, member.secret, opened.key, key, link, "13800000001", "203.0.113.7"):
        assert secret not in dump


def test_what_is_over_is_forgotten_after_a_day(worker: Person) -> None:
    member = staff(worker)
    coming_in.by_password("wangxh", PASSWORD, member.code(), coming_in.Browser(), by=OUTSIDER)
    ask_code("13800000001", by=OUTSIDER)
    long_ago = timezone.now() - dt.timedelta(days=2)
    Session.objects.update(began_at=long_ago, ends_at=long_ago + dt.timedelta(hours=1))
    SignInCode.objects.update(asked_at=long_ago)
    Brake.objects.update(failed_at=long_ago)
    prune_sign_ins(by=making.SYSTEM)
    prune_brakes(by=making.SYSTEM)
    assert [model.objects.count() for model in (Session, SignInCode, Brake)] == [0, 0, 0]
