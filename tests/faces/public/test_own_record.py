"""One's own record as its person meets it: corrected, a telephone more, deleted and taken back."""

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people import carrying_out
from gongzhi.kernel.people.models import ContactPoint, Correction, Erasure, Person, SignInCode
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.kernel.people.states import ErasureState, SessionKind
from tests import making
from tests.entering import digits_sent, enter, hidden
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
MINE = "/mine/data/"


@pytest.fixture
def person() -> Person:
    return making.neighbour(making.community(), "王秀英", PHONE)


@pytest.fixture
def client(person: Person) -> Client:
    client = Client()
    enter(client, person, kind=SessionKind.CODE)
    return client


def test_a_correction_is_asked_read_and_taken_back(client: Client) -> None:
    said = {"wrong": "出生年份写成1956年", "right": "1965年", "once": "a"}
    assert client.post("/mine/data/correction/", said).headers["Location"] == MINE
    page = text(client.get(MINE))
    assert "出生年份写成1956年" in page
    assert "应该是：1965年" in page
    correction = Correction.objects.get()
    client.post(f"/mine/data/correction/{correction.pk}/back/")
    assert "已收回" in text(client.get(MINE))


def test_what_is_not_said_is_asked_for(client: Client) -> None:
    answer = client.post("/mine/data/correction/", {"wrong": "名字", "right": "", "once": "a"})
    assert "请填“应该是什么”" in text(answer)
    assert "名字" in markup(answer)
    assert not Correction.objects.exists()


def test_the_correction_of_somebody_else_is_not_there(client: Client) -> None:
    stranger = Client()
    enter(stranger, making.person("李强", OTHER_PHONE), kind=SessionKind.CODE)
    stranger.post("/mine/data/correction/", {"wrong": "名字", "right": "李刚", "once": "a"})
    assert client.post(f"/mine/data/correction/{Correction.objects.get().pk}/back/").status_code == 404
    point = ContactPoint.objects.get(person__name="李强")
    assert client.post(f"/mine/data/telephones/{point.pk}/stop/").status_code == 404


def test_a_new_telephone_is_proven_first(client: Client, person: Person) -> None:
    page = client.post("/mine/data/telephones/", {"number": OTHER_PHONE})
    key = hidden(markup(page), "request")
    wrong = client.post("/mine/data/telephones/code/", {"code": "000000", "request": key})
    assert "验证码不对或过期了" in text(wrong)
    assert numbers_of([person.pk])[person.pk] == [PHONE]
    digits = digits_sent("people.telephone_code_asked")
    answer = client.post("/mine/data/telephones/code/", {"code": digits, "request": hidden(markup(wrong), "request")})
    assert answer.headers["Location"] == "/mine/data/telephones/"
    assert "138 0000 0002" in text(client.get("/mine/data/telephones/"))


def test_such_a_code_lets_nobody_in(client: Client, person: Person) -> None:
    page = client.post("/mine/data/telephones/", {"number": OTHER_PHONE})
    along = {"request": hidden(markup(page), "request"), "code": digits_sent("people.telephone_code_asked")}
    assert "验证码不对或过期了" in text(Client().post("/come-in/code/", along))
    assert SignInCode.objects.get().proven_at is None


def test_a_telephone_is_stopped_and_the_page_says_what_that_means(client: Client, person: Person) -> None:
    assert "唯一的号码" in text(client.get("/mine/data/telephones/"))
    point = ContactPoint.objects.get(person=person)
    client.post(f"/mine/data/telephones/{point.pk}/stop/")
    assert "没有登记电话" in text(client.get("/mine/data/telephones/"))


def test_another_name_is_added(client: Client) -> None:
    client.post("/mine/data/names/", {"name": "王大姐", "once": "a"})
    assert "王大姐" in text(client.get("/mine/data/names/"))
    assert "这就是登记的姓名" in text(client.post("/mine/data/names/", {"name": "王秀英", "once": "b"}))


def test_deleting_is_read_first_and_ticked(client: Client) -> None:
    page = text(client.get("/mine/data/delete/"))
    assert "删除王秀英的资料" in page
    assert (
        page.index("会删掉") < page.index("联系方式 1 条") < page.index("会留下，但不带姓名") < page.index("办事日志")
    )
    assert "在方框里打勾" in text(client.post("/mine/data/delete/", {"once": "a"}))
    assert not Erasure.objects.exists()


def test_deleting_can_be_taken_back_and_then_is_done(client: Client, person: Person) -> None:
    assert client.post("/mine/data/delete/", {"sure": "on", "once": "a"}).headers["Location"] == MINE
    assert "以后删除您的全部资料" in text(client.get(MINE))
    assert "已经提过删除" in text(client.get("/mine/data/delete/"))
    client.post("/mine/data/delete/back/")
    client.post("/mine/data/delete/back/")
    assert "以后删除您的全部资料" not in text(client.get(MINE))
    client.post("/mine/data/delete/", {"sure": "on", "once": "b"})
    Erasure.objects.filter(state=ErasureState.WAITING).update(not_before=timezone.now())
    assert carrying_out.erase_due(by=making.SYSTEM) == 1
    assert client.get(MINE).status_code == 401


def test_who_holds_a_seat_is_told_to_hand_over(client: Client, person: Person) -> None:
    seat = making.seat(person, Role.BUILDING_CHIEF, making.committee(person.community or making.community()))
    page = client.get("/mine/data/delete/")
    assert "请先交接" in text(page)
    assert 'name="sure"' not in markup(page)
    assert seat.until is None
    answer = client.post("/mine/data/delete/", {"sure": "on", "once": "a"})
    assert (answer.status_code, Erasure.objects.count()) == (200, 0)


def test_days_are_told_as_they_are_spoken(client: Client) -> None:
    page = text(client.get(MINE))
    today = timezone.localdate()
    assert f"{today.month}月{today.day}日" in page
    assert f"{today:%Y-%m-}" not in page
    assert "密码的散列" not in page
