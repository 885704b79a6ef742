from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class EventState(TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("等审核")
    PUBLISHED = "published", _("已发布")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")
    RECORDED = "recorded", _("已登记")
    CANCELLED = "cancelled", _("已取消")


#: Everybody may see these.
PUBLIC = (EventState.PUBLISHED, EventState.RUNNING, EventState.ENDED, EventState.RECORDED, EventState.CANCELLED)
#: These are still to be held.
AHEAD = (EventState.DRAFT, EventState.IN_REVIEW, EventState.PUBLISHED)
#: Once published, and never called off.
ANNOUNCED = (EventState.PUBLISHED, EventState.RUNNING, EventState.ENDED, EventState.RECORDED)
#: These have begun.
HELD = (EventState.RUNNING, EventState.ENDED, EventState.RECORDED)

EVENT_MOVES: Moves = {
    "submit": ((EventState.DRAFT,), EventState.IN_REVIEW),
    "send_back": ((EventState.IN_REVIEW,), EventState.DRAFT),
    "publish": ((EventState.DRAFT, EventState.IN_REVIEW), EventState.PUBLISHED),
    "start": ((EventState.PUBLISHED,), EventState.RUNNING),
    "end": ((EventState.RUNNING,), EventState.ENDED),
    "record": ((EventState.ENDED,), EventState.RECORDED),
    "cancel": (
        (EventState.DRAFT, EventState.IN_REVIEW, EventState.PUBLISHED, EventState.RUNNING),
        EventState.CANCELLED,
    ),
}


class SeriesState(TextChoices):
    ACTIVE = "active", _("在办")
    STOPPED = "stopped", _("已停办")


SERIES_MOVES: Moves = {"stop": ((SeriesState.ACTIVE,), SeriesState.STOPPED)}


class OccurrenceState(TextChoices):
    ASKED = "asked", _("等答复")
    PLANNED = "planned", _("已排定")
    SKIPPED = "skipped", _("这次不办")


OCCURRENCE_MOVES: Moves = {
    "plan": ((OccurrenceState.ASKED,), OccurrenceState.PLANNED),
    "skip": ((OccurrenceState.ASKED,), OccurrenceState.SKIPPED),
    "ask": ((OccurrenceState.PLANNED,), OccurrenceState.ASKED),
}


class SpecialDay(TextChoices):
    """What a series does when its day is a holiday, or a day of rest on which offices work."""

    ASK = "ask", _("每次问")
    MOVE_EARLIER = "move_earlier", _("提议提前到上一个工作日")
    SKIP = "skip", _("这次不办")
    KEEP = "keep", _("照常办")


class Why(TextChoices):
    """Why an event is called off: only what is nobody's fault counts as called off with a reason (domain.md 2.4)."""

    NOT = "", _("没有取消")
    WEATHER = "weather", _("天气")
    ALERT = "alert", _("预警")
    HOLIDAY = "holiday", _("放假")
    OTHER = "other", _("其他")


class Audience(TextChoices):
    """Who may come."""

    EVERYBODY = "everybody", _("谁都可以")
    RESIDENTS = "residents", _("这里的居民")
    VOLUNTEERS = "volunteers", _("注册志愿者")
    INVITED = "invited", _("请到的人")
