"""Days of series that a desk has to decide, and events that wait for being published."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.events.queries import days_asked, events_for
from gongzhi.kernel.events.states import EventState
from gongzhi.lib.actions import Actor
from gongzhi.lib.waiting import Waiting, provider

MOST = 20


@provider
def days_to_decide(by: Actor) -> Iterator[Waiting]:
    for day in days_asked(by)[:MOST]:
        said = {"title": day.series.title, "month": day.by_rule.month, "day": day.by_rule.day}
        yield Waiting(
            _("%(title)s，%(month)s月%(day)s日办不办") % said,
            day.note,
            _("去定"),
            "occurrence",
            {"pk": day.pk},
            due=day.by_rule,
        )


@provider
def events_to_publish(by: Actor) -> Iterator[Waiting]:
    if not by.can("publish_events"):
        return
    for event in events_for(by).filter(state=EventState.IN_REVIEW)[:MOST]:
        line = _("%(host)s交来审核") % {"host": event.host.name}
        due = timezone.localdate(event.starts_at)
        yield Waiting(
            _("发布活动：%(title)s") % {"title": event.title}, line, _("去看看"), "event", {"pk": event.pk}, due
        )
