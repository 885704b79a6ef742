"""One holding: reviewed, published, moved, called off; begun and ended by the clock."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.events.actions import (
    cancel_event,
    correct_event,
    move_event,
    publish_event,
    send_back_event,
    submit_event,
    turn_by_clock,
)
from gongzhi.kernel.events.models import Event
from gongzhi.kernel.events.queries import public_events, what_is_on_record, when_it_is
from gongzhi.kernel.events.states import Why
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.models import TEXT, Message
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Refused
from gongzhi.lib.sealing import unseal
from gongzhi.lib.versions import Overtaken, version_of
from tests import making
from tests.clock import Clock
from tests.kernel.events.planning import facts, meeting, published

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def texts(notice: str) -> set[str]:
    return {unseal(bytes(message.body or b""), TEXT) for message in Message.objects.filter(notice=notice)}


def later(event: Event, hours: int = 1) -> dict[str, dt.datetime]:
    return {"starts_at": event.starts_at + hours * HOUR, "ends_at": event.ends_at + hours * HOUR}


def test_a_community_hands_in_and_its_secretary_publishes(community: Place) -> None:
    worker = making.community_worker(community)
    secretary = making.community_worker(community, Role.COMMUNITY_SECRETARY)
    event = submit_event(meeting(community, by=worker), by=worker)
    with pytest.raises(PermissionDenied):
        publish_event(event, by=worker)
    with pytest.raises(Refused, match="哪里要改"):
        send_back_event(event, " ", by=secretary)
    event = send_back_event(event, "请写明地点", by=secretary)
    assert (event.state, event.reason) == ("draft", "请写明地点")
    assert texts("events.sent_back") == {"审核的人说：请写明地点　改好了再交。"}
    event = publish_event(submit_event(event, by=worker), by=secretary)
    assert (event.state, event.published_by_id, event.reason) == ("published", secretary.person_id, "")
    assert [entry.verb for entry in entries_about(event)] == [
        "event.published",
        "event.submitted",
        "event.sent_back",
        "event.submitted",
        "event.entered",
    ]


def test_nobody_plans_in_another_community(community: Place) -> None:
    stranger = making.community_worker(making.community(community.street, "经一路社区"))
    with pytest.raises(PermissionDenied):
        meeting(community, by=stranger)
    with pytest.raises(PermissionDenied):
        cancel_event(meeting(community), why=Why.OTHER, reason="不办了", by=stranger)


def test_nothing_is_planned_for_the_past(clock: Clock, community: Place) -> None:
    with pytest.raises(Refused, match="已经过了"):
        meeting(community, start="2026-08-31 09:00")
    event = meeting(community)
    clock.at("2026-09-12 09:01")
    with pytest.raises(Refused, match="已经过了"):
        publish_event(event, by=making.SYSTEM)


def test_what_is_published_moves_and_everybody_concerned_is_told(community: Place) -> None:
    event = published(community)
    making.seat(making.person("孙干事"), Role.COMMUNITY_WORKER, event.host)
    moved = move_event(event, **later(event, 24), reason="场地有别的安排", version=None, by=making.SYSTEM)
    again = move_event(moved, **later(moved), reason="老师晚到", version=None, by=making.SYSTEM)
    assert timezone.localtime(again.moved_from).day == 12
    assert texts("events.moved") == {
        "原来9月12日上午9:00，改到9月13日上午9:00。场地有别的安排",
        "原来9月12日上午9:00，改到9月13日上午10:00。老师晚到",
    }


def test_a_draft_moves_in_silence(community: Place) -> None:
    event = meeting(community)
    making.seat(making.person("孙干事"), Role.COMMUNITY_WORKER, event.host)
    moved = move_event(event, **later(event), reason="", version=None, by=making.SYSTEM)
    assert moved.moved_from is None
    assert not Message.objects.exists()


def test_whoever_moves_it_second_is_told(community: Place) -> None:
    event = published(community)
    shown = version_of(when_it_is(event))
    move_event(event, **later(event), reason="老师晚到", version=shown, by=making.SYSTEM)
    with pytest.raises(Overtaken):
        move_event(event, **later(event, 2), reason="场地被占", version=shown, by=making.SYSTEM)


def test_what_it_is_may_be_corrected_until_it_begins(clock: Clock, community: Place) -> None:
    event = published(community)
    shown = version_of(what_is_on_record(event))
    corrected = correct_event(event, facts(community, "健康讲座", where="活动室"), version=shown, by=making.SYSTEM)
    assert corrected.where == "活动室"
    line = entries_about(event).first()
    assert line
    assert line.facts["fields"] == ["where"]
    with pytest.raises(Overtaken):
        correct_event(event, facts(community, "防骗讲座"), version=shown, by=making.SYSTEM)
    clock.at("2026-09-12 09:00")
    turn_by_clock(by=making.SYSTEM)
    with pytest.raises(Refused, match="进行中"):
        correct_event(event, facts(community, "防骗讲座"), version=None, by=making.SYSTEM)


def test_what_is_called_off_says_why(community: Place) -> None:
    event = published(community)
    making.seat(making.person("孙干事"), Role.COMMUNITY_WORKER, event.host)
    with pytest.raises(Refused, match="为什么取消"):
        cancel_event(event, why=Why.WEATHER, reason="", by=making.SYSTEM)
    cancelled = cancel_event(event, why=Why.WEATHER, reason="暴雨红色预警", by=making.SYSTEM)
    assert (cancelled.state, cancelled.why) == ("cancelled", "weather")
    assert texts("events.cancelled") == {"原定9月12日上午9:00，取消了：暴雨红色预警"}
    with pytest.raises(Refused, match="已取消"):
        cancel_event(event, why=Why.OTHER, reason="再取消一次", by=making.SYSTEM)


def test_the_clock_begins_and_ends_it_once(clock: Clock, community: Place) -> None:
    event = published(community)
    assert turn_by_clock(by=making.SYSTEM) == 0
    clock.at("2026-09-12 09:00")
    assert turn_by_clock(by=making.SYSTEM) == 1
    event.refresh_from_db()
    assert event.state == "running"
    clock.at("2026-09-12 11:00")
    assert turn_by_clock(by=making.SYSTEM) == 1
    assert turn_by_clock(by=making.SYSTEM) == 0
    event.refresh_from_db()
    assert event.state == "ended"


def test_a_machine_that_slept_catches_up(clock: Clock, community: Place) -> None:
    published(community)
    clock.at("2026-09-13 08:00")
    assert turn_by_clock(by=making.SYSTEM) == 2
    assert Event.objects.get().state == "ended"


def test_only_the_machine_turns_the_clock(community: Place) -> None:
    with pytest.raises(PermissionDenied):
        turn_by_clock(by=making.community_worker(community))


def test_everybody_sees_what_is_published_and_nothing_else(community: Place) -> None:
    meeting(community)
    seen, gone = published(community), published(community)
    cancel_event(gone, why=Why.ALERT, reason="高温红色预警", by=making.SYSTEM)
    assert public_events(dt.date(2026, 9, 1), days=30) == [seen, gone]
    assert public_events(dt.date(2026, 9, 1), days=5) == []


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": dt.datetime(2026, 9, 12, tzinfo=dt.UTC)}, {"state": "published", "published_at": None}, {"why": "x"}],
)
def test_the_database_refuses_what_cannot_be(community: Place, wrong: dict[str, object]) -> None:
    event = published(community)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**wrong)
