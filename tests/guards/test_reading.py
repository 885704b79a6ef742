"""Reading changes nothing, is kept by no cache, and shows nobody what is not theirs (trust.md S4, S12, S13, S16)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from gongzhi.faces.public.middleware import HEADERS
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.delivery import deliver
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Session
from gongzhi.kernel.people.notices import NumberShown
from gongzhi.lib.actions import Actor
from tests.drill import count
from tests.guards.walking import address, open_to, routes, searches
from tests.guards.world import STREETWIDE, Quarter, Somebody, everybody, street

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

#: What the machine counts for its own protection, and that something was read.
NOT_OF_THE_WORK = {"people_brake", "people_session", "ledger_entry", "ledger_reason", "django_migrations"}


def prints() -> dict[str, str]:
    """A fingerprint of every table of ours."""
    tables = {model._meta.db_table for model in apps.get_models()} - NOT_OF_THE_WORK
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def journal() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT verb FROM ledger_entry WHERE shown IS NULL")
        return {verb for (verb,) in cursor.fetchall()} - {"journal.read"}


#: Everybody in a drill; else those who see most, least and differently.
SOME = () if count(0, 1) else ("nobody", "resident", Role.COMMUNITY_WORKER, Role.AUDITOR)


@pytest.fixture
def world() -> tuple[Quarter, Quarter, list[Somebody]]:
    own, other = street(1), street(2)
    return own, other, everybody(own, *SOME)


def pages(somebody: Somebody, quarter: Quarter) -> Iterator[tuple[str, str]]:
    """Every page an actor can open about the first community, with its address."""
    addresses = [address(route, quarter, quarter.corners[0]) for route in routes() if open_to(somebody, route)]
    for one in [*addresses, *searches()]:
        answer = somebody.client.get(one)
        if answer.status_code == 200 and not answer.streaming and not _is_own_workbook(answer):
            yield one, answer.content.decode()


def _is_own_workbook(answer: Any) -> bool:
    """The workbook that a desk handed in goes back to that desk as it came, with one column more."""
    return "spreadsheetml" in answer.headers["Content-Type"]


def told_something() -> None:
    """Whoever is in has a message that was not read yet."""
    worker = Actor.system("worker")
    for session in Session.objects.select_related("account__person"):
        with transaction.atomic():
            messages = tell(NumberShown(session.account.person))
        for message in messages:
            deliver(message.pk, by=worker)


def test_reading_changes_nothing(world: tuple[Quarter, Quarter, list[Somebody]]) -> None:
    own, _other, people = world
    for route in routes():
        address(route, own, own.corners[0])  # makes what it speaks of
    told_something()
    before, written = prints(), journal()
    read = [one for somebody in people for one, _page in pages(somebody, own)]
    assert len(read) > 50
    assert prints() == before
    assert journal() == written


def test_every_answer_forbids_scripts_and_caches(world: tuple[Quarter, Quarter, list[Somebody]]) -> None:
    own, _other, people = world
    for somebody in people:
        for route in routes():
            answer = somebody.client.get(address(route, own, own.corners[0]))
            assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            if somebody.is_in:
                assert answer.headers["Cache-Control"] == "no-store", route


def test_nobody_reads_what_is_not_theirs(world: tuple[Quarter, Quarter, list[Somebody]]) -> None:
    own, other, people = world
    leaks = [
        f"{somebody.label} reads {mark} at {one}"
        for somebody in people
        for one, page in pages(somebody, own)
        for mark in forbidden(somebody, own, other)
        if mark in page
    ]
    assert leaks == []


def forbidden(somebody: Somebody, own: Quarter, other: Quarter) -> list[str]:
    """The marks an actor must not find: numbers in full never, names only of those within reach."""
    corners = [*own.corners, *other.corners]
    numbers = [corner.number for corner in corners]
    if somebody.has("see_people_masked"):
        hidden = other.corners if somebody.role in STREETWIDE else corners[1:]
    else:
        hidden = corners
    return numbers + [corner.resident.name for corner in hidden]


def test_a_desk_finds_its_own_people_all_the_same(world: tuple[Quarter, Quarter, list[Somebody]]) -> None:
    own, _other, people = world
    worker = next(one for one in people if one.label == Role.COMMUNITY_WORKER)
    found = worker.client.get("/desk/search/?q=sang").content.decode()
    assert own.corners[0].resident.name in found
    assert not re.search(r"1380000\d{4}", found)
