"""Two people open one form and both save: the second sees both texts, and nothing is lost (trust.md R8).

The forms come from the resolver: one that is neither said to edit nor said why it overwrites nothing is red.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.drill import count
from tests.entering import hidden
from tests.guards.editing import EDITING, Typed
from tests.guards.forms import OVERWRITES_NOTHING
from tests.guards.walking import another_browser, routes, takes_forms
from tests.guards.world import Quarter, Somebody, everybody, street
from tests.together import together

pytestmark = pytest.mark.drill

ROW = re.compile(r"<tr role=\"row\">(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<td role=\"cell\"[^>]*>(.*?)</td>", re.DOTALL)


@dataclass(frozen=True)
class Told:
    """What the page of the second one says."""

    yours: str
    theirs: str
    version: str


@pytest.mark.django_db
def test_every_form_edits_or_overwrites_nothing() -> None:
    quarter = street(1)
    people = everybody(quarter)
    taking = {str(route.name) for route in routes() if takes_forms(route, people, quarter)}
    harmless = [name for names in OVERWRITES_NOTHING.values() for name in names]
    assert taking - set(EDITING) - set(harmless) == set()
    assert {*EDITING, *harmless} - taking == set()
    assert len(harmless) == len(set(harmless) - set(EDITING))


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITING)
def test_the_second_sees_both_texts(name: str) -> None:
    quarter, random = street(1), Random(name)
    where, (one, other), typed = open_form(name, quarter, random, everybody(quarter))
    first = one.post(where, typed[0])
    assert first.status_code == 302, first.content.decode()
    assert fault(name, [(typed[0], first), (typed[1], other.post(where, typed[1]))], another(other, where)) == ""


@pytest.mark.django_db(transaction=True)
def test_no_update_is_lost_in_random_pairs_at_once() -> None:
    quarter, random = street(1), Random(20261125)
    people, faults = everybody(quarter), list[str]()
    pairs = count(2 * len(EDITING), 200)
    for number in range(pairs):
        name = list(EDITING)[number % len(EDITING)]
        where, clients, typed = open_form(name, quarter, random, people)
        answers = together(2, lambda n, at=where, both=clients, said=typed: both[n].post(at, said[n]))  # type: ignore[misc]
        saved = sorted(zip(typed, answers, strict=True), key=lambda pair: status(pair[1]), reverse=True)
        faults += [said] if (said := fault(name, saved, another(clients[0], where))) else []
    assert faults == []
    print(f"{pairs} pairs, 0 lost updates")


def open_form(
    name: str, quarter: Quarter, random: Random, people: list[Somebody]
) -> tuple[str, list[Client], list[dict[str, str]]]:
    """Two people who have the same form before them, each with something else typed into it."""
    editing = EDITING[name]
    where = reverse(name, kwargs=editing.arguments(name, quarter))
    texts = different(editing.typed, quarter, random)
    pages = list(shown_to(people, where))
    assert len(pages) == 2, f"{name} is shown to {len(pages)} people"
    typed = [
        text.body | {"once": hidden(page, "once"), "version": hidden(page, "version"), "words": text.words}
        for text, (_client, page) in zip(texts, pages, strict=True)
    ]
    return where, [client for client, _page in pages], typed


def different(typed: Any, quarter: Quarter, random: Random) -> list[Typed]:
    """Two texts that are not the same."""
    one = other = typed(quarter, random)
    while other.words == one.words:
        other = typed(quarter, random)
    return [one, other]


def shown_to(people: list[Somebody], where: str) -> Iterator[tuple[Client, str]]:
    """The first two to whom the form is shown, each in a browser of their own, with its page."""
    found = 0
    for somebody in (one for one in people if one.is_in and one.stands):
        client = another_browser(somebody)
        answer = client.get(where)
        if answer.status_code == 200 and hidden(answer.content.decode(), "version"):
            yield client, answer.content.decode()
            found += 1
        if found == 2:
            return


def another(client: Client, where: str) -> Told:
    """The form as it stands now."""
    return Told("", "", hidden(client.get(where).content.decode(), "version"))


def status(answer: Any) -> int:
    return int(getattr(answer, "status_code", 0))


def fault(name: str, saved: list[tuple[dict[str, str], Any]], now: Told) -> str:
    """What is wrong with two savings, the one that came through first; nothing if nobody lost anything."""
    (first, done), (second, answer) = saved
    if (status(done), status(answer)) != (302, 200):
        return f"{name}: {status(done)} and {status(answer)}: {done!r:.300} {answer!r:.300}"
    page = told(answer.content.decode())
    if second["words"] not in page.yours:
        return f"{name}: “{second['words']}” is not told to whoever typed it: {page.yours}"
    if first["words"] not in page.theirs:
        return f"{name}: “{first['words']}” is not told to the second: {page.theirs}"
    if now.version and page.version and now.version != page.version:
        return f"{name}: what stands is not what the second was told"
    return ""


def told(page: str) -> Told:
    """Both texts of the page, line by line, and the version on which a decision would stand."""
    lines = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in CELL.findall(row)] for row in ROW.findall(page)]
    lines = sorted(line for line in lines if len(line) == 3)
    yours, theirs = (" ".join(line[side] for line in lines) for side in (1, 2))
    return Told(yours, theirs, hidden(page, "version"))


@pytest.mark.django_db
def test_the_guard_sees_a_form_that_overwrites() -> None:
    quarter, random = street(1), Random(1)
    where, (one, other), typed = open_form("position_of_place", quarter, random, everybody(quarter))
    first = one.post(where, typed[0])
    unseen = hidden(other.get(where).content.decode(), "version")  # as if nobody compared it with what was shown
    second = other.post(where, typed[1] | {"version": unseen})
    said = fault("position_of_place", [(typed[0], first), (typed[1], second)], another(other, where))
    assert said.startswith("position_of_place: 302 and 302")
