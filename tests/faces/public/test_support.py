"""Support looks along: with a code and a reason, announced on every page, read-only, ended at one tap (trust.md 6)."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.queries import opened
from gongzhi.kernel.organizations.actions import end_outlived_watches, end_seat
from gongzhi.kernel.organizations.actors import signed_in
from gongzhi.kernel.organizations.models import Membership, Watch
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import ask_correction, end_other_sessions
from gongzhi.kernel.people.models import Person, Session
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Place
from tests import making
from tests.entering import enter
from tests.faces.reading import markup, plain, text
from tests.looking import WHY, code_of
from tests.looking import look_along as look

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


@pytest.fixture
def street() -> Place:
    return making.street()


@pytest.fixture
def admin(street: Place) -> Membership:
    return making.seat(making.person("宓管理", street=street), Role.ADMIN, making.office(street))


@pytest.fixture
def helped(street: Place) -> Person:
    return making.person("王秀英", PHONE, street=street)


@pytest.fixture
def hers(helped: Person) -> Client:
    client = Client()
    enter(client, helped, kind=SessionKind.CODE)
    return client


@pytest.fixture
def support(admin: Membership) -> Client:
    client = Client()
    enter(client, admin.person, admin)
    return client


def banner(client: Client, address: str = "/mine/") -> str:
    """What stands above every page about who looks along."""
    found = re.search(r'<form class="watch.*?</form>', markup(client.get(address)), re.DOTALL)
    return plain(found[0]) if found else ""


def test_support_sees_what_the_person_sees_and_both_are_told(support: Client, hers: Client) -> None:
    assert banner(support) == banner(hers) == ""
    look(support, hers)
    assert "王秀英，您好" in text(support.get("/mine/"))
    for address in ("/mine/", "/", "/communities/", "/mine/data/"):
        assert "这是王秀英看到的页面 ，宓管理在看" in banner(support, address)
        assert "支持人员宓管理正在看您的页面" in banner(hers, address)


def test_nothing_is_changed_by_who_looks(support: Client, hers: Client, helped: Person) -> None:
    look(support, hers)
    before = Entry.objects.count()
    for address, sent in (
        ("/mine/data/correction/", {"wrong": "名字", "right": "王秀", "once": "k"}),
        ("/mine/consents/alliance.tell_unit/", {"answer": "yes"}),
        ("/mine/data/delete/", {"sure": "on", "once": "l"}),
        ("/display/", {"mode": "elder"}),
        ("/mine/support/", {}),
        ("/desk/support/", WHY | {"code": "000000"}),
        ("/sign-out/", {}),
    ):
        answer = support.post(address, sent)
        assert (answer.status_code, "只能看，不能改" in text(answer)) == (403, True), address
        assert answer.cookies.keys() <= {settings.CSRF_COOKIE_NAME}
    assert Entry.objects.count() == before
    assert hers.post("/mine/consents/alliance.tell_unit/", {"answer": "yes"}).status_code == 302


def test_numbers_are_masked_what_is_sealed_stays_so_and_nothing_is_taken_along(
    support: Client, hers: Client, helped: Person
) -> None:
    ask_correction("名字写错了", "秀应该是绣", by=making.resident(helped))
    look(support, hers)
    for address in ("/mine/data/", "/mine/data/telephones/"):
        assert "138 0000 0001" in text(hers.get(address))
        assert "138****0001" in text(support.get(address))
        assert "138 0000 0001" not in markup(support.get(address))
    assert "名字写错了" in text(hers.get("/mine/data/"))
    assert "名字写错了" not in markup(support.get("/mine/data/"))
    assert support.get("/mine/messages/").status_code == 200
    assert (hers.get("/mine/data/file/").status_code, support.get("/mine/data/file/").status_code) == (200, 403)
    closed = support.get("/mine/data/delete/")
    assert (closed.status_code, "加密保存的内容" in text(closed)) == (409, True)


def test_the_reach_is_that_of_the_person_and_readings_name_both(
    support: Client, admin: Membership, street: Place
) -> None:
    community = making.community(street)
    neighbour = making.neighbour(community, "李强", "13800000002")
    seat = making.seat(making.person("蔺干事", street=street), Role.COMMUNITY_WORKER, making.committee(community))
    stranger = making.neighbour(making.community(street, name="经一路社区"), "赵远")
    desk = Client()
    enter(desk, seat.person, seat)
    assert support.get(f"/desk/people/{neighbour.pk}/").status_code == 404
    look(support, desk)
    page = support.get(f"/desk/people/{neighbour.pk}/")
    assert "138****0002" in text(page)
    assert support.get(f"/desk/people/{stranger.pk}/").status_code == 404
    assert support.get("/desk/support/").status_code == 404
    assert support.get("/desk/search/?q=李强").status_code == 200
    assert support.post(f"/desk/people/{neighbour.pk}/number/", {"reason": "打电话"}).status_code == 403
    looked = Entry.objects.get(verb="person.looked_at")
    assert (looked.actor_id, looked.on_behalf_id, looked.role) == (admin.person_id, seat.person_id, Role.ADMIN)
    read = Entry.objects.filter(verb="watch.read").values_list("actor_id", "on_behalf_id", "facts__page", "street_id")
    assert (admin.person_id, seat.person_id, "person", street.pk) in set(read)


def test_the_person_finds_who_looked_in_which_role_and_why(support: Client, hers: Client, helped: Person) -> None:
    look(support, hers)
    hers.post("/mine/support/end/")
    page = text(hers.get("/mine/data/")).partition("谁看过我的资料")[2]
    assert "宓管理 · 系统管理员 支持人员开始看一个人的页面" in page
    assert "为什么：找不到报名的地方" in page
    told = [opened(message) for message in Message.objects.filter(person_id=helped.pk).order_by("id")]
    assert [letter.title for letter in told] == ["支持人员开始看您的页面", "支持人员不再看您的页面了"]
    assert "宓管理" in told[0].body
    verbs = Entry.objects.filter(verb__startswith="watch").exclude(verb="watch.read").order_by("id")
    assert [entry.verb for entry in verbs] == ["watch.asked", "watch.begun", "watch.ended"]


def test_the_person_ends_it_and_support_cannot_go_on_by_mistake(support: Client, hers: Client) -> None:
    look(support, hers)
    hers.post("/mine/support/end/")
    assert banner(hers) == ""
    for answer in (support.get("/mine/data/"), support.post("/mine/data/delete/", {"sure": "on", "once": "k"})):
        assert (answer.status_code, "看完了" in text(answer)) == (409, True)
    assert support.post("/mine/support/end/").headers["Location"] == "/desk/support/"
    assert "宓管理" in markup(support.get("/desk/"))


def test_support_ends_it_with_a_key_that_opens_nothing_else(support: Client, hers: Client) -> None:
    keys = [support.cookies[settings.SIGN_IN_COOKIE].value]
    look(support, hers)
    keys.append(support.cookies[settings.SIGN_IN_COOKIE].value)
    assert support.post("/mine/support/end/").headers["Location"] == "/desk/support/"
    keys.append(support.cookies[settings.SIGN_IN_COOKIE].value)
    assert [signed_in(key) is not None for key in keys] == [False, False, True]
    assert banner(hers) == banner(support) == ""


def _over(support: Client, hers: Client) -> bool:
    return support.get("/mine/").status_code == 409 and banner(hers) == ""


def test_half_an_hour_is_the_end(support: Client, hers: Client) -> None:
    look(support, hers)
    watch = Watch.objects.get()
    assert watch.until
    assert watch.begun_at
    assert watch.until - watch.begun_at == dt.timedelta(minutes=30)
    past = timezone.now() - dt.timedelta(minutes=31)
    Watch.objects.update(begun_at=past, until=past + dt.timedelta(minutes=30))
    assert _over(support, hers)
    assert end_outlived_watches(by=making.SYSTEM) == 1
    assert Entry.objects.filter(verb="watch.ended").count() == 1
    assert end_outlived_watches(by=making.SYSTEM) == 0


def test_the_end_of_the_role_is_the_end_at_once(support: Client, hers: Client, admin: Membership) -> None:
    look(support, hers)
    end_seat(admin, on=timezone.localdate(), by=making.SYSTEM)
    assert support.get("/mine/").status_code == 409
    assert end_outlived_watches(by=making.SYSTEM) == 1
    assert _over(support, hers)


def test_the_end_of_her_session_is_the_end(support: Client, hers: Client) -> None:
    look(support, hers)
    hers.post("/sign-out/")
    assert support.get("/mine/").status_code == 409
    assert end_outlived_watches(by=making.SYSTEM) == 1


def test_the_end_of_the_session_of_support_is_the_end(support: Client, hers: Client, admin: Membership) -> None:
    look(support, hers)
    end_other_sessions(admin.person.account, by=making.SYSTEM)
    assert support.get("/mine/").status_code == 401
    assert banner(hers) == ""
    assert end_outlived_watches(by=making.SYSTEM) == 1


def test_while_it_lasts_the_worker_ends_nothing(support: Client, hers: Client) -> None:
    look(support, hers)
    assert end_outlived_watches(by=making.SYSTEM) == 0
    assert banner(hers) != ""


def test_a_code_works_once_for_ten_minutes_and_the_newest_alone(support: Client, hers: Client) -> None:
    first, second = code_of(hers), code_of(hers)
    for code, right in ((first, False), (second, True)):
        assert (support.post("/desk/support/", WHY | {"code": code}).status_code == 302) is right
    support.post("/mine/support/end/")
    assert "支持码不对" in text(support.post("/desk/support/", WHY | {"code": second}))
    late = code_of(hers)
    Watch.objects.filter(begun_at=None).update(good_until=timezone.now())
    assert "支持码不对" in text(support.post("/desk/support/", WHY | {"code": late}))


def test_a_code_opens_nothing_once_its_browser_is_out(support: Client, hers: Client) -> None:
    code = code_of(hers)
    hers.post("/sign-out/")
    assert "支持码不对" in text(support.post("/desk/support/", WHY | {"code": code}))


def test_guessing_is_braked_also_with_the_right_code(support: Client, hers: Client) -> None:
    right = code_of(hers)
    for wrong in range(5):
        support.post("/desk/support/", WHY | {"code": f"{(int(right) + 1 + wrong) % 1_000_000:06}"})
    assert "试的次数太多了" in text(support.post("/desk/support/", WHY | {"code": right}))


def test_without_a_reason_nobody_looks(support: Client, hers: Client) -> None:
    code = code_of(hers)
    assert support.post("/desk/support/", {"code": code, "reason": "看"}).status_code == 200
    assert Watch.objects.get().begun_at is None


def test_only_support_of_the_street_looks_and_never_through_its_own_eyes(
    support: Client, admin: Membership, hers: Client
) -> None:
    own = Client()
    enter(own, admin.person, admin)
    assert "您自己的支持码" in text(support.post("/desk/support/", WHY | {"code": code_of(own)}))
    elsewhere = making.street("别处街道", code="410105003")
    other = making.seat(making.person("别管理", street=elsewhere), Role.ADMIN, making.office(elsewhere))
    stranger = Client()
    enter(stranger, other.person, other)
    assert stranger.post("/desk/support/", WHY | {"code": code_of(hers)}).status_code == 403
    assert hers.get("/desk/support/").status_code == 404


def test_one_at_a_time_and_nobody_asks_for_a_second(support: Client, hers: Client) -> None:
    look(support, hers)
    assert "已经有支持人员在看" in text(hers.post("/mine/support/"))
    assert "宓管理正在看" in text(hers.get("/mine/support/"))
    hers.post("/mine/support/end/")
    assert len(code_of(hers)) == 6


def test_who_looks_does_not_keep_her_signed_in(support: Client, hers: Client, helped: Person) -> None:
    look(support, hers)
    rested = timezone.now() - dt.timedelta(days=2)
    Session.objects.filter(account__person=helped).update(seen_at=rested)
    assert support.get("/mine/").status_code == 200
    assert Session.objects.get(account__person=helped).seen_at == rested


def test_the_session_is_read_in_one_query_whoever_looks(support: Client, hers: Client) -> None:
    def queries(client: Client) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert signed_in(client.cookies[settings.SIGN_IN_COOKIE].value) is not None
        return len(caught)

    assert (queries(support), queries(hers)) == (1, 1)
    look(support, hers)
    assert (queries(support), queries(hers)) == (1, 1)


def test_a_code_is_kept_as_a_keyed_mark_only(hers: Client) -> None:
    code = code_of(hers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM organizations_watch t")
        kept = str(cursor.fetchone()[0])
    assert not re.search(rf"(?<!\d){code}(?!\d)", kept)
    assert code not in text(hers.get("/mine/support/"))
