"""Series (a rule), their occurrences (one day of the rule each), and events: one holding each."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.events.states import (
    AHEAD,
    EVENT_MOVES,
    OCCURRENCE_MOVES,
    PUBLIC,
    SERIES_MOVES,
    Audience,
    EventState,
    OccurrenceState,
    SeriesState,
    SpecialDay,
    Why,
)
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place

#: A day and a half: what lasts longer is a series.
LONGEST = 36 * 60
_AS_LONG = dt.timedelta(minutes=LONGEST)

_STAYS = _("活动是组织办的，经办人只剩编号")


class Described(models.Model):
    """What something is: who holds it, where, for whom. Written in a series, and copied into each event of it."""

    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    host = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("主办"))
    kind = models.CharField(_("种类"), max_length=24)
    title = models.CharField(_("名称"), max_length=60)
    about = models.TextField(_("内容"), max_length=2000, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("在哪个地方"))
    where = models.CharField(_("集合地点"), max_length=100, blank=True)
    audience = models.CharField(_("谁能来"), max_length=12, choices=Audience, default=Audience.EVERYBODY)
    risks = models.CharField(_("风险提示"), max_length=400, blank=True)
    insurance = models.CharField(_("保险"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=20, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


def _described(model: str) -> tuple[models.CheckConstraint, models.CheckConstraint]:
    """What the database asks of every description."""
    return (
        models.CheckConstraint(condition=Q(audience__in=Audience.values), name=f"{model}_audience"),
        models.CheckConstraint(condition=~Q(title="") & ~Q(kind=""), name=f"{model}_named"),
    )


class SeriesQuerySet(models.QuerySet["Series"]):
    def active(self) -> "SeriesQuerySet":
        return self.filter(state=SeriesState.ACTIVE)

    def lock(self, series: "Series") -> "Series":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=series.pk)


class Series(Described):
    """What is held again and again. ``rule`` is one of RFC 5545 that ``rules.py`` knows; every day of it is an
    :class:`Occurrence`. What an event of it is like is written here and copied when the event is made."""

    moves = SERIES_MOVES
    stays_because = _STAYS

    rule = models.CharField(_("规律"), max_length=60)
    since = models.DateField(_("从哪天起"))
    until = models.DateField(_("到哪天为止"), null=True, blank=True)
    begins = models.TimeField(_("几点开始"))
    minutes = models.PositiveSmallIntegerField(_("多少分钟"))
    on_holiday = models.CharField(_("遇到放假"), max_length=12, choices=SpecialDay, default=SpecialDay.ASK)
    on_make_up = models.CharField(_("遇到调休上班"), max_length=12, choices=SpecialDay, default=SpecialDay.KEEP)
    state = models.CharField(_("状态"), max_length=8, choices=SeriesState, default=SeriesState.ACTIVE)
    opened_at = models.DateTimeField(_("开办时间"), db_default=Now())
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("开办人")
    )
    stopped_at = models.DateTimeField(_("停办时间"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("停办人")
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("定期活动")
        ordering = ("title", "id")
        constraints = (
            *_described("series"),
            models.CheckConstraint(condition=Q(state__in=SeriesState.values), name="series_state"),
            models.CheckConstraint(condition=Q(on_holiday__in=SpecialDay.values), name="series_on_holiday"),
            models.CheckConstraint(condition=Q(on_make_up__in=SpecialDay.values), name="series_on_make_up"),
            models.CheckConstraint(condition=~Q(rule=""), name="series_rule"),
            models.CheckConstraint(condition=Q(minutes__range=(5, LONGEST)), name="series_minutes"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="series_term",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state=SeriesState.STOPPED, stopped_at__isnull=False)
                | (~Q(state=SeriesState.STOPPED) & Q(stopped_at=None, stopped_by=None)),
                name="series_stopped",
            ),
        )
        indexes = (models.Index(fields=("street", "state"), name="series_of_street"),)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(state__in=PUBLIC)

    def ahead(self) -> "EventQuerySet":
        """Still to be held."""
        return self.filter(state__in=AHEAD, ends_at__gt=timezone.now())

    def on(self, day: dt.date) -> "EventQuerySet":
        """Those that begin on a day, by the clock of the street."""
        midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        return self.filter(starts_at__gte=midnight, starts_at__lt=midnight + dt.timedelta(days=1))

    def lock_free(self) -> "EventQuerySet":
        """Locked for this transaction, leaving out those that another one works on."""
        return self.select_for_update(no_key=True, of=("self",), skip_locked=True)

    def lock(self, event: "Event") -> "Event":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)


class Event(Described):
    """One holding: when, where, for whom. Programmes attach what is theirs by a row of their own."""

    moves = EVENT_MOVES
    stays_because = _STAYS

    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    moved_from = models.DateTimeField(_("原来的开始时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=EventState, default=EventState.DRAFT)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    why = models.CharField(_("取消原因"), max_length=8, choices=Why, blank=True, default=Why.NOT)
    entered_at = models.DateTimeField(_("登记时间"), db_default=Now())
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人")
    )
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("取消人")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动")
        ordering = ("starts_at", "id")
        constraints = (
            *_described("event"),
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + _AS_LONG),
                name="event_times",
                violation_error_message=_("结束要晚于开始，一次活动最长一天半。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(EventState.DRAFT, EventState.IN_REVIEW, EventState.CANCELLED))
                | Q(published_at__isnull=False),
                name="event_published",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(published_at__isnull=False), name="event_published_by"
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="event_why"),
            models.CheckConstraint(
                condition=(Q(state=EventState.CANCELLED, cancelled_at__isnull=False) & ~Q(why=Why.NOT))
                | (~Q(state=EventState.CANCELLED) & Q(cancelled_at=None, cancelled_by=None, why=Why.NOT)),
                name="event_cancelled",
            ),
        )
        indexes = (
            models.Index(fields=("street", "starts_at"), name="event_of_street"),
            models.Index(fields=("starts_at",), condition=Q(state=EventState.PUBLISHED), name="event_to_start"),
            models.Index(fields=("ends_at",), condition=Q(state=EventState.RUNNING), name="event_to_end"),
        )


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def asked(self) -> "OccurrenceQuerySet":
        """Those that a desk has to decide."""
        return self.filter(state=OccurrenceState.ASKED, series__state=SeriesState.ACTIVE)

    def lock(self, occurrence: "Occurrence") -> "Occurrence":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=occurrence.pk)


class Occurrence(models.Model):
    """One day of the rule of a series, once and for all: the day by the rule, and the day it is held on.

    While it is asked, ``on`` is the day that is proposed, empty if none is. ``note`` says what is special about the
    day. ``settled`` tells that the holidays of its year were known, or that somebody has decided.
    """

    moves = OCCURRENCE_MOVES
    stays_because = _STAYS

    series = models.ForeignKey(Series, models.CASCADE, related_name="occurrences", verbose_name=_("定期活动"))
    by_rule = models.DateField(_("按规律的日期"))
    on = models.DateField(_("举办日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=OccurrenceState, default=OccurrenceState.ASKED)
    note = models.CharField(_("说明"), max_length=100, blank=True)
    settled = models.BooleanField(_("日期已定"))
    event = models.OneToOneField(
        Event, models.PROTECT, null=True, blank=True, related_name="occurrence", verbose_name=_("活动")
    )
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("一次活动")
        ordering = ("by_rule",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=OccurrenceState.values), name="occurrence_state"),
            models.UniqueConstraint(fields=("series", "by_rule"), name="occurrence_once"),
            models.UniqueConstraint(
                fields=("series", "on"),
                condition=Q(state=OccurrenceState.PLANNED),
                name="occurrence_day_once",
                violation_error_message=_("那一天已经排了一次。"),
            ),
            models.CheckConstraint(
                condition=Q(state=OccurrenceState.PLANNED, on__isnull=False, event__isnull=False)
                | Q(state=OccurrenceState.SKIPPED, on=None)
                | Q(state=OccurrenceState.ASKED, settled=False),
                name="occurrence_planned",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(decided_at__isnull=False), name="occurrence_decided_by"
            ),
        )
        indexes = (models.Index(fields=("series",), condition=Q(state=OccurrenceState.ASKED), name="occurrence_asked"),)

    def __str__(self) -> str:
        return f"{self.by_rule:%Y-%m-%d}"
