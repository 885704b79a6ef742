"""Nobody types again what is on record (trust.md A20): a form that edits comes with what was saved before, an identity
number tells birth and sex, and an age is never asked for.

The forms are those of ``editing.py``, of which the resolver knows whether all are told.
"""

import datetime as dt
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

import gongzhi.urls  # noqa: F401  every form is declared in a module that an address leads to
from gongzhi.kernel.people.models import Person
from gongzhi.lib.forms import Form
from tests.entering import fill
from tests.guards.editing import EDITING
from tests.guards.test_overtaken import shown_to
from tests.guards.walking import another_browser
from tests.guards.world import everybody, street
from tests.offices import identity

#: What a form asks for anew though something of the kind is on record, and why.
NEWS = {
    "rename_place": {"on": "the day on which a new name begins"},
    "code_of_place": {"on": "the day on which a new code begins", "code": "a new one; the page says the one of today"},
    "move_place": {"on": "the day of the move"},
    "change_home": {"door": "where people live is not shown to the desk", "on": "the day of the move"},
    "seat": {"name": "who takes over", "number": "who takes over", "since": "the day of the handing over"},
    "move_event": {"reason": "why it moves this time"},
    "setting": {"value": "a new one; the page says all before it", "valid_from": "the day on which a new value begins"},
    "correction": {"outcome": "answered once", "answer": "answered once"},
    "enter_consent": {
        "answer": "nothing is chosen for anybody; the page says what stands",
        "channel": "how it is said this time",
        "reason": "how it is checked this time",
    },
}
STEERING = {"step", "once", "version", "words"}


class Filled(HTMLParser):
    """What the fields of a page hold as it comes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.name = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "input" and said.get("type") not in ("radio", "checkbox"):
            self.values.setdefault(said.get("name", ""), said.get("value", ""))
        elif tag == "input" and "checked" in said:
            self.values[said["name"]] = said["value"]
        elif tag == "textarea":
            self.name = said["name"]
        elif tag == "select":
            self.select = said["name"]
        elif tag == "option" and "selected" in said:
            self.values[self.select] = said["value"]

    def handle_data(self, data: str) -> None:
        if self.name:
            self.values[self.name] = self.values.get(self.name, "") + data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.name = ""


def question(field: str) -> str:
    """The name of a question; a day has three fields."""
    return field.rpartition("_")[0] if field[-2:] in ("_0", "_1", "_2") else field


def asked_again(name: str, typed: dict[str, str], page: str) -> Iterator[str]:
    """What was saved a moment ago and the form does not know."""
    values, news = Filled(page).values, NEWS.get(name, {})
    for field, said in typed.items():
        if field not in STEERING and question(field) not in news and values.get(field, "") != said:
            yield f"{name} asks again for {field}: “{said}” is on record, “{values.get(field)}” in the form"


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITING)
def test_a_form_comes_with_what_is_on_record(name: str) -> None:
    quarter, random = street(1), Random(name)
    people, editing = everybody(quarter), EDITING[name]
    where = reverse(name, kwargs=editing.arguments(name, quarter))
    typed = editing.typed(quarter, random).body
    client: Client = next(another for another, _page in shown_to(people, where))
    assert fill(client, where, **typed).status_code == 302
    assert list(asked_again(name, typed, client.get(where).content.decode())) == []


def test_a_form_that_asks_again_is_seen() -> None:
    page = '<input name="name" value=""><input type="radio" name="sex" value="female"><input name="on_0" value="">'
    typed = {"name": "王秀英", "sex": "female", "on_0": "2024", "once": "a"}
    assert len(list(asked_again("a form", typed, page))) == 3
    page = page.replace('value=""', 'value="王秀英"', 1).replace('value="female"', 'value="female" checked')
    assert len(list(asked_again("rename_place", typed, page))) == 0


def every_form(kind: type[forms.Form] = Form) -> Iterator[type[forms.Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from every_form(one)


def test_an_age_is_never_asked_for_and_what_an_identity_number_tells_need_not_be_said() -> None:
    for form in every_form():
        for name, field in form.base_fields.items():
            label = str(field.label or "")
            assert not any(word in label for word in ("年龄", "周岁", "多大")), f"{form.__name__}.{name}"
            assert "age" not in name.split("_"), f"{form.__name__}.{name}"
        if "identity" in form.base_fields:
            for told in {"birth", "sex"} & form.base_fields.keys():
                assert not form.base_fields[told].required, f"{form.__name__}.{told}"
    assert any("identity" in form.base_fields for form in every_form())


@pytest.mark.django_db
def test_an_identity_number_says_birth_and_sex() -> None:
    quarter = street(1)
    resident = quarter.corners[0].resident
    worker = everybody(quarter, "community_worker")[0]
    said = {"name": resident.name, "identity": identity(Random(1), dt.date(1956, 3, 5))}
    answer = fill(another_browser(worker), reverse("correct_person", args=[resident.pk]), **said)
    assert answer.status_code == 302
    known = Person.objects.get(pk=resident.pk)
    assert (known.birth_year, known.birth_month, known.birth_day, known.sex) == (1956, 3, 5, "female")
