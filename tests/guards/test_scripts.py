"""What is typed stays text: no name, word or address that somebody enters becomes part of a page (trust.md S14)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from gongzhi.kernel.people.actions import add_alias
from gongzhi.kernel.people.models import Person
from tests import making
from tests.drill import count
from tests.guards.walking import address, open_to, routes, searches, undone
from tests.guards.world import Quarter, Somebody, everybody, street

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
)


#: Attributes that lead somewhere.
LEADING = ("action", "data", "formaction", "href", "src", "xlink:href")


class Tags(HTMLParser):
    """The tags and attributes of a page that could run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"iframe", "style", "math", "object", "embed"} or (tag == "script" and not values.get("src", "")):
            self.found.append(tag)
        self.found += [
            name
            for name, value in attrs
            if name.startswith("on") or (name in LEADING and (value or "").strip().startswith("javascript:"))
        ]


def running(page: str) -> list[str]:
    tags = Tags()
    tags.feed(page)
    return tags.found


def marked(quarter: Quarter, payload: str) -> None:
    """The payload in every text that a page of the first community may show."""
    corner = quarter.corners[0]
    person = Person.objects.get(pk=corner.resident.pk)
    Person.objects.filter(pk=person.pk).update(name=payload)
    add_alias(person, payload + "又名", by=making.SYSTEM)
    for record, field in ((corner.community, "name"), (corner.committee, "name"), (corner.committee, "address")):
        type(record).objects.filter(pk=record.pk).update(**{field: payload[:80]})


def posted(somebody: Somebody, one: str, payload: str) -> Any:
    with undone(somebody):
        body = {"name": payload, "number": payload, "reason": payload, "note": payload, "kept": payload}
        return somebody.client.post(one, body)


def pages(somebody: Somebody, quarter: Quarter, payload: str) -> Iterator[tuple[str, str]]:
    """What every address answers to a payload in its questions and fields, and every search to its own words."""
    for one in searches():
        yield one, somebody.client.get(one).content.decode()
    for route in routes():
        if not open_to(somebody, route):
            continue
        one = address(route, quarter, quarter.corners[0])
        for answer in (
            somebody.client.get(one, {"q": payload, "text": payload, "next": payload, "place": payload}),
            posted(somebody, one, payload),
        ):
            if "html" in answer.headers.get("Content-Type", ""):
                yield one, answer.content.decode()


def test_no_word_becomes_part_of_a_page() -> None:
    quarter = street(1)
    people = everybody(quarter, "nobody", "community_worker")
    wrong = []
    for payload in PAYLOADS[: count(2, len(PAYLOADS))]:
        marked(quarter, payload)
        for somebody in people:
            wrong += [f"{one}: {what}" for one, page in pages(somebody, quarter, payload) if (what := running(page))]
    assert wrong == []


def test_a_script_in_a_page_is_seen() -> None:
    assert running("<p>1 < 2</p><script src='/static/map.js'></script>") == []
    assert running("<p onclick=x><script>alert(1)</script>") == ["onclick", "script"]
    assert running("<a href='javascript:alert(1)'>x</a><input value='javascript:alert(1)'>") == ["href"]
