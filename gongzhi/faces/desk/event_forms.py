"""The questions about events and series."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.events import kinds, rules
from gongzhi.kernel.events.actions import EventFacts, SeriesFacts
from gongzhi.kernel.events.choices import hosts_for, places_for
from gongzhi.kernel.events.models import Occurrence
from gongzhi.kernel.events.states import Audience, SpecialDay, Why
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor
from gongzhi.lib.forms import Clock, Day, Form, OneOf, Pick, Text
from gongzhi.lib.versions import Shown


class WhatForm(Form):
    """What an event is: who holds it, where, for whom."""

    title = Text(label=_("名称"), longest=60)
    host = Pick(label=_("主办"))
    place = Pick(label=_("在哪个地方"))
    where = Text(label=_("集合地点"), longest=100, required=False, help_text=_("照大家说的写，比如：10号院门口。"))
    about = Text(label=_("做什么"), longest=2000, lines=4, required=False)
    audience = OneOf(label=_("谁能来"), choices=Audience.choices)
    risks = Text(label=_("风险提示"), longest=400, lines=2, required=False)
    insurance = Text(label=_("保险"), longest=200, required=False)
    telephone = Text(label=_("联系电话"), longest=20, required=False)

    def __init__(self, *args: Any, by: Actor, right: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._hosts, self._places = hosts_for(by, right), places_for(by, right)
        for name, found in (("host", self._hosts), ("place", self._places)):
            choices = [(one.pk, one.name) for one in found.values()]
            self.fields[name] = Pick(label=self.fields[name].label, choices=choices)

    def facts(self, kind: str) -> EventFacts:
        """What was said, of a form that is valid."""
        said = {name: self.cleaned_data[name] for name in EventFacts.__slots__ if name in self.cleaned_data}
        host: Organization = self._hosts[int(said["host"])]
        place: Place = self._places[int(said["place"])]
        return EventFacts(**(said | {"kind": kind, "host": host, "place": place}))


class NewForm(WhatForm):
    """Of which kind it is, is said once and for all."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(kinds.choices()) > 1:
            self.fields["kind"] = Pick(label=_("种类"), choices=kinds.choices())
            self.order_fields(["kind"])

    def new_facts(self) -> EventFacts:
        """What was said, of a form that is valid."""
        return self.facts(self.cleaned_data.get("kind", kinds.GATHERING.key))


class Times(Form):
    """One day, from when to when; over midnight if the end is before the beginning."""

    day = Day(label=_("哪一天"))
    begins = Clock(label=_("几点开始"), help_text=_("比如：15:00，或下午3点。"))
    ends = Clock(label=_("几点结束"))

    def times(self) -> dict[str, dt.datetime]:
        """Of a form that is valid."""
        said = self.cleaned_data
        starts_at = timezone.make_aware(dt.datetime.combine(said["day"], said["begins"]))
        ends_at = timezone.make_aware(dt.datetime.combine(said["day"], said["ends"]))
        return {"starts_at": starts_at, "ends_at": ends_at if ends_at > starts_at else ends_at + dt.timedelta(days=1)}


class EventForm(NewForm, Times):
    """A new event."""

    field_order = ("kind", "title", "day", "begins", "ends", "place", "where", "host")


class MoveEventForm(Times):
    reason = Text(label=_("为什么改"), longest=200, required=False, help_text=_("已经发布的，大家看得到。"))


def as_times(shown: Shown) -> Shown:
    """What stands of the times of an event, as the fields of the form have it."""
    starts, ends = (timezone.localtime(dt.datetime.fromisoformat(shown[name])) for name in ("starts_at", "ends_at"))
    return {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}


class CancelForm(Form):
    why = OneOf(label=_("为什么取消"), choices=[(why.value, why.label) for why in Why if why != Why.NOT])
    reason = Text(label=_("告诉大家的话"), longest=200, help_text=_("比如：暴雨红色预警，改日再办。"))


class SeriesForm(NewForm):
    """What is held again and again."""

    every = Pick(label=_("多久一次"), choices=rules.Every.choices)
    weekday = Pick(label=_("星期几"), choices=list(enumerate(rules.NAMES)))
    begins = Clock(label=_("几点开始"), help_text=_("比如：15:00，或下午3点。"))
    ends = Clock(label=_("几点结束"))
    since = Day(label=_("从哪天起"))
    until = Day(label=_("到哪天为止"), required=False, help_text=_("不写就是一直办。"))
    on_holiday = OneOf(label=_("遇到放假"), choices=SpecialDay.choices)
    on_make_up = OneOf(label=_("遇到周末调休上班"), choices=SpecialDay.choices)
    field_order = ("kind", "title", "every", "weekday", "begins", "ends", "since", "until", "on_holiday", "on_make_up")

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", ValidationError(_("结束要晚于开始。")))
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", ValidationError(_("结束日期不能早于开始日期。")))

    def series(self) -> SeriesFacts:
        """What was said, of a form that is valid."""
        said = self.cleaned_data
        begins, ends = (dt.timedelta(hours=said[at].hour, minutes=said[at].minute) for at in ("begins", "ends"))
        return SeriesFacts(
            event=self.new_facts(),
            rule=rules.rule_of(said["every"], int(said["weekday"])),
            minutes=(ends - begins).seconds // 60,
            **{name: said[name] for name in ("since", "until", "begins", "on_holiday", "on_make_up")},
        )


class AnswerForm(Form):
    """Whether a day that is special is held: then, on another day, or not."""

    answer = OneOf(label=_("这一次怎么办"))
    on = Day(label=_("改到哪天"), required=False)

    def __init__(self, *args: Any, occurrence: Occurrence, **options: Any) -> None:
        super().__init__(*args, **options)
        self.occurrence = occurrence
        choices = [("keep", _("照常办")), ("move", _("改一天办")), ("skip", _("这次不办"))]
        self.fields["answer"] = OneOf(label=_("这一次怎么办"), choices=choices)

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == "move" and not self.cleaned_data.get("on"):
            self.add_error("on", ValidationError(_("请写改到哪天。")))

    def day(self) -> dt.date | None:
        """On which day it is held, None for not at all; of a form that is valid."""
        said = self.cleaned_data
        return {"keep": self.occurrence.by_rule, "move": said["on"], "skip": None}[said["answer"]]


class StopForm(Form):
    reason = Text(label=_("为什么停办"), longest=200, help_text=_("还没办的几次都会取消，大家看得到这句话。"))


class BackForm(Form):
    reason = Text(label=_("哪里要改"), longest=200)
