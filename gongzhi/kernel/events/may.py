"""Who may plan, publish, move and call off events, and when."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.events.models import Event, Occurrence, Series
from gongzhi.kernel.events.rules import period
from gongzhi.kernel.events.states import AHEAD, EventState, OccurrenceState, SeriesState
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.may import said
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move


def organizes(by: Actor, path: str) -> Verdict:
    """Who: the named system, or a desk that plans events there."""
    if by.is_system or by.can("organize_events", path):
        return YES
    return No(_("活动由街道和社区的工作人员安排。"), rights=True)


def publishes(by: Actor, path: str) -> Verdict:
    """Who: the named system, the street's offices, or the community's secretary."""
    if by.is_system or by.can("publish_events", path):
        return YES
    return No(_("活动由街道科室或社区书记发布。"), rights=True)


def add_event(by: Actor, host: Organization, place: Place, starts_at: dt.datetime) -> Verdict:
    if not (who := organizes(by, place.path)):
        return who
    return _belongs(host, place) if (when := _in_future(starts_at)) else when


def _in_future(starts_at: dt.datetime) -> Verdict:
    return YES if starts_at > timezone.now() else No(_("开始时间已经过了，请写以后的时间。"))


def _belongs(host: Organization, place: Place) -> Verdict:
    street = place.street_id or place.pk
    return YES if host.street_id == street else No(_("主办单位和地方要在同一个街道。"))


def correct_event(by: Actor, event: Event, host: Organization, place: Place) -> Verdict:
    """What was published is changed by who may publish."""
    who = publishes if event.state == EventState.PUBLISHED else organizes
    for path in (event.place.path, place.path):
        if not (verdict := who(by, path)):
            return verdict
    if event.state not in AHEAD:
        return No(_("现在是“%(state)s”，内容不能再改。") % {"state": event.get_state_display()})
    return _belongs(host, place)


def submit(by: Actor, event: Event) -> Verdict:
    if not (who := organizes(by, event.place.path)):
        return who
    return can_move(event, "submit") if (when := _in_future(event.starts_at)) else when


def send_back(by: Actor, event: Event, reason: str) -> Verdict:
    if not (who := publishes(by, event.place.path)):
        return who
    return can_move(event, "send_back") if said(reason) else No(_("请写明哪里要改，至少两个字。"))


def publish(by: Actor, event: Event) -> Verdict:
    if not (who := publishes(by, event.place.path)):
        return who
    return can_move(event, "publish") if (when := _in_future(event.starts_at)) else when


def move_event(by: Actor, event: Event, starts_at: dt.datetime, ends_at: dt.datetime) -> Verdict:
    """Who may change it moves it, as long as it has not begun."""
    if not (who := correct_event(by, event, event.host, event.place)):
        return who
    if ends_at <= starts_at:
        return No(_("结束要晚于开始。"))
    if (starts_at, ends_at) == (event.starts_at, event.ends_at):
        return No(_("时间和原来一样。"))
    return _in_future(starts_at)


def cancel_event(by: Actor, event: Event, reason: str) -> Verdict:
    """A draft is dropped by who plans; what others know of is called off by who may publish."""
    known = event.state in (EventState.PUBLISHED, EventState.RUNNING)
    if not (who := (publishes if known else organizes)(by, event.place.path)):
        return who
    return can_move(event, "cancel") if said(reason) else No(_("请写明为什么取消，至少两个字；大家看得到。"))


def turn_by_clock(by: Actor) -> Verdict:
    return YES if by.is_system else No(_("到时间后台自己办。"), rights=True)


def open_series(by: Actor, host: Organization, place: Place) -> Verdict:
    """Its events are published as they are made, so it takes who may publish."""
    return _belongs(host, place) if (who := publishes(by, place.path)) else who


def plan_ahead(by: Actor, series: Series) -> Verdict:
    return publishes(by, series.place.path)


def stop_series(by: Actor, series: Series, reason: str) -> Verdict:
    if not (who := publishes(by, series.place.path)):
        return who
    return can_move(series, "stop") if said(reason) else No(_("请写明为什么停办，至少两个字；大家看得到。"))


def answer(by: Actor, occurrence: Occurrence, on: dt.date | None) -> Verdict:
    """Whether a day that was asked about may be held ``on`` a day; None asks whether it may be skipped."""
    series = occurrence.series
    if not (who := publishes(by, series.place.path)):
        return who
    if series.state != SeriesState.ACTIVE or occurrence.state != OccurrenceState.ASKED:
        return No(_("这一次已经定了。"))
    if on is None:
        return YES
    if abs(on - occurrence.by_rule) >= period(series.rule):
        return No(_("离原来的日期太远了，会和前后两次撞上。"))
    if series.occurrences.filter(state=OccurrenceState.PLANNED, on=on).exclude(pk=occurrence.pk).exists():
        return No(_("那一天已经排了一次。"))
    return _in_future(timezone.make_aware(dt.datetime.combine(on, series.begins)))
