"""Nothing that anybody sends makes a failure of ours (trust.md R31)."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.drill import count
from tests.guards.walking import address, open_to, routes, undone
from tests.guards.world import Somebody, everybody, street
from tests.house_rules.source import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

QUERIES = (
    "",
    "?page=99999999999999999999",
    "?page=-1&page=x",
    "?page=%00&q=%00",
    "?q=%ff%fe&kind=%c0",
    "?q=" + "字" * 2000,
    "?sort=-password&role=admin&place=1%27--",
    "?next=//elsewhere.example/&place=%F0%9F%99%82",
)
FIELDS = ("number", "code", "name", "password", "seat", "person", "request", "kept", "once", "role", "place", "since_0",
          "since_1", "since_2", "until_0", "value", "reason", "answer", "scope", "mode", "next", "shared",
          "workbooks", "seen", "choice", "alike", "shown", "tab", "page", "sheet", "heading_0")  # fmt: skip
VALUES = ("", "0", "-1", "9" * 40, "\0", "字" * 5000, "<script>", "{{ 7 }}", "' OR 1=1--", "1e999", "🙂", "𰻝")

WORDS = ("\0", "<script>", "' OR 1=1--", "1e999", "🙂", "𰻝", "-")

#: What pages ask of an address, found where they ask it.
SOURCES = [path.read_text() for path in (ROOT / "gongzhi" / "faces").rglob("*.py")]
ASKED = sorted({name for source in SOURCES for name in re.findall(r'GET\.get\("(\w+)"', source)})
PEOPLE = ("nobody", "resident", "community_worker", "street_leader", "admin")


def bodies(random: Random) -> Iterator[dict[str, Any]]:
    """Forms that nobody would fill like that."""
    yield {}
    while True:
        yield {name: random.choice(VALUES) for name in random.sample(FIELDS, random.randrange(1, len(FIELDS)))}


def test_nothing_makes_a_failure() -> None:
    random, quarter = Random(7), street(1)
    people = everybody(quarter, *PEOPLE)
    odd, failures = bodies(random), list[str]()
    for _round in range(count(1, 12)):
        for route in routes():
            one = address(route, quarter, quarter.corners[0])
            for somebody in people if count(0, 1) else few(people, route):
                with undone(somebody):
                    failures += failed(somebody, one, random, next(odd))
    assert failures == []


def few(people: list[Somebody], route: URLPattern) -> list[Somebody]:
    """Nobody, and the first of those for whom an address is."""
    return [people[0], *[one for one in people[1:] if open_to(one, route)][:1]]


def question(random: Random) -> str:
    """Everything that pages ask for, answered with words that are no number, no date and no choice."""
    return "?" + urlencode({name: random.choice(WORDS) for name in ASKED})


def failed(somebody: Somebody, one: str, random: Random, body: dict[str, Any]) -> Iterator[str]:
    """What was sent and answered by a failure."""
    client = somebody.client
    client.raise_request_exception = False
    query, asked = random.choice(QUERIES), question(random)
    for what, answer in (
        (f"GET {query}", client.get(one + query)),
        (f"GET {asked}", client.get(one + asked)),
        (f"POST {body}", client.post(one + query, body)),
        ("a method", client.generic(random.choice(("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")), one)),
        ("no form", client.post(one, b"\xff\x00" * 500, content_type="application/x-www-form-urlencoded")),
    ):
        if answer.status_code >= 500:
            yield f"{somebody.label} at {one}: {what[:200]}"


def test_a_large_body_is_refused_and_not_read() -> None:
    street(1)
    answer = Client().post("/come-in/", {"number": "1" * 3_000_000})
    assert answer.status_code == 400
