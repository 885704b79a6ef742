"""Asking for exports, and opening what comes of them."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.http import QueryDict

from gongzhi.kernel.exports.actions import ask_export, make_export
from gongzhi.kernel.exports.models import Export
from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.lists import People
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor
from gongzhi.lib.exports import Form
from gongzhi.lib.lists import Column, register
from tests import making

WORKER = Actor.system("worker")


@register
class TestSensitive(People):
    """People with a column that takes a second person."""

    __test__ = False
    key = "test_sensitive"
    columns = (*People.columns, Column("health", "健康", lambda person, beside: "良好", sensitive=True))


def ask(
    by: Actor, said: str = "", *, key: str = "people", columns: Sequence[str] = (), form: str = Form.XLSX, **more: Any
) -> Export:
    query = QueryDict(said).lists()
    return ask_export(key, query=query, columns=columns, form=form, by=by, **{"reason": "通知体检", **more})


def made(export: Export) -> Export:
    """As the worker makes it."""
    return make_export(export.pk, by=WORKER)


def clerk(at: Place, name: str = "孙干事") -> tuple[Actor, Membership]:
    """Somebody at the desk of a community, with the seat that can be ended."""
    from gongzhi.kernel.organizations.models import Organization

    committee = Organization.objects.filter(place=at).first() or making.committee(at)
    person = making.person(name, street=at.street)
    seat = making.seat(person, Role.COMMUNITY_WORKER, committee)
    return acting(person), seat


def acting(person: Person) -> Actor:
    """Somebody as they act now: exports look at the seats of today."""
    from django.utils import timezone

    from gongzhi.kernel.organizations.actors import actor_for

    return actor_for(person, on=timezone.localdate())


def neighbours(at: Place, number: int) -> list[Person]:
    return [making.neighbour(at, f"王{chr(ord('一') + n)}", f"1380000{n:04}") for n in range(number)]


def tabs(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of an .xlsx by tab."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
