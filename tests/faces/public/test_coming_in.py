"""The way in as people walk it: by telephone, by password, by a link, and out again."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import make_ticket
from gongzhi.kernel.people.models import Account, Person, Session, SignInCode
from gongzhi.kernel.people.states import SessionKind, TicketKind
from gongzhi.kernel.places.models import Place
from tests import making
from tests.entering import PASSWORD, digits_sent, enter, hidden, staff
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


def ask(client: Client, number: str = PHONE, **more: str) -> Any:
    return client.post("/come-in/", {"number": number, **more})


def prove(client: Client, number: str = PHONE, **more: str) -> Any:
    """Ask for a code and type it; the page that asks who it is."""
    page = markup(ask(client, number, **more))
    along = {name: hidden(page, name) for name in ("request", "kept", "shared")}
    return client.post("/come-in/code/", {"code": digits_sent(), **along})


def say_name(client: Client, page: Any, name: str, **more: str) -> Any:
    along = {field: hidden(markup(page), field) for field in ("request", "kept", "shared")}
    return client.post("/come-in/who/", {"name": name, **along, **more})


def is_in(client: Client) -> bool:
    return client.get("/mine/").status_code == 200


def test_a_resident_comes_in_by_telephone_and_name(client: Client) -> None:
    making.person("王秀英", PHONE)
    answer = say_name(client, prove(client, "138 0000 0001"), "王秀英")
    assert answer.headers["Location"] == "/mine/"
    assert "王秀英，您好" in text(client.get("/mine/"))


def test_the_second_time_one_tap_is_enough_and_the_name_is_masked(client: Client) -> None:
    person = making.person("王秀英", PHONE)
    say_name(client, prove(client), "王秀英")
    SignInCode.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    other = Client()
    page = prove(other)
    assert "王*英" in text(page)
    assert "王秀英" not in markup(page)
    other.post("/come-in/who/", {"person": person.pk, "request": hidden(markup(page), "request")})
    assert is_in(other)


def test_nobody_on_the_list_of_another_telephone_can_be_chosen(client: Client) -> None:
    making.person("王秀英", PHONE)
    stranger = making.person("李强", "13800000002")
    enter(Client(), stranger, kind=SessionKind.CODE)
    page = prove(client)
    client.post("/come-in/who/", {"person": stranger.pk, "request": hidden(markup(page), "request")})
    assert not is_in(client)


def test_who_is_not_on_record_says_so_and_is_entered(client: Client) -> None:
    making.street()
    page = say_name(client, prove(client), "陈新来")
    assert "没有这个姓名" in text(page)
    assert not Person.objects.exists()
    say_name(client, page, "陈新来", first_time="1")
    assert Person.objects.get().name == "陈新来"
    assert is_in(client)


def test_known_and_unknown_numbers_get_the_same_answer(client: Client) -> None:
    making.person("王秀英", PHONE)
    known, unknown = ask(client), ask(client, "13800000009")
    assert (known.status_code, text(known)) == (unknown.status_code, text(unknown))


def test_a_wrong_code_opens_nothing_and_five_are_enough(client: Client) -> None:
    making.person("王秀英", PHONE)
    request = hidden(markup(ask(client)), "request")
    right = digits_sent()
    for wrong in range(5):
        page = client.post("/come-in/code/", {"code": f"{(int(right) + 1 + wrong) % 1_000_000:06}", "request": request})
        assert "验证码不对或过期了" in text(page)
    late = client.post("/come-in/code/", {"code": right, "request": request})
    assert "验证码不对或过期了" in text(late)


def test_a_code_is_bound_to_the_request_that_asked_for_it(client: Client) -> None:
    making.person("王秀英", PHONE)
    ask(client)
    right = digits_sent()
    elsewhere = hidden(markup(ask(Client(), "13800000002")), "request")
    assert "验证码不对" in text(client.post("/come-in/code/", {"code": right, "request": elsewhere}))


def test_a_code_works_once(client: Client) -> None:
    making.person("王秀英", PHONE)
    page = prove(client)
    say_name(client, page, "王秀英")
    again = Client()
    say_name(again, page, "王秀英")
    assert not is_in(again)


def test_a_second_code_within_a_minute_is_refused_with_a_sentence(client: Client) -> None:
    ask(client)
    assert "验证码一分钟只发一次" in text(ask(client))
    assert SignInCode.objects.count() == 1


@pytest.mark.parametrize(("left", "said"), [(1, "in 1 second."), (30, "in 30 seconds.")])
def test_one_second_is_one_second_in_english(client: Client, left: int, said: str) -> None:
    client.cookies["language"] = "en"
    ask(client)
    SignInCode.objects.update(asked_at=timezone.now() - dt.timedelta(seconds=60.5 - left))
    assert said in text(ask(client))


def test_a_number_that_is_none_is_told_at_the_field_and_kept(client: Client) -> None:
    page = ask(client, "1380000")
    assert "不像电话号码" in text(page)
    assert 'value="1380000"' in markup(page)


def test_a_telephone_that_rested_for_a_year_opens_nothing(client: Client) -> None:
    person = making.person("王秀英", PHONE)
    say_name(client, prove(client), "王秀英")
    Account.objects.filter(person=person).update(used_at=timezone.now() - dt.timedelta(days=366))
    SignInCode.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    other = Client()
    page = say_name(other, prove(other), "王秀英")
    assert "很久没有用了" in text(page)
    assert not is_in(other)


@pytest.fixture
def worker() -> tuple[Person, Place]:
    community = making.community()
    person = making.person("王小红")
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(community))
    return person, community


def come_in(client: Client, name: str, code: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/come-in/staff/", {"name": name, "password": password, "code": code, **more})


def test_staff_come_in_with_two_factors_and_stand_at_their_desk(client: Client, worker: tuple[Person, Place]) -> None:
    member = staff(worker[0])
    assert come_in(client, "wangxh", member.code()).headers["Location"] == "/desk/"
    assert "通信花园社区居民委员会 · 社区干事" in markup(client.get("/desk/"))


@pytest.mark.parametrize(
    ("name", "password", "code"), [("wangxh", "错", ""), ("nobody", PASSWORD, ""), ("wangxh", PASSWORD, "000000")]
)
def test_whatever_is_wrong_the_sentence_is_the_same(
    client: Client, worker: tuple[Person, Place], name: str, password: str, code: str
) -> None:
    member = staff(worker[0])
    page = come_in(client, name, code or member.code(), password)
    assert "登录名、密码或动态码不对" in text(page)
    assert not is_in(client)
    come_in(client, "wangxh", member.code())
    assert is_in(client)


def test_a_code_of_the_second_factor_works_once(client: Client, worker: tuple[Person, Place]) -> None:
    member = staff(worker[0])
    code = member.code()
    come_in(client, "wangxh", code)
    other = Client()
    come_in(other, "wangxh", code)
    assert (is_in(client), is_in(other)) == (True, False)


def test_guessing_has_to_wait_and_the_right_one_too(client: Client, worker: tuple[Person, Place]) -> None:
    member = staff(worker[0])
    for _try in range(5):
        come_in(client, "wangxh", "000000", "错")
    assert "试的次数太多了" in text(come_in(client, "wangxh", member.code()))


def test_a_device_that_came_in_before_is_not_locked_out_from_elsewhere(
    client: Client, worker: tuple[Person, Place]
) -> None:
    member = staff(worker[0])
    come_in(client, "wangxh", member.code())
    client.post("/sign-out/")
    attacker = Client()
    for _try in range(6):
        come_in(attacker, "wangxh", "000000", "错")
    come_in(client, "wangxh", member.code())
    assert is_in(client)


def test_a_header_that_names_another_network_changes_nothing(client: Client, worker: tuple[Person, Place]) -> None:
    for number in range(25):
        client.post(
            "/come-in/staff/",
            {"name": f"n{number}", "password": "错", "code": "000000"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert "试的次数太多了" in text(come_in(client, "n99", "000000"))


def test_an_invitation_is_set_up_on_its_page(client: Client, worker: tuple[Person, Place]) -> None:
    import pyotp

    from gongzhi.kernel.organizations.actions import invite

    key = invite(worker[0], by=making.SYSTEM)
    page = client.get(f"/come-in/set-up/invitation/{key}/")
    secret = markup(page).partition("<code>")[2].partition("</code>")[0]
    given = {"name": "wangxh", "password": PASSWORD, "code": pyotp.TOTP(secret).now()}
    wrong = client.post(f"/come-in/set-up/invitation/{key}/", given | {"password": "太短"})
    assert "密码请用 12 个字以上" in text(wrong)
    assert client.post(f"/come-in/set-up/invitation/{key}/", given).headers["Location"] == "/come-in/staff/"
    assert client.get(f"/come-in/set-up/invitation/{key}/").status_code == 410


def test_a_qr_code_at_the_desk_opens_a_session_after_one_button(client: Client) -> None:
    key = make_ticket(making.person("王秀英"), TicketKind.DESK, by=making.SYSTEM)
    address = f"/come-in/desk/{key}/"
    for _preview in range(2):
        assert "您是王*英吗" in text(client.get(address))
    assert not is_in(client)
    client.post(address)
    assert is_in(client)
    assert client.get(address).status_code == 410


def test_signing_out_ends_the_session_itself(client: Client) -> None:
    opened = enter(client, making.person())
    client.post("/sign-out/")
    thief = Client()
    thief.cookies[settings.SIGN_IN_COOKIE] = opened.key
    assert (is_in(client), is_in(thief)) == (False, False)


@pytest.mark.parametrize(
    ("kind", "rests", "stays"),
    [
        (SessionKind.STAFF, dt.timedelta(minutes=29), True),
        (SessionKind.STAFF, dt.timedelta(minutes=31), False),
        (SessionKind.CODE, dt.timedelta(days=29), True),
        (SessionKind.CODE, dt.timedelta(days=31), False),
    ],
)
def test_a_session_that_rests_too_long_is_over(client: Client, kind: str, rests: dt.timedelta, stays: bool) -> None:
    enter(client, making.person(), kind=kind)
    Session.objects.update(seen_at=timezone.now() - rests, began_at=timezone.now() - rests)
    assert is_in(client) is stays


def test_on_a_shared_telephone_ten_minutes_are_the_end(client: Client) -> None:
    making.person("王秀英", PHONE)
    answer = say_name(client, prove(client, shared="on"), "王秀英")
    assert not answer.cookies[settings.SIGN_IN_COOKIE]["max-age"]
    assert is_in(client)
    Session.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=11))
    assert not is_in(client)


def test_coming_in_gives_another_key_and_so_does_another_role(client: Client, worker: tuple[Person, Place]) -> None:
    member = staff(worker[0])
    client.cookies[settings.SIGN_IN_COOKIE] = "given-by-somebody-else"
    first = come_in(client, "wangxh", member.code()).cookies[settings.SIGN_IN_COOKIE].value
    second = client.post("/mine/roles/", {"seat": "0"}).cookies[settings.SIGN_IN_COOKIE].value
    assert len({"given-by-somebody-else", first, second}) == 3
    thief = Client()
    thief.cookies[settings.SIGN_IN_COOKIE] = first
    assert (is_in(client), is_in(thief)) == (True, False)


def test_what_was_typed_when_the_session_ended_comes_back(client: Client, worker: tuple[Person, Place]) -> None:
    member = staff(worker[0])
    come_in(client, "wangxh", member.code())
    Session.objects.update(seen_at=timezone.now() - dt.timedelta(hours=1))
    first = client.post("/mine/roles/", {"seat": "0", "note": "写到一半"})
    assert first.status_code == 401
    kept = hidden(markup(first), "kept")
    back = come_in(client, "wangxh", member.code(), kept=kept)
    assert "您刚才填的还在" in text(back)
    assert hidden(markup(back), "note") == "写到一半"


def test_what_was_typed_comes_back_to_nobody_else(client: Client, worker: tuple[Person, Place]) -> None:
    enter(client, making.person("李强"))
    member = staff(worker[0])
    Session.objects.update(seen_at=timezone.now() - dt.timedelta(hours=1))
    kept = hidden(markup(client.post("/mine/roles/", {"note": "写到一半"})), "kept")
    back = come_in(client, "wangxh", member.code(), kept=kept)
    assert "写到一半" not in markup(client.get(back.headers["Location"]))


def test_a_page_for_who_is_signed_in_is_kept_by_no_cache(client: Client) -> None:
    enter(client, making.person())
    assert "no-store" in client.get("/mine/").headers["Cache-Control"]
    assert "no-store" in client.get("/").headers["Cache-Control"]


def test_who_lost_the_role_is_locked_out_at_the_next_click(client: Client, worker: tuple[Person, Place]) -> None:
    from gongzhi.kernel.organizations.actions import end_seat

    seat = worker[0].memberships.get()
    enter(client, worker[0], seat)
    assert client.get("/desk/").status_code == 200
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    page = client.get("/desk/")
    assert page.status_code == 403
    assert "您的任职已经结束" in text(page)
    assert is_in(client)


def test_who_chooses_a_role_that_ended_meanwhile_is_told_so(client: Client, worker: tuple[Person, Place]) -> None:
    from gongzhi.kernel.organizations.actions import end_seat

    seat = worker[0].memberships.get()
    enter(client, worker[0])
    assert "用这个身份" in text(client.get("/mine/"))
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    page = client.post("/mine/roles/", {"seat": seat.pk})
    assert page.status_code == 409
    assert "这项任职已经结束" in text(page)
    assert client.post("/mine/roles/", {"seat": seat.pk + 1}).status_code == 404
    assert client.get("/desk/").status_code == 404


def test_who_lost_the_role_reads_so_once_and_says_that_it_is_understood(
    client: Client, worker: tuple[Person, Place]
) -> None:
    from gongzhi.kernel.organizations.actions import end_seat

    seat = worker[0].memberships.get()
    enter(client, worker[0], seat)
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    assert "您的任职已经结束" in text(client.get("/mine/"))
    assert client.post("/mine/roles/", {"seat": "0"}).headers["Location"] == "/mine/"
    assert "您的任职已经结束" not in text(client.get("/mine/"))


def test_a_telephone_alone_opens_no_desk(client: Client, worker: tuple[Person, Place]) -> None:
    enter(client, worker[0], kind=SessionKind.CODE)
    assert "工作身份要用密码和动态码登录" in text(client.get("/mine/"))
    assert client.get("/desk/").status_code == 404
    client.post("/mine/roles/", {"seat": worker[0].memberships.get().pk})
    assert client.get("/desk/").status_code == 404


def test_with_several_roles_one_is_active(client: Client, worker: tuple[Person, Place]) -> None:
    person, _community = worker
    liaison = making.seat(person, Role.UNIT_LIAISON, making.unit())
    desk = person.memberships.get(role=Role.COMMUNITY_WORKER)
    enter(client, person, desk)
    assert client.get("/desk/").status_code == 200
    client.post("/mine/roles/", {"seat": liaison.pk})
    assert client.get("/desk/").status_code == 404
    assert Organization.objects.get(pk=liaison.organization_id).name in text(client.get("/mine/"))
