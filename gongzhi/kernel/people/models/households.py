"""Who lives behind which door."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models.persons import Person
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.personal import Personal, Retention


class Household(models.Model):
    """The people behind one door."""

    personal = {"door": Personal(_("上门联系"), Retention.ON_RECORD)}

    place = models.ForeignKey(Place, models.PROTECT, related_name="households", verbose_name=_("楼栋或门洞"))
    door = models.CharField(_("门牌"), max_length=40)
    until = models.DateField(_("迁出日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("户")
        constraints = (
            models.UniqueConstraint(fields=("place", "door"), condition=Q(until=None), name="household_once"),
        )

    def __str__(self) -> str:
        return self.door

    @property
    def where(self) -> str:
        """As people say it, without the door: 经一路3号院 1号楼 2门洞."""
        step, names = self.place, [self.place.name]
        while step.kind in (Kind.BUILDING, Kind.ENTRANCE) and step.parent:
            step = step.parent
            names.insert(0, step.name)
        return " ".join(names)


class HouseholdMember(models.Model):
    """Who lives in a household, and when."""

    stays_because = ""

    person = models.ForeignKey(Person, models.CASCADE, related_name="homes", verbose_name=_("人"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="members", verbose_name=_("户"))
    since = models.DateField(_("开始日期"), null=True, blank=True)
    until = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("家庭成员")
        constraints = (
            models.UniqueConstraint(fields=("person", "household"), condition=Q(until=None), name="member_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="member_dates"
            ),
        )
