"""The desk writes down what people say: whether they agree, who helps them; read back first. And papers to sign."""

import pytest
from django.test import Client

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import give_consent
from gongzhi.kernel.people.models import Consent, Mandate, Person
from gongzhi.kernel.people.purposes import purpose
from tests import making
from tests.entering import enter, fill, hidden
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE, HIS_PHONE = "13800000001", "13800000002"
SEEN = {"channel": "telephone", "reason": "回拨了登记的电话"}
HIM = {"name": "李小强", "number": HIS_PHONE, "scope": "record"}
KEY = "alliance.tell_unit"


@pytest.fixture
def committee() -> Organization:
    return making.committee(making.community(), telephone="0371-65900000")


@pytest.fixture
def mother(committee: Organization) -> Person:
    assert committee.place
    return making.neighbour(committee.place, "王秀英", PHONE)


@pytest.fixture
def son() -> Person:
    return making.person("李小强", HIS_PHONE)


@pytest.fixture
def client(committee: Organization) -> Client:
    return clerk(committee)


def clerk(committee: Organization, role: str = Role.COMMUNITY_WORKER) -> Client:
    client, holder = Client(), making.person("孙干事", street=committee.street)
    enter(client, holder, making.seat(holder, role, committee))
    return client


def page_of(person: Person) -> str:
    return f"/desk/people/{person.pk}/"


def consent_of(person: Person) -> str:
    return f"{page_of(person)}consents/{KEY}/"


def test_a_consent_is_read_out_read_back_and_then_written(client: Client, mother: Person) -> None:
    where, asked = consent_of(mother), purpose(KEY)
    assert asked
    page = client.get(where)
    assert str(asked.text) in text(page)
    assert str(asked.without) in text(page)
    assert f"文本 {asked.version}" in text(page)
    assert "checked" not in markup(page)
    back = fill(client, where, answer="yes", **SEEN)
    assert "还没有写下" in text(back)
    assert "怎么核对的 回拨了登记的电话" in text(back)
    assert not Consent.objects.exists()
    done = fill(client, where, answer="yes", step="done", **SEEN)
    assert done.headers["Location"] == page_of(mother)
    assert "本人打电话" in text(client.get(page_of(mother)))
    assert "同意了" in text(client.get(page_of(mother)))


def test_taking_it_back_is_the_same_page_and_as_many_steps(client: Client, mother: Person) -> None:
    where = consent_of(mother)
    for answer, stands in (("yes", True), ("no", False)):
        assert "还没有写下" in text(fill(client, where, answer=answer, **SEEN))
        assert fill(client, where, answer=answer, step="done", **SEEN).headers["Location"] == page_of(mother)
        assert Consent.objects.filter(withdrawn_at=None).exists() is stands


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "请选“本人怎么说”"),
        ({"answer": "yes"}, "请选“怎么说的”"),
        ({"answer": "yes", "channel": "relative", "reason": "看了户口本"}, "请从列出来的里面选"),
        ({"answer": "yes", "channel": "window", "reason": "好"}, "请写明怎么核对的"),
    ],
)
def test_nothing_is_read_back_before_it_is_whole(
    client: Client, mother: Person, said: dict[str, str], sentence: str
) -> None:
    page = text(fill(client, consent_of(mother), **said))
    assert sentence in page
    assert "还没有写下" not in page


def test_what_the_person_did_online_meanwhile_is_shown_beside_it(client: Client, mother: Person) -> None:
    where, asked = consent_of(mother), purpose(KEY)
    assert asked
    page = fill(client, where, answer="no", **SEEN)
    said = {"purpose": KEY, "version": asked.version, "how": "online"}
    give_consent(mother, **said, given_by=mother, by=making.resident(mother))
    shown = hidden(markup(page), "version")
    answer = client.post(where, {"answer": "no", "step": "done", "once": "a", "version": shown, **SEEN})
    assert "有人先改了这里" in text(answer)
    assert Consent.objects.filter(withdrawn_at=None).exists()


def test_a_helper_is_named_read_back_and_ended_by_a_word(client: Client, mother: Person, son: Person) -> None:
    where = f"{page_of(mother)}helpers/"
    back = text(fill(client, where, **HIM, **SEEN))
    assert "请谁帮忙：姓名 李小强" in back
    assert "还没有写下" in back
    assert not Mandate.objects.exists()
    fill(client, where, step="done", **HIM, **SEEN)
    end = f"{page_of(mother)}helpers/{Mandate.objects.get().pk}/end/"
    assert end in markup(client.get(page_of(mother)))
    assert "王秀英不用李小强帮忙了" in text(client.get(end))
    assert "还没有写下" in text(fill(client, end, **SEEN))
    fill(client, end, step="done", **SEEN)
    assert Mandate.objects.get().revoked_by == mother
    assert end not in markup(client.get(page_of(mother)))
    assert "这项委托已经结束了" in text(fill(client, end, **SEEN))


def test_who_helps_says_at_the_window_that_they_help_no_more(
    client: Client, committee: Organization, mother: Person
) -> None:
    assert committee.place
    son = making.neighbour(committee.place, "李小强", HIS_PHONE)
    fill(client, f"{page_of(mother)}helpers/", step="done", **HIM, **SEEN)
    end = f"{page_of(son)}helpers/{Mandate.objects.get().pk}/end/"
    assert "李小强不再帮王秀英了" in text(client.get(end))
    fill(client, end, step="done", **SEEN)
    assert Mandate.objects.get().revoked_by == son


def test_a_helper_who_is_not_on_record_is_said_before_anything_is_read_back(client: Client, mother: Person) -> None:
    page = text(fill(client, f"{page_of(mother)}helpers/", **HIM, **SEEN))
    assert "对不上登记的人" in page
    assert "还没有写下" not in page


def test_nobody_is_asked_about_themselves(committee: Organization) -> None:
    assert committee.place
    client, own = Client(), making.neighbour(committee.place, "孙干事")
    enter(client, own, making.seat(own, Role.COMMUNITY_WORKER, committee))
    for where in (consent_of(own), f"{page_of(own)}helpers/"):
        page = client.get(where)
        assert "自己的登记要请别的工作人员来办" in text(page)
        assert 'name="reason"' not in markup(page)
        assert "自己的登记要请别的工作人员来办" in text(client.post(where, {"answer": "yes", **HIM, **SEEN}))


def test_a_mandate_of_others_and_an_unknown_purpose_are_not_there(
    client: Client, committee: Organization, mother: Person, son: Person
) -> None:
    assert committee.place
    fill(client, f"{page_of(mother)}helpers/", step="done", **HIM, **SEEN)
    stranger = making.neighbour(committee.place, "张伟")
    assert client.get(f"{page_of(stranger)}helpers/{Mandate.objects.get().pk}/end/").status_code == 404
    assert client.get(f"{page_of(mother)}consents/no.such/").status_code == 404
    assert client.get(f"{page_of(mother)}papers/no.such/").status_code == 404


def test_a_paper_says_the_name_and_nothing_else_that_is_known(client: Client, mother: Person, son: Person) -> None:
    fill(client, f"{page_of(mother)}helpers/", step="done", **HIM, **SEEN)
    asked = purpose(KEY)
    assert asked
    where = f"{page_of(mother)}papers/"
    for kind in (KEY, "mandate", "correction", "delete"):
        assert f"{where}{kind}/" in markup(client.get(where))
        page = client.get(f"{where}{kind}/")
        assert "姓名 王秀英" in text(page)
        assert f"http://testserver{where}{kind}/" in markup(page)
        assert "0371-6590 0000" in markup(page)
        for known in (PHONE, "138", "李小强", "回拨"):
            assert known not in text(page)
        assert "王秀英" not in text(client.get(f"/desk/papers/{kind}/"))
    paper = client.get(f"{where}{KEY}/")
    assert str(asked.text) in text(paper)
    assert asked.version in text(paper)
    assert consent_of(mother) in markup(paper)


def test_who_does_not_keep_people_prints_blank_papers_only(committee: Organization, mother: Person) -> None:
    client = clerk(committee, Role.GRID_WORKER)
    assert client.get("/desk/papers/mandate/").status_code == 200
    assert "同意过什么" not in text(client.get(page_of(mother)))
    for page in (f"consents/{KEY}/", "helpers/", "papers/", "papers/mandate/"):
        assert client.get(page_of(mother) + page).status_code == 404


def test_a_copy_says_who_looked_and_names_what_was_agreed_to(client: Client, mother: Person) -> None:
    fill(client, consent_of(mother), answer="yes", step="done", **SEEN)
    client.get(page_of(mother))
    page = text(client.post(f"{page_of(mother)}copy/", {"channel": "window", "reason": "看了身份证"}))
    assert "孙干事 · 社区干事 打开人员记录" in page[page.index("谁看过这些资料") :]
    assert "用途 把我的服务情况告诉工作单位" in page
