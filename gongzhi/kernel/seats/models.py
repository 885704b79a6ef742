"""The one queue for everything that runs out: a quota of places, and the turns of people in it.

Who gets the last place is decided by the database: :func:`seats_take` locks the quota, counts, and writes the turn in
one call. Whatever changes a turn afterwards holds the same lock.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.seats.states import LIMITED, LIVE, SEATED, TURN_MOVES, How, TurnState
from gongzhi.lib.personal import Personal, Retention

#: People that somebody may bring along, themselves included.
LARGEST_PARTY = 10
#: How long somebody has to confirm, in hours (domain.md 3, step 7).
HOURS = 48


class QuotaQuerySet(models.QuerySet["Quota"]):
    def lock(self, quota: "Quota") -> "Quota":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=quota.pk)


class Quota(models.Model):
    """Places that run out; ``places`` empty if they do not. ``taken`` and ``waiting`` are kept with every turn:
    people with a seat (companions counted), and turns that wait."""

    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    places = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("占用"), default=0)
    waiting = models.PositiveIntegerField(_("候补"), default=0)
    last_position = models.PositiveBigIntegerField(_("最后一个次序"), default=0)
    queues = models.BooleanField(_("满了可以候补"), default=True)
    hours = models.PositiveSmallIntegerField(_("多少小时内确认"), default=HOURS)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("名额")
        constraints = (
            models.CheckConstraint(
                condition=Q(places=None) | Q(taken__lte=F("places")),
                name="quota_never_oversold",
                violation_error_message=_("名额不能少于已经报上的人数。"),
            ),
            models.CheckConstraint(condition=Q(hours__range=(1, 240)), name="quota_hours"),
        )

    def __str__(self) -> str:
        return f"{self.taken}/{self.places}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def live(self) -> "TurnQuerySet":
        return self.filter(state__in=LIVE)

    def seated(self) -> "TurnQuerySet":
        return self.filter(state__in=SEATED)

    def waiting(self) -> "TurnQuerySet":
        """In the order of the queue."""
        return self.filter(state=TurnState.WAITING).order_by("position")

    def lock(self, turn: "Turn") -> "Turn":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=turn.pk)


class Turn(models.Model):
    """One person's place in a queue, with companions. ``position`` is the order in which they came and never changes;
    what is over stays as it was."""

    moves = TURN_MOVES
    stays_because = _("多少人次、谁先谁后要留着，人只剩编号")
    personal = {"party": Personal(_("留名额"), Retention.ON_RECORD)}

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="turns", verbose_name=_("名额"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="turns", verbose_name=_("人"))
    party = models.PositiveSmallIntegerField(_("几个人"), default=1)
    state = models.CharField(_("状态"), max_length=8, choices=TurnState, default=TurnState.WAITING)
    position = models.PositiveBigIntegerField(_("次序"))
    until = models.DateTimeField(_("最晚确认"), null=True, blank=True)
    how = models.CharField(_("怎么来的"), max_length=10, choices=How)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="turns", verbose_name=_("委托")
    )
    made_at = models.DateTimeField(_("报名时间"), db_default=Now())
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("报名的人")
    )
    over_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    over_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("退出的人")
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=TurnState.values), name="turn_state"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="turn_how"),
            models.CheckConstraint(condition=Q(party__range=(1, LARGEST_PARTY)), name="turn_party"),
            models.UniqueConstraint(fields=("quota", "position"), name="turn_position_once"),
            models.UniqueConstraint(fields=("quota", "person"), condition=Q(state__in=LIVE), name="turn_once"),
            models.CheckConstraint(
                condition=Q(state__in=LIMITED, until__isnull=False) | (~Q(state__in=LIMITED) & Q(until=None)),
                name="turn_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, over_at=None, over_by=None)
                | (~Q(state__in=LIVE) & Q(over_at__isnull=False)),
                name="turn_over",
            ),
        )
        indexes = (
            models.Index(fields=("quota", "position"), condition=Q(state=TurnState.WAITING), name="turn_waiting"),
            models.Index(fields=("until",), condition=Q(state__in=LIMITED), name="turn_due"),
            models.Index(fields=("person",), condition=Q(state__in=LIVE), name="turn_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.quota_id}/{self.position}"
