"""The events of a desk, as it reads them."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.events import kinds
from gongzhi.kernel.events.models import Event
from gongzhi.kernel.events.queries import RIGHT, events_for
from gongzhi.kernel.events.states import EventState
from gongzhi.lib.actions import Actor
from gongzhi.lib.lists import Column, Filter, List, register


def _day(event: Event, beside: Any) -> dt.date:
    return timezone.localdate(event.starts_at)


def _time(event: Event, beside: Any) -> str:
    return f"{timezone.localtime(event.starts_at):%H:%M}—{timezone.localtime(event.ends_at):%H:%M}"


def _when(rows: "QuerySet[Event]", value: str) -> "QuerySet[Event]":
    now = timezone.now()
    return rows.filter(ends_at__gt=now) if value == "ahead" else rows.filter(ends_at__lte=now)


@register
class Events(List):
    """Those in the places a desk answers for."""

    key = "events"
    title = _("活动")
    right = RIGHT
    export_right = RIGHT
    columns = (
        Column("title", _("名称"), lambda event, beside: event.title),
        Column("day", _("日期"), _day),
        Column("time", _("时间"), _time),
        Column("host", _("主办"), lambda event, beside: event.host.name),
        Column("where", _("地点"), lambda event, beside: event.where or event.place.name),
        Column("state", _("状态"), lambda event, beside: str(event.get_state_display())),
    )
    sorts = {"latest": ("-starts_at", "-id"), "soonest": ("starts_at", "id")}
    filters = (
        Filter("when", _("时间"), lambda by: (("ahead", _("还没办完")), ("over", _("办过的"))), _when),
        Filter("state", _("状态"), lambda by: EventState.choices, lambda rows, value: rows.filter(state=value)),
        Filter("kind", _("种类"), lambda by: kinds.choices(), lambda rows, value: rows.filter(kind=value)),
    )

    def seen_by(self, by: Actor, right: str) -> QuerySet[Event]:
        return events_for(by)
