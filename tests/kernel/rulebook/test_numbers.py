import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from gongzhi.kernel.rulebook.actions import issue
from gongzhi.kernel.rulebook.models import NumberSeries
from gongzhi.lib.actions import Actor
from tests.together import together

SYSTEM = Actor.system("test")


class ChangedMind(Exception):
    pass


def issue_and_change_ones_mind() -> None:
    with transaction.atomic():
        issue("receipt", 2026, by=SYSTEM)
        raise ChangedMind


@pytest.mark.django_db
def test_numbers_count_from_one_for_each_series_year_and_street() -> None:
    issued = [issue("receipt", 2026, by=SYSTEM) for _number in range(3)]

    assert issued == [1, 2, 3]
    assert issue("receipt", 2027, by=SYSTEM) == 1
    assert issue("agreement", 2026, by=SYSTEM) == 1
    assert issue("receipt", 2026, street_id=1, by=SYSTEM) == 1
    assert issue("receipt", 2026, by=SYSTEM) == 4


@pytest.mark.django_db
def test_an_action_that_is_rolled_back_leaves_no_gap() -> None:
    issue("receipt", 2026, by=SYSTEM)

    with pytest.raises(ChangedMind):
        issue_and_change_ones_mind()

    assert issue("receipt", 2026, by=SYSTEM) == 2


@pytest.mark.django_db(transaction=True)
def test_outside_of_an_action_no_number_is_issued() -> None:
    with pytest.raises(TransactionManagementError):
        issue("receipt", 2026, by=SYSTEM)

    with transaction.atomic():
        assert issue("receipt", 2026, by=SYSTEM) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_once_though_some_are_rolled_back() -> None:
    def work(number: int) -> int:
        if number % 5 == 0:
            issue_and_change_ones_mind()
        with transaction.atomic():
            return issue("receipt", 2026, by=SYSTEM)

    done = together(50, work)

    failed = [result for result in done if isinstance(result, Exception)]
    issued = [result for result in done if isinstance(result, int)]
    assert [type(result) for result in failed] == [ChangedMind] * 10
    assert sorted(issued) == list(range(1, 41))


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"last": 0}, {"year": 26}])
def test_the_database_refuses_what_is_no_number_or_year(wrong: dict[str, int]) -> None:
    right = {"series": "receipt", "year": 2026, "last": 1}
    NumberSeries.objects.create(**right)

    with pytest.raises(IntegrityError):
        NumberSeries.objects.create(**{**right, "series": "agreement", **wrong})
