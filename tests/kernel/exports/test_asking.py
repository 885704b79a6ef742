"""Who may ask for an export, what it takes, and who must agree."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.exports.actions import approve_export, clear_export, clear_outlived, make_export, refuse_export
from gongzhi.kernel.exports.may import ALONE
from gongzhi.kernel.exports.models import Export
from gongzhi.kernel.exports.queries import access_export, access_waiting, exports_of, waiting_for
from gongzhi.kernel.exports.states import ExportState
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.models import TEXT, Message
from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import ANONYMOUS, NotThere, Refused
from gongzhi.lib.sealing import unseal
from tests import making
from tests.kernel.exports.taking_along import WORKER, acting, ask, clerk, made, neighbours
from tests.working import work


def test_a_few_people_are_made_into_a_file_by_the_worker() -> None:
    community = making.community()
    neighbours(community, 3)
    by, _seat = clerk(community)
    export = ask(by)
    assert (export.state, export.second, export.count, export.reason) == ("approved", False, 4, "通知体检")
    work()
    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert export.valid_until
    assert dt.timedelta(hours=23, minutes=59) < export.valid_until - timezone.now() <= dt.timedelta(hours=24)
    assert export.number.startswith(f"DC-{timezone.localdate().year}-00001")
    (told,) = Message.objects.filter(notice="exports.ready")
    assert told.person_id == by.person_id
    assert export.number in unseal(told.body or b"", TEXT)
    verbs = [entry.verb for entry in entries_about(export)]
    assert verbs == ["export.made", "export.asked"]


@pytest.mark.parametrize("reason", ["", "  ", "用", " 用\n"])
def test_without_a_reason_nothing_is_asked_for(reason: str) -> None:
    by, _seat = clerk(making.community())
    with pytest.raises(Refused, match="至少两个字"):
        ask(by, reason=reason)
    assert not Export.objects.exists()
    assert ask(by, reason="体检").state == ExportState.APPROVED


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.STREET_FINANCE, Role.ADMIN, Role.AUDITOR, Role.TEACHER])
def test_a_list_that_is_not_for_somebody_is_not_there(role: str) -> None:
    street = making.street()
    with pytest.raises(NotThere):
        ask(making.street_officer(street, role))
    assert ask(making.street_officer(street)).state == ExportState.APPROVED


def test_whoever_sees_a_list_without_the_right_to_take_it_along_is_told_so() -> None:
    community = making.community()
    grid = making.grid(community)
    by = making.actor(Role.GRID_WORKER, making.committee(community), over=grid)
    with pytest.raises(PermissionDenied, match="不能导出"):
        ask(by)
    for nobody in (ANONYMOUS, making.resident(making.neighbour(community))):
        with pytest.raises(NotThere):
            ask(nobody)
    with pytest.raises(PermissionDenied, match="不能导出"):
        ask(WORKER)
    with pytest.raises(NotThere):
        ask(making.community_worker(community), key="no_such_list")


def test_what_an_address_and_a_form_ask_for_beyond_the_list_is_left_out() -> None:
    community = making.community()
    by, _seat = clerk(community)
    export = ask(by, "identity=missing&sort=newest&page=7&name=王", columns=("name", "secret", "mark"), form="exe")
    assert (export.chosen, export.sort) == ({"identity": "missing"}, "newest")
    assert (export.columns, export.form) == (["name", "mark"], "xlsx")
    assert ask(by, columns=("secret",)).columns == ["name", "telephone", "identity", "community", "unit", "mark"]


def test_nothing_is_no_export() -> None:
    by, _seat = clerk(making.community())
    with pytest.raises(Refused, match="空的"):
        ask(by, "identity=known")
    assert ask(by, "identity=missing").count == 1


def test_more_than_a_hundred_people_take_a_second_person() -> None:
    community = making.community()
    neighbours(community, ALONE - 1)
    by, _seat = clerk(community)
    assert (ask(by).count, ask(by).second) == (ALONE, False)
    other, _seat = clerk(community, "周干事")
    export = ask(by)
    assert (export.count, export.second, export.state) == (ALONE + 1, True, ExportState.ASKED)
    work()
    export.refresh_from_db()
    assert export.state == ExportState.ASKED
    approve_export(export, by=other)
    work()
    export.refresh_from_db()
    assert (export.state, export.decided_by_id) == (ExportState.READY, other.person_id)


def test_a_sensitive_column_takes_a_second_person_for_one_line() -> None:
    by, _seat = clerk(making.community())
    assert ask(by, key="test_sensitive").second
    assert ask(by, key="test_sensitive", columns=("name", "health")).state == ExportState.ASKED
    assert ask(by, key="test_sensitive", columns=("name",)).state == ExportState.APPROVED


def test_the_second_person_is_another_one_with_the_same_right_over_the_same_place() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    elsewhere = making.street("别处街道", code="410105003")
    by, _seat = clerk(community)
    export = ask(by, key="test_sensitive")
    clerk_again = making.person(by.name)
    making.joined(Person.objects.get(pk=by.person_id), clerk_again)
    second_self, _seat = (
        acting(clerk_again),
        making.seat(clerk_again, Role.COMMUNITY_WORKER, making.organization("team", "队", place=community)),
    )
    for nobody in (
        by,
        acting(clerk_again),
        second_self,
        clerk(sister)[0],
        making.street_officer(elsewhere),
        making.street_officer(community.street, Role.STREET_LEADER),
        making.actor(Role.GRID_WORKER, making.organization("team", "网格队"), over=community),
        making.resident(making.neighbour(community)),
        WORKER,
    ):
        with pytest.raises(PermissionDenied):
            approve_export(export, by=nobody)
        with pytest.raises(PermissionDenied):
            refuse_export(export, why="用途不清", by=nobody)
        assert waiting_for(nobody) == []
        with pytest.raises(NotThere):
            access_waiting(nobody, export.pk)
    for somebody in (clerk(community, "周干事")[0], making.street_officer(community.street)):
        assert waiting_for(somebody) == [export]
        assert access_waiting(somebody, export.pk) == export
    approve_export(export, by=somebody)
    assert waiting_for(somebody) == []
    with pytest.raises(Refused, match="不能这样做"):
        approve_export(export, by=somebody)


def test_a_community_does_not_agree_for_the_street() -> None:
    community = making.community()
    export = ask(making.street_officer(community.street), key="test_sensitive")
    with pytest.raises(PermissionDenied, match="不归您审核"):
        approve_export(export, by=clerk(community)[0])
    approve_export(export, by=making.street_officer(community.street, Role.STREET_CIVIL_OFFICER))


def test_who_does_not_agree_says_why() -> None:
    community = making.community()
    by, _seat = clerk(community)
    other, _seat = clerk(community, "周干事")
    export = ask(by, key="test_sensitive")
    with pytest.raises(Refused, match="至少两个字"):
        refuse_export(export, why="不", by=other)
    refuse_export(export, why="只要姓名就够", by=other)
    mine = access_export(by, export.pk)
    assert (mine.state, mine.refusal, mine.decided_by_id) == ("refused", "只要姓名就够", other.person_id)
    (told,) = Message.objects.filter(notice="exports.refused")
    assert (told.person_id, "只要姓名就够" in unseal(told.body or b"", TEXT)) == (by.person_id, True)
    work()
    with pytest.raises(Refused, match="不能这样做"):
        approve_export(export, by=other)


def test_what_became_many_more_than_were_agreed_to_waits_again() -> None:
    community = making.community()
    by, _seat = clerk(community)
    other, _seat = clerk(community, "周干事")
    neighbours(community, ALONE - 2)
    alone = ask(by)
    making.neighbour(community)
    assert (made(alone).state, alone.refresh_from_db(), alone.second) == (ExportState.ASKED, None, True)
    approve_export(alone, by=other)
    for _number in range(11):
        making.neighbour(community)
    held = made(alone)
    assert (held.state, held.count, held.decided_by) == (ExportState.ASKED, ALONE + 12, None)
    assert "export.held" in [entry.verb for entry in entries_about(held)]
    approve_export(alone, by=other)
    for _number in range(11):
        making.neighbour(community)
    assert made(alone).state == ExportState.READY


def test_whoever_lost_the_right_before_it_was_made_gets_no_file() -> None:
    community = making.community()
    by, seat = clerk(community)
    export = ask(by)
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    work()
    export.refresh_from_db()
    assert (export.state, export.content) == (ExportState.GONE, None)


def test_whoever_lost_one_of_the_places_gets_no_file_of_the_other() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    by, seat = clerk(community)
    person = Person.objects.get(pk=by.person_id)
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(sister))
    both = ask(acting(person))
    assert both.paths == sorted((community.path, sister.path))
    end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    assert made(both).state == ExportState.GONE
    assert made(ask(acting(person))).state == ExportState.READY


def test_a_file_is_made_once_however_often_the_job_runs() -> None:
    by, _seat = clerk(making.community())
    export = ask(by)
    first, again = made(export), made(export)
    assert (first.number, first.state) == (again.number, again.state)
    assert Message.objects.filter(notice="exports.ready").count() == 1
    assert make_export(ask(by).pk, by=WORKER).number != first.number


def test_one_sees_ones_own_exports_and_nobody_elses() -> None:
    community = making.community()
    by, _seat = clerk(community)
    other, _seat = clerk(community, "周干事")
    export = ask(by)
    assert list(exports_of(by)) == [export]
    assert not exports_of(other).exists()
    assert not exports_of(ANONYMOUS).exists()
    with pytest.raises(NotThere):
        access_export(other, export.pk)
    assert access_export(by, export.pk).get_deferred_fields() == {"content", "people"}


def test_one_does_away_with_ones_own_and_time_does_with_the_rest() -> None:
    community = making.community()
    by, _seat = clerk(community)
    export, waiting, refused = made(ask(by)), ask(by, key="test_sensitive"), ask(by, key="test_sensitive")
    other, _seat = clerk(community, "周干事")
    refuse_export(refused, why="用途不清", by=other)
    with pytest.raises(PermissionDenied):
        clear_export(export, by=other)
    gone = clear_export(export, by=by)
    assert (gone.state, gone.content, gone.people) == (ExportState.GONE, None, [])
    assert clear_outlived(by=WORKER) == 0
    Export.objects.update(asked_at=timezone.now() - dt.timedelta(days=7))
    assert clear_outlived(by=WORKER) == 1
    waiting.refresh_from_db()
    refused.refresh_from_db()
    assert (waiting.state, refused.state) == (ExportState.GONE, ExportState.REFUSED)


def test_the_database_refuses_what_the_code_forgot() -> None:
    community = making.community()
    by, _seat = clerk(community)
    other, _seat = clerk(community, "周干事")
    plain, asked = made(ask(by)), ask(by, key="test_sensitive")
    for export, wrong, name in (
        (plain, {"downloads": 4}, "export_downloads"),
        (plain, {"content": None}, "export_state"),
        (plain, {"valid_until": None}, "export_state"),
        (plain, {"number": ""}, "export_state"),
        (plain, {"state": "gone"}, "export_state"),
        (plain, {"second": True}, "export_second"),
        (plain, {"decided_by": other.person_id}, "export_decided"),
        (asked, {"state": "approved"}, "export_second"),
        (asked, {"state": "refused"}, "export_state"),
        (asked, {"state": "gone", "decided_by": by.person_id, "decided_at": timezone.now()}, "export_two_people"),
        (asked, {"reason": ""}, "export_reason"),
        (asked, {"form": "exe"}, "export_form"),
        (asked, {"content": b"x"}, "export_state"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Export.objects.filter(pk=export.pk).update(**wrong)
