"""The list of people: whom it shows at which desk, and what of them."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import NewPerson, add_alias, move_in, take_over_people
from gongzhi.kernel.places.models import Place
from gongzhi.lib import lists
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.lists import Page
from gongzhi.programmes.alliance.actions import ReportInFacts, take_over_report_ins
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE, NUMBER = "13800000412", "0371-65900001", "41010519000101001X"


def page(by: Actor, said: str = "") -> Page:
    people = lists.access("people", by)
    return people.read(by, people.ask(QueryDict(said).lists(), by))


def names(by: Actor, said: str = "") -> list[object]:
    """Whom the list shows besides the staff."""
    return [line.cells[0] for line in page(by, said).lines if not str(line.cells[0]).endswith("干事")]


@pytest.fixture
def communities() -> tuple[Place, Place]:
    return making.community(), making.community(name="经一路社区")


def test_a_desk_reads_its_own_people_in_the_order_of_their_readings(communities: tuple[Place, Place]) -> None:
    own, sister = communities
    for name in ("张伟", "曾国", "欧阳小红", "阿依古丽·买买提"):
        making.neighbour(own, name)
    making.neighbour(sister, "李强")
    making.person("赵敏")
    assert names(making.community_worker(own)) == ["阿依古丽·买买提", "欧阳小红", "曾国", "张伟"]
    assert names(making.community_worker(sister)) == ["李强"]
    assert len(names(making.street_officer(making.any_street()))) == 6
    elsewhere = making.street_officer(making.street("别处街道", code="410105003"))
    assert names(elsewhere) == []


def test_names_are_whole_and_numbers_masked(communities: tuple[Place, Place]) -> None:
    own, sister = communities
    person = making.neighbour(own, "王小红", PHONE, other_numbers=(OTHER_PHONE,), identity=NUMBER)
    move_in(person, place=making.courtyard(sister), door="501", by=making.SYSTEM)
    facts = ReportInFacts(NewPerson("王小红"), own.pk, making.unit().pk, making.TODAY, known=person)
    take_over_report_ins([facts], street_id=own.street_id or 0, by=making.SYSTEM)
    told = page(making.community_worker(own))
    assert told.headings == ("姓名", "电话", "证件号", "社区", "单位", "提示")
    (line,) = [line for line in told.lines if line.id == person.pk]
    masked = "138****0412、***********01"
    assert line.cells == ("王小红", masked, "已登记", "通信花园社区、经一路社区", "郑州市第三十中学", "")
    weak = making.neighbour(own, "李强")
    (line,) = [line for line in page(making.community_worker(own)).lines if line.id == weak.pk]
    assert line.cells == ("李强", "", "未登记", "通信花园社区", "", "身份证号待补")


def test_a_joined_record_lends_what_stands_with_it(communities: tuple[Place, Place]) -> None:
    own, sister = communities
    kept, gone = (
        making.neighbour(own, "王小红", PHONE),
        making.neighbour(sister, "王晓红", "13900000413", identity=NUMBER),
    )
    making.joined(kept, gone)
    for at in communities:
        by = making.community_worker(at)
        (line,) = [line for line in page(by).lines if str(line.cells[0]).startswith("王")]
        assert line.id == kept.pk
        masked = "138****0412、139****0413"
        assert line.cells == ("王小红", masked, "已登记", "通信花园社区、经一路社区", "", "")
        assert names(by, "identity=known") == ["王小红"]
        assert names(by, "identity=missing") == []


def test_the_street_narrows_by_community_and_a_community_has_no_choice(communities: tuple[Place, Place]) -> None:
    own, sister = communities
    for at, name in ((own, "张伟"), (own, "王芳"), (sister, "李强")):
        making.neighbour(at, name)
    officer, worker = making.street_officer(making.any_street()), making.community_worker(own)
    assert names(officer, f"community={own.pk}") == ["王芳", "张伟"]
    assert names(officer, f"community={sister.pk}") == ["李强"]
    assert dict(page(officer).filters[0].choices) == {str(own.pk): "通信花园社区", str(sister.pk): "经一路社区"}
    assert page(worker).filters[0].choices == []
    assert names(worker, f"community={sister.pk}") == names(worker) == ["王芳", "张伟"]


@pytest.mark.parametrize(
    "said",
    ["name=张伟", "name__startswith=张", "initials=zw", "birth_year=1950", "sort=birth_year", "sort=identity_mark"],
)
def test_nothing_personal_sorts_or_narrows(communities: tuple[Place, Place], said: str) -> None:
    for name in ("张伟", "王芳"):
        making.neighbour(communities[0], name)
    by = making.community_worker(communities[0])
    assert names(by, said) == names(by) == ["王芳", "张伟"]


def test_the_newest_come_first_if_asked(communities: tuple[Place, Place]) -> None:
    for name in ("张伟", "王芳", "李强"):
        making.neighbour(communities[0], name)
    assert names(making.community_worker(communities[0]), "sort=newest") == ["李强", "王芳", "张伟"]


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.STREET_FINANCE, Role.ADMIN, Role.AUDITOR])
def test_the_list_is_not_there_without_the_right(communities: tuple[Place, Place], role: str) -> None:
    street = making.any_street()
    with pytest.raises(NotThere):
        page(making.street_officer(street, role))
    assert page(making.street_officer(street)).total > 0


def test_a_page_asks_as_much_of_many_people_as_of_few(communities: tuple[Place, Place]) -> None:
    own = communities[0]
    worker, officer = making.community_worker(own), making.street_officer(making.any_street())
    first = making.neighbour(own, "王小红", PHONE)
    few = [queries(by, said) for by in (worker, officer) for said in ("", f"community={own.pk}", "identity=missing")]
    for number in range(29):
        person = making.neighbour(own, f"王小{number}", f"1380000{number:04}")
        add_alias(person, f"王{number}姨", by=making.SYSTEM)
    making.joined(first, making.neighbour(own, "王小红", "13800000099"))
    many = [queries(by, said) for by in (worker, officer) for said in ("", f"community={own.pk}", "identity=missing")]
    assert many == few
    assert max(few) <= 18


def queries(by: Actor, said: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(by, said)
    return len(captured)


def test_so_many_people_that_pages_end_before_them() -> None:
    street = making.street()
    by = making.street_officer(street)
    take_over_people([NewPerson("王小红")] * lists.DEEPEST, street_id=street.pk, by=making.SYSTEM)
    told = page(by, "lines=100&page=999999")
    assert (told.total, told.is_cut, told.page, told.pages, len(told.lines)) == (10_000, True, 100, 100, 100)
    assert not page(by, "identity=known").is_cut
