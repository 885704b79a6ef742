"""The desk that answers people about their own record."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.ledger.queries import looked_at
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import ask_correction
from gongzhi.kernel.people.models import ContactPoint, Correction, Erasure, Person
from gongzhi.kernel.people.states import CorrectionState, ErasureState
from tests import making
from tests.entering import enter, fill
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


@pytest.fixture
def committee() -> Organization:
    return making.committee(making.community())


@pytest.fixture
def person(committee: Organization) -> Person:
    assert committee.place
    return making.neighbour(committee.place, "王秀英", PHONE)


def clerk(committee: Organization, name: str = "孙干事", role: str = Role.COMMUNITY_WORKER) -> Client:
    client, holder = Client(), making.person(name, street=committee.street)
    enter(client, holder, making.seat(holder, role, committee))
    return client


@pytest.fixture
def client(committee: Organization) -> Client:
    return clerk(committee)


def asked(person: Person) -> Correction:
    return ask_correction("出生年份不对", "1956年3月", by=making.resident(person))


def page_of(person: Person) -> str:
    return f"/desk/people/{person.pk}/"


def test_a_correction_waits_on_the_first_page_and_is_answered(client: Client, person: Person) -> None:
    correction = asked(person)
    where = f"/desk/corrections/{correction.pk}/"
    assert where in markup(client.get("/desk/"))
    page = client.get(where)
    assert "1956年3月" in text(page)
    assert PHONE not in markup(page)
    assert looked_at(person.pk)[0].verb == "correction.read"
    said = {"outcome": "settle", "birth": "1956年3月", "answer": "改好了。"}
    assert fill(client, where, **said).headers["Location"] == page_of(person)
    person.refresh_from_db()
    assert (person.birth_year, person.birth_month) == (1956, 3)
    assert where not in markup(client.get("/desk/"))
    assert "改好了。" in text(client.get(where))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "请选“改不改”"),
        ({"outcome": "refuse"}, "请写明为什么不改"),
        ({"outcome": "settle"}, "请写一句给本人"),
        ({"outcome": "settle", "birth": "昨天"}, "还有地方要改"),
        ({"outcome": "settle", "identity": "41010519000101001"}, "18位"),
    ],
)
def test_what_is_missing_in_an_answer_is_said(
    client: Client, person: Person, said: dict[str, Any], sentence: str
) -> None:
    correction = asked(person)
    assert sentence in text(fill(client, f"/desk/corrections/{correction.pk}/", **said))
    correction.refresh_from_db()
    assert correction.state == CorrectionState.WAITING


def test_a_telephone_is_stopped_by_its_masked_number(client: Client, person: Person) -> None:
    correction, point = asked(person), ContactPoint.objects.get(person=person)
    said = {"outcome": "settle", "stopped": [str(point.pk)], "number": "13800000002"}
    fill(client, f"/desk/corrections/{correction.pk}/", **said)
    assert ContactPoint.objects.filter(person=person, until=None).count() == 1
    point.refresh_from_db()
    assert point.until == timezone.localdate()


def test_a_clerk_enters_it_for_who_calls(client: Client, person: Person) -> None:
    said = {"channel": "telephone", "wrong": "名字", "right": "王秀瑛", "once": "a"}
    assert client.post(f"{page_of(person)}correction/", said).headers["Location"] == page_of(person)
    assert Correction.objects.get().channel == "telephone"


def test_a_copy_is_printed_for_a_reason(client: Client, person: Person) -> None:
    where = f"{page_of(person)}copy/"
    assert "请填“怎么核对的”" in text(client.post(where, {"channel": "window"}))
    assert "近亲属只能" in text(client.post(where, {"channel": "relative", "reason": "看了户口本"}))
    page = text(client.post(where, {"channel": "window", "reason": "看了身份证"}))
    assert "138 0000 0001" in page
    assert looked_at(person.pk)[0].verb == "person.copied"


def test_a_death_is_noted_and_taken_back(client: Client, person: Person) -> None:
    where, today = f"{page_of(person)}death/", timezone.localdate()
    said = {"on_0": str(today.year), "on_1": str(today.month), "on_2": str(today.day)}
    assert fill(client, where, **said).headers["Location"] == page_of(person)
    page = client.get(page_of(person))
    assert "去世" in text(page)
    assert "出示二维码" not in text(page)
    client.post(where, {"answer": "mistake"})
    person.refresh_from_db()
    assert person.died_on is None


def test_deleting_takes_two(client: Client, committee: Organization, person: Person) -> None:
    said = {"channel": "window", "reason": "看了身份证", "once": "a"}
    where = client.post(f"{page_of(person)}delete/", said).headers["Location"]
    page = client.get(where)
    assert "要由另一位工作人员核对" in text(page)
    assert 'value="confirm"' not in markup(page)
    assert client.post(f"{where}decide/", {"answer": "confirm"}).status_code == 409
    other = clerk(committee, "李干事")
    assert where in markup(other.get("/desk/"))
    assert "看了身份证" in text(other.get(where))
    other.post(f"{where}decide/", {"answer": "confirm"})
    assert Erasure.objects.get().state == ErasureState.WAITING
    client.post(f"{where}decide/", {"answer": "take_back"})
    assert Erasure.objects.get().state == ErasureState.TAKEN_BACK


def test_who_does_not_keep_people_sees_none_of_it(committee: Organization, person: Person) -> None:
    grid_worker = clerk(committee, "网格员", Role.GRID_WORKER)
    assert "替人删除资料" not in text(grid_worker.get(page_of(person)))
    for page in ("correction/", "copy/", "death/", "delete/"):
        assert grid_worker.get(page_of(person) + page).status_code == 404
    assert grid_worker.get(f"/desk/corrections/{asked(person).pk}/").status_code == 404


def test_the_first_page_asks_no_more_for_thirty(client: Client, committee: Organization, person: Person) -> None:
    asked(person)
    assert committee.place
    few = _queries(client)
    for number in range(12):
        asked(making.neighbour(committee.place, f"李{'一二三四五六七八九十百千'[number]}", f"1380000100{number:02}"))
    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/desk/").status_code == 200
    return len(queries)
