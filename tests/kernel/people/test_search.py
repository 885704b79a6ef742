"""Finding a person by what a clerk types: characters, pinyin, initials, telephone, identity number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.people.actions import add_alias
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import FIRST, search
from gongzhi.kernel.places.models import Place
from tests import making

pytestmark = pytest.mark.django_db

PHONE, NUMBER = "13800000412", "41010519000101001X"


def names(text: str) -> list[str]:
    return [person.name for person in search(text, by=making.two_officers(making.any_street())[0])]


@pytest.mark.parametrize(
    "typed",
    ["王小红", "王小", "王 小红", "小红", "wangxiaohong", "WANG", "wa", "wxh", "wang xiao", "xiaohong", "ｗｘｈ"],
)
def test_a_person_is_found_by_name_pinyin_and_initials(typed: str) -> None:
    making.person("王小红")
    making.person("李强")
    assert names(typed) == ["王小红"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("单雄", "shan"), ("曾国", "zeng"), ("仇英", "qiu"), ("查良", "zha"), ("区伟", "ou"), ("解缙", "xie"),
     ("任远", "ren"), ("欧阳小红", "ouyang"), ("尉迟恭", "yuchi"), ("吕燕", "lv"), ("阿依古丽·买买提", "maimaiti")],
)  # fmt: skip
def test_a_surname_is_found_by_its_own_reading(name: str, typed: str) -> None:
    making.person(name)
    making.person("王小红")
    assert names(typed) == [name]


def test_a_person_is_found_by_telephone_whole_or_by_its_tail() -> None:
    making.person("王小红", PHONE)
    making.person("李强", PHONE)
    making.person("张伟", "13800000413")
    for typed in (PHONE, "138 0000 0412", "+86 13800000412", "0412", "０４１２"):
        assert sorted(names(typed)) == ["李强", "王小红"]


def test_a_landline_is_found_by_its_tail() -> None:
    making.person("王小红", "0371-65900001")
    assert names("0001") == ["王小红"]


def test_a_person_with_two_numbers_of_one_tail_is_shown_once() -> None:
    making.person("王小红", "13800000412", other_numbers=("13900000412",))
    assert names("0412") == ["王小红"]


def test_a_person_is_found_by_identity_number() -> None:
    making.person("王小红", identity=NUMBER)
    making.person("李强", identity="410105190001010028")
    assert names(NUMBER) == names(NUMBER.lower()) == ["王小红"]
    assert names("410105190001010036") == []


def test_a_person_is_found_by_another_name() -> None:
    person = making.person("王小红")
    making.person("李强")
    add_alias(person, "曾阿姨", by=making.SYSTEM)
    for typed in ("曾阿姨", "曾阿", "zeng"):
        assert names(typed) == ["王小红"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "王%", "王_红", "12", "123456", "'; --", "\x00", "🙂", "赵小"])
def test_what_fits_nobody_finds_nobody(typed: str) -> None:
    making.person("王小红", PHONE, identity=NUMBER)
    assert names(typed) == []


def test_somebody_of_another_street_is_not_shown() -> None:
    here = making.street()
    making.person("王小红", PHONE, street=making.street("别处街道", code="410105003"), identity=NUMBER)
    for typed in ("王小红", "wxh", PHONE, "0412", NUMBER):
        assert names(typed) == []
    making.person("王小红", street=here)
    assert names("王小红") == ["王小红"]


def test_no_more_than_twenty_are_shown_in_the_order_of_the_alphabet() -> None:
    for number in range(FIRST + 5):
        making.person(f"王小{chr(ord('一') + number)}", f"138{number:04}0412")
    for typed in ("王小", "wang", "0412"):
        shown = names(typed)
        assert len(shown) == FIRST == 20
    assert names("王小") == sorted(names("王小"))
    assert names("0412") == names("王小")


def test_whoever_fits_in_several_ways_is_shown_once() -> None:
    person = making.person("王王王")
    add_alias(person, "王王姨", by=making.SYSTEM)
    assert names("王王") == names("wang") == names("ww") == ["王王王"]


def test_the_surname_comes_before_the_given_name() -> None:
    making.person("李红玉")
    making.person("红玉")
    assert names("红玉") == ["红玉", "李红玉"]


@pytest.mark.parametrize("typed", ["王", "小", "w", "ｗ", " 王 ", "王\x00"])
def test_one_character_opens_no_directory(typed: str) -> None:
    making.person("王小红")
    assert names(typed) == []
    assert names("王小") == ["王小红"]


def test_a_joined_record_is_found_by_what_it_holds_and_shown_as_the_one_that_stays() -> None:
    kept, gone = making.person("王小红", "13800000001"), making.person("王晓虹", PHONE, identity=NUMBER)
    add_alias(gone, "曾阿姨", by=making.SYSTEM)
    making.joined(kept, gone)
    for typed in ("王晓", "王晓虹", "wxh", PHONE, "0412", NUMBER, "曾阿姨", "13800000001"):
        assert names(typed) == ["王小红"]


@pytest.mark.parametrize("typed", ["王小", "wang", PHONE, "0412", NUMBER])
def test_the_number_of_queries_does_not_grow_with_the_people(typed: str) -> None:
    street = making.street()
    add_alias(making.person("王小红", PHONE, identity=NUMBER), "王小姨", by=making.SYSTEM)
    few = queries(typed, street)
    for number in range(10):
        person = making.person(f"王小{number}号", f"138{number:04}0412")
        add_alias(person, f"王小{number}姨", by=making.SYSTEM)
        making.joined(Person.objects.earliest("id"), person)
    assert queries(typed, street) == few <= 5


def queries(typed: str, street: Place) -> int:
    by = making.two_officers(street)[0]
    with CaptureQueriesContext(connection) as captured:
        search(typed, by=by)
    return len(captured)
