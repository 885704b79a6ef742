"""People: with or without an account, several on one telephone, one under several names.

A person is known by the keyed hash of the identity number, else by name and telephone together
(``weak``); never by name alone (domain.md 2.0.3, M23). Numbers are sealed with a key outside the
database. Joining two records of one human sets ``same_as`` and moves nothing, so that it can be
taken back exactly; figures count the one they point to.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.states import ContactKind, IdentityKind, Sex
from gongzhi.kernel.places.models import Place
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sheets import Source

#: Everything personal in the row of somebody erased. The row stays, so that no total changes.
NOBODY: dict[str, Any] = {
    "name": "已删除",
    "given": "",
    "pinyin": "",
    "given_pinyin": "",
    "initials": "",
    "sex": Sex.UNKNOWN,
    **dict.fromkeys(("birth_year", "birth_month", "birth_day", "identity_sealed", "identity_mark", "died_on")),
}


class PersonQuerySet(models.QuerySet["Person"]):
    def known(self) -> "PersonQuerySet":
        """Each human once, without those who were erased."""
        return self.filter(same_as=None, erased_on=None)

    def lock(self, person: "Person") -> "Person":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


class Person(models.Model):
    """A human being as the street knows them. No account is needed.

    Whoever asked to be erased leaves a row that says nothing (:data:`NOBODY`); who died stays, and is
    told nothing any more.
    """

    personal = {
        "name": Personal(_("办理和联系"), Retention.ON_RECORD),
        "given": Personal(_("查找"), Retention.ON_RECORD),
        "pinyin": Personal(_("查找"), Retention.ON_RECORD),
        "given_pinyin": Personal(_("查找"), Retention.ON_RECORD),
        "initials": Personal(_("查找"), Retention.ON_RECORD),
        "sex": Personal(_("办理"), Retention.ON_RECORD),
        "birth_year": Personal(_("核对身份和年龄条件"), Retention.ON_RECORD),
        "birth_month": Personal(_("核对身份和年龄条件"), Retention.ON_RECORD),
        "birth_day": Personal(_("核对身份和年龄条件"), Retention.ON_RECORD),
        "identity_sealed": Personal(_("核对身份"), Retention.ON_RECORD, sensitive=True),
        "identity_mark": Personal(_("核对身份"), Retention.ON_RECORD, sensitive=True),
        "died_on": Personal(_("停发消息"), Retention.ON_RECORD),
    }

    # Registers come ten thousand rows at a time, so no index that another one stands for, and none of nothing.
    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"), db_index=False)
    community = models.ForeignKey(  # whose desk keeps the file; registers do not say it
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记在"), db_index=False
    )
    name = models.CharField(_("姓名"), max_length=100, db_collation="C")
    given = models.CharField(_("名"), max_length=100, blank=True, db_collation="C")
    pinyin = models.CharField(_("拼音"), max_length=600, blank=True, db_collation="C")
    given_pinyin = models.CharField(_("名的拼音"), max_length=600, blank=True, db_collation="C")
    initials = models.CharField(_("首字母"), max_length=100, blank=True, db_collation="C")
    sex = models.CharField(_("性别"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(_("出生年"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("出生月"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("出生日"), null=True, blank=True)
    identity_kind = models.CharField(_("证件"), max_length=8, choices=IdentityKind, default=IdentityKind.NONE)
    identity_sealed = models.BinaryField(_("证件号"), null=True, blank=True)
    identity_mark = models.BinaryField(_("证件号的钥匙散列"), null=True, blank=True)
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("与此人是同一人"),
        db_index=False,
    )
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    erased_on = models.DateField(_("删除日期"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("人")
        constraints = (
            models.CheckConstraint(
                condition=~Q(name=""), name="person_name", violation_error_message=_("请填写姓名。")
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="person_source"),
            models.CheckConstraint(
                condition=Q(identity_kind=IdentityKind.NONE, identity_sealed=None, identity_mark=None)
                | Q(
                    identity_kind__in=(IdentityKind.RESIDENT, IdentityKind.OTHER),
                    identity_sealed__isnull=False,
                    identity_mark__isnull=False,
                )
                | Q(
                    identity_kind__in=(IdentityKind.RESIDENT, IdentityKind.OTHER),  # known then, and counted so
                    identity_sealed=None,
                    identity_mark=None,
                    erased_on__isnull=False,
                ),
                name="person_identity",
            ),
            models.CheckConstraint(
                condition=(Q(birth_year=None) | Q(birth_year__range=(1880, 2200)))
                & (Q(birth_month=None) | Q(birth_year__isnull=False, birth_month__range=(1, 12)))
                & (Q(birth_day=None) | Q(birth_month__isnull=False, birth_day__range=(1, 31))),
                name="person_birth",
            ),
            models.CheckConstraint(
                condition=Q(same_as=None) | ~Q(same_as=F("id")),
                name="person_not_same_as_itself",
            ),
            models.CheckConstraint(condition=Q(erased_on=None) | Q(**NOBODY), name="person_erased"),
            models.UniqueConstraint(
                fields=("street", "identity_mark"),
                condition=Q(same_as=None, identity_mark__isnull=False),
                name="person_identity_once",
                violation_error_message=_("这个证件号已经登记在另一个人名下。"),
            ),
        )
        indexes = (
            models.Index(fields=("street", "name", "id"), name="person_name"),
            models.Index(fields=("street", "given", "id"), name="person_given"),
            models.Index(fields=("street", "pinyin", "id"), name="person_pinyin"),
            models.Index(fields=("street", "given_pinyin", "id"), name="person_given_pinyin"),
            models.Index(fields=("street", "initials", "id"), name="person_initials"),
            models.Index(fields=("identity_mark",), condition=Q(identity_mark__isnull=False), name="person_mark"),
            models.Index(fields=("same_as",), condition=Q(same_as__isnull=False), name="person_joined"),
            models.Index(fields=("community",), condition=Q(community__isnull=False), name="person_of_community"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def weak(self) -> bool:
        """Known by name and telephone only: counted, but never certified."""
        return self.identity_kind == IdentityKind.NONE


#: Counts two records of one human once: ``Count(one_person("person"), distinct=True)``.
def one_person(path: str = "") -> Coalesce:
    prefix = f"{path}__" if path else ""
    return Coalesce(F(f"{prefix}same_as_id"), F(f"{prefix}id"))


class Alias(models.Model):
    """Another name of a person: a former name, the name everybody uses."""

    stays_because = ""
    personal = {
        "name": Personal(_("查找"), Retention.ON_RECORD),
        "pinyin": Personal(_("查找"), Retention.ON_RECORD),
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases", verbose_name=_("人"))
    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    name = models.CharField(_("别名"), max_length=100, db_collation="C")
    pinyin = models.CharField(_("拼音"), max_length=600, blank=True, db_collation="C")

    class Meta:
        verbose_name = _("别名")
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="alias_once"),)
        indexes = (
            models.Index(fields=("street", "name"), name="alias_name"),
            models.Index(fields=("street", "pinyin"), name="alias_pinyin"),
        )


class ContactPoint(models.Model):
    """A telephone of a person. One number may belong to several people, a person may have none."""

    stays_because = ""
    personal = {
        "sealed": Personal(_("联系"), Retention.ON_RECORD),
        "mark": Personal(_("查找"), Retention.ON_RECORD),
        "tail_mark": Personal(_("查找"), Retention.ON_RECORD),
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts", verbose_name=_("人"))
    kind = models.CharField(_("种类"), max_length=8, choices=ContactKind)
    sealed = models.BinaryField(_("号码"))
    mark = models.BinaryField(_("号码的钥匙散列"))
    tail_mark = models.BinaryField(_("尾号的钥匙散列"))
    since = models.DateField(_("开始日期"), null=True, blank=True)
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("联系方式")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind"),
            models.UniqueConstraint(fields=("person", "mark"), condition=Q(until=None), name="contact_once"),
        )
        indexes = (
            models.Index(fields=("mark",), name="contact_mark"),
            models.Index(fields=("tail_mark",), name="contact_tail"),
        )
