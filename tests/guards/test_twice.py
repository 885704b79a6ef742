"""A form sent fifty times at once does one thing, and says the same each time (trust.md R3)."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps

from gongzhi.kernel.ledger.models import Entry
from tests.drill import count
from tests.guards.forms import CREATING, HARMLESS
from tests.guards.walking import address, another_browser, routes, takes_forms
from tests.guards.world import Somebody, everybody, one_by_one, street
from tests.together import together

pytestmark = pytest.mark.drill


def rows() -> dict[str, int]:
    """How many rows every table of ours has; the journal tells how often something was done, readings left out."""
    counts = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return counts | {"ledger.Entry": Entry.objects.filter(shown=None).count()}


@pytest.mark.django_db
def test_every_form_is_told() -> None:
    quarter = street(1)
    people = everybody(quarter)
    taking = {str(route.name) for route in routes() if takes_forms(route, people, quarter)}
    assert taking - set(CREATING) - set(HARMLESS) == set()
    assert (set(CREATING) | set(HARMLESS)) - taking == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", CREATING)
def test_sent_at_once_it_happens_once(name: str) -> None:
    quarter = street(1)
    route = next(route for route in routes() if route.name == name)
    where, body = address(route, quarter, quarter.corners[0]), CREATING[name](quarter)
    somebody = _who_may(where, one_by_one(quarter))
    send = _sender(somebody, where, body)

    before = rows()
    answers = together(count(8, 50), lambda _number: send("a key of its own"))
    after = rows()

    assert {answer.status_code for answer in answers} == {302}  # type: ignore[union-attr]
    assert len({answer.headers["Location"] for answer in answers}) == 1  # type: ignore[union-attr]
    assert after["ledger.OneTimeKey"] == before["ledger.OneTimeKey"] + 1
    assert send("a key of its own").status_code == 302  # type: ignore[attr-defined]
    assert rows() == after


def _who_may(where: str, people: Iterator[Somebody]) -> Somebody:
    """The first to whom the form is shown."""
    return next(one for one in people if one.is_in and one.client.get(where).status_code == 200)


def _sender(somebody: Somebody, where: str, body: dict[str, str]) -> Callable[[str], object]:
    def send(once: str) -> object:
        return another_browser(somebody).post(where, body | {"once": once})

    return send


@pytest.mark.django_db
@pytest.mark.parametrize("name", CREATING)
def test_without_its_key_it_happens_not_at_all(name: str) -> None:
    quarter = street(1)
    route = next(route for route in routes() if route.name == name)
    where = address(route, quarter, quarter.corners[0])
    somebody = _who_may(where, one_by_one(quarter))
    body = CREATING[name](quarter)
    before = rows()
    answer = somebody.client.post(where, body)
    assert "页面已经过期" in answer.content.decode()
    assert {table: number for table, number in rows().items() if number != before[table]} == {}
