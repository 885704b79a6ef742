"""What people are told about events: that one was moved or called off."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.events.models import Event
from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.organizations.queries import people_in
from gongzhi.kernel.organizations.states import Role


class _AboutEvent(Notice):
    """To everybody concerned: who answers for the host, and who entered it."""

    channels = ("inbox",)

    def __init__(self, event: Event) -> None:
        self.event = event

    def audience(self) -> Iterable[Recipient]:
        hosts = people_in([self.event.host_id], Role.UNIT_LIAISON, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER)
        entered = [self.event.entered_by_id] if self.event.entered_by_id else []
        return [Recipient(person_id) for person_id in dict.fromkeys([*hosts, *entered])]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        before = self.event.moved_from or self.event.starts_at
        return {
            "title": self.event.title,
            "before": _moment(before),
            "time": _moment(self.event.starts_at),
            "reason": self.event.reason,
        }


class EventMoved(_AboutEvent):
    key = "events.moved"
    title = _("“{title}”改时间了")
    body = _("原来{before}，改到{time}。{reason}")


class EventCancelled(_AboutEvent):
    key = "events.cancelled"
    title = _("“{title}”取消了")
    body = _("原定{time}，取消了：{reason}")


class EventSentBack(_AboutEvent):
    """To who entered it."""

    key = "events.sent_back"
    title = _("“{title}”还要改一改")
    body = _("审核的人说：{reason}　改好了再交。")

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.event.entered_by_id)] if self.event.entered_by_id else []


def _moment(when: object) -> str:
    """As it is spoken; messages are always in Chinese."""
    local = timezone.localtime(when)  # type: ignore[arg-type]
    half = _("上午") if local.hour < 12 else _("下午")
    return f"{local.month}月{local.day}日{half}{(local.hour - 1) % 12 + 1}:{local.minute:02}"
