"""One's own pages: nobody else's, complete, and every word can be taken back."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.people.actions import give_mandate, show_number
from gongzhi.kernel.people.models import Consent, Mandate, Person
from gongzhi.kernel.people.states import SessionKind
from tests import making
from tests.entering import enter
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


@pytest.fixture
def me(client: Client) -> Person:
    person = making.person("王秀英", PHONE, identity="410105195603050026")
    enter(client, person, kind=SessionKind.CODE)
    return person


def test_everything_kept_is_shown_but_the_identity_number(client: Client, me: Person) -> None:
    page = text(client.get("/mine/data/"))
    assert "138 0000 0001" in page
    assert "证件号 已登记" in page
    assert "410105" not in page


def test_the_file_says_the_same(client: Client, me: Person) -> None:
    answer = client.get("/mine/data/file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    kinds = {kind["title"]: kind["rows"] for kind in json.loads(answer.content)["kept"]}
    assert kinds["人"][0]["姓名"] == "王秀英"
    assert "138 0000 0001" in kinds["联系方式"][0].values()


def test_who_looked_is_told(client: Client, me: Person) -> None:
    community = making.community()
    Person.objects.filter(pk=me.pk).update(community=community)
    me.refresh_from_db()
    assert "没有工作人员打开看过" in text(client.get("/mine/data/"))
    show_number(me, reason="通知体检", by=making.community_worker(community))
    assert "孙干事 · 社区干事 查看完整电话" in text(client.get("/mine/data/"))


def test_a_consent_is_given_and_taken_back_by_one_button_each(client: Client, me: Person) -> None:
    assert "checked" not in markup(client.get("/mine/consents/"))
    client.post("/mine/consents/alliance.tell_unit/", {"answer": "yes"})
    assert "您在" in text(client.get("/mine/consents/"))
    client.post("/mine/consents/alliance.tell_unit/", {"answer": "no"})
    assert Consent.objects.get().withdrawn_at is not None


def test_another_text_is_asked_for_anew(client: Client, me: Person) -> None:
    client.post("/mine/consents/alliance.tell_unit/", {"answer": "yes"})
    Consent.objects.update(version="2020-01")
    assert "文字改过了" in text(client.get("/mine/consents/"))
    client.post("/mine/consents/alliance.tell_unit/", {"answer": "yes"})
    assert Consent.objects.filter(withdrawn_at=None).get().version != "2020-01"


def test_an_unknown_purpose_does_not_exist(client: Client, me: Person) -> None:
    assert client.post("/mine/consents/nothing.such/", {"answer": "yes"}).status_code == 404


def test_somebody_on_record_may_act_for_me_until_i_say_no(client: Client, me: Person) -> None:
    making.person("王小明", "13800000002")
    client.post("/mine/helpers/", {"name": "王小明", "number": "13800000002", "scope": "sign_up", "once": "k"})
    assert "王小明 代报名、代请假" in text(client.get("/mine/helpers/"))
    assert "委托方式 本人在网上" in text(client.get("/mine/data/"))
    client.post(f"/mine/helpers/{Mandate.objects.get().pk}/end/")
    assert "您还没有请人帮忙" in text(client.get("/mine/helpers/"))


def test_a_helper_who_does_not_fit_is_not_told_apart(client: Client, me: Person) -> None:
    making.person("王小明", "13800000002")
    said = set()
    for name, number in (("王小明", "13800000003"), ("没有这人", "13800000002")):
        page = client.post("/mine/helpers/", {"name": name, "number": number, "scope": "sign_up", "once": name})
        assert name in markup(page)
        said.add(text(page).partition("还有地方要改")[2][:30])
    assert len(said) == 1


def entrusted(principal: Person, helper: Person, scope: str) -> Mandate:
    today = timezone.localdate()
    return give_mandate(principal, helper=helper, scope=scope, how="signed", since=today, until=today, by=making.SYSTEM)


def test_whoever_is_entrusted_sees_the_record_and_for_whom(client: Client, me: Person) -> None:
    mother = making.person("李桂兰", "13800000009")
    record, sign_up = entrusted(mother, me, "record"), entrusted(mother, me, "sign_up")
    page = markup(client.get("/mine/helpers/"))
    assert "我可以帮谁" in page
    assert f'href="/mine/helpers/{record.pk}/record/"' in page
    assert f"/mine/helpers/{sign_up.pk}/record/" not in page
    seen = text(client.get(f"/mine/helpers/{record.pk}/record/"))
    assert seen.startswith("您在替李桂兰看")
    assert "138****0009" in seen
    assert client.get(f"/mine/helpers/{sign_up.pk}/record/").status_code == 403
    hers = Client()
    enter(hers, mother, kind=SessionKind.CODE)
    assert "王秀英 受委托看记录" in text(hers.get("/mine/data/"))
    assert hers.get(f"/mine/helpers/{record.pk}/record/").status_code == 403


def test_a_helper_gives_a_mandate_back(client: Client, me: Person) -> None:
    given = entrusted(making.person("李桂兰"), me, "sign_up")
    assert "不再帮了" in text(client.get("/mine/helpers/"))
    client.post(f"/mine/helpers/{given.pk}/end/")
    assert Mandate.objects.get().revoked_by == me
    assert "我可以帮谁" not in text(client.get("/mine/helpers/"))


def test_nobody_ends_the_mandates_of_others(client: Client, me: Person) -> None:
    principal, helper = making.person("李强"), making.person("李小强")
    give_mandate(
        principal,
        helper=helper,
        scope="sign_up",
        how="signed",
        since=timezone.localdate(),
        until=timezone.localdate(),
        by=making.SYSTEM,
    )
    assert client.post(f"/mine/helpers/{Mandate.objects.get().pk}/end/").status_code == 404
    assert Mandate.objects.get().revoked_at is None


def test_other_browsers_are_signed_out(client: Client, me: Person) -> None:
    other = Client()
    enter(other, me, kind=SessionKind.CODE)
    assert text(client.get("/mine/devices/")).count("电脑") == 2
    client.post("/mine/devices/end/")
    assert (client.get("/mine/").status_code, other.get("/mine/").status_code) == (200, 401)
