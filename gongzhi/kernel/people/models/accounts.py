"""How people come in: accounts, sessions, one-time codes and links, and the brake on guessing.

A person needs no account to be served. Whatever opens a door is kept as a digest only (sessions, links)
or sealed (the secret of the second factor), so that a copy of the database lets nobody in.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models.persons import Person
from gongzhi.kernel.people.states import CodeUse, Device, SessionKind, TicketKind
from gongzhi.lib.personal import Personal, Retention

_WHILE_OPEN = Personal(_("登录"), Retention.WHILE_OPEN, since="closed_at")
_A_DAY = Personal(_("登录"), Retention.A_DAY)


class AccountQuerySet(models.QuerySet["Account"]):
    def open(self) -> "AccountQuerySet":
        return self.filter(closed_at=None)

    def lock(self, account: "Account") -> "Account":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)


class Account(models.Model):
    """What one person comes in with. Residents have no name and no password, only their telephone."""

    stays_because = ""
    personal = {
        "name": _WHILE_OPEN,
        "password": _WHILE_OPEN,
        "totp_sealed": Personal(_("登录"), Retention.WHILE_OPEN, sensitive=True, since="closed_at"),
        "display": Personal(_("按本人的习惯显示"), Retention.WHILE_OPEN, since="closed_at"),
    }

    person = models.OneToOneField(Person, models.PROTECT, related_name="account", verbose_name=_("人"))
    name = models.CharField(_("登录名"), max_length=40, blank=True)
    password = models.CharField(_("密码的散列"), max_length=128, blank=True)
    totp_sealed = models.BinaryField(_("动态码的密钥"), null=True, blank=True)
    totp_step = models.BigIntegerField(_("最近用过的动态码"), default=0)
    display = models.JSONField(_("显示方式"), default=dict)
    opened_at = models.DateTimeField(_("开通时间"), db_default=Now())
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("开通人")
    )
    used_at = models.DateTimeField(_("最近登录时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("停用人")
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("账号")
        constraints = (
            models.UniqueConstraint(
                fields=("name",),
                condition=~Q(name=""),
                name="account_name_once",
                violation_error_message=_("这个登录名已经有人用了，请换一个。"),
            ),
            models.CheckConstraint(
                condition=Q(name="", password="", totp_sealed=None)
                | (~Q(name="") & ~Q(password="") & Q(totp_sealed__isnull=False)),
                name="account_two_factors",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False), name="account_closed"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One browser that is signed in. ``idle`` is how long it may rest, ``ends_at`` when it is over at the latest."""

    personal = {"device": Personal(_("让本人认出自己的登录"), Retention.A_DAY_AFTER_SIGNING_OUT)}

    key_digest = models.BinaryField(_("凭据的摘要"), unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions", verbose_name=_("账号"))
    kind = models.CharField(_("登录方式"), max_length=8, choices=SessionKind)
    shared = models.BooleanField(_("公用设备"), default=False)
    device = models.CharField(_("设备"), max_length=8, choices=Device, default=Device.COMPUTER)
    idle = models.DurationField(_("闲置多久退出"))
    began_at = models.DateTimeField(_("登录时间"), db_default=Now())
    seen_at = models.DateTimeField(_("最近使用时间"), db_default=Now())
    ends_at = models.DateTimeField(_("最晚退出时间"))
    ended_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁退出")
    )

    class Meta:
        verbose_name = _("登录")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SessionKind.values), name="session_kind"),
            models.CheckConstraint(condition=Q(device__in=Device.values), name="session_device"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("began_at")), name="session_ends"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="session_ended"
            ),
        )
        indexes = (models.Index(fields=("ends_at",), name="session_ends"),)


class SignInCode(models.Model):
    """Six digits sent to a telephone for one purpose, bound to the request that asked for them; five tries, ten
    minutes, one use."""

    personal = {
        "sealed": _A_DAY,
        "mark": _A_DAY,
        "network": _A_DAY,
    }

    request_digest = models.BinaryField(_("这次请求的摘要"), unique=True)
    sealed = models.BinaryField(_("号码"))
    mark = models.BinaryField(_("号码的钥匙散列"))
    network = models.BinaryField(_("网络的钥匙散列"))
    code_digest = models.BinaryField(_("验证码的摘要"))
    use = models.CharField(_("用途"), max_length=10, choices=CodeUse, default=CodeUse.SIGN_IN)
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    asked_at = models.DateTimeField(_("申请时间"), db_default=Now())
    proven_at = models.DateTimeField(_("验证时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("验证码")
        constraints = (
            models.CheckConstraint(condition=Q(used_at=None) | Q(proven_at__isnull=False), name="signincode_used"),
            models.CheckConstraint(condition=Q(use__in=CodeUse.values), name="signincode_use"),
        )
        indexes = (
            models.Index(fields=("mark", "asked_at"), name="signincode_of_number"),
            models.Index(fields=("network", "asked_at"), name="signincode_of_network"),
            models.Index(fields=("asked_at",), name="signincode_asked"),
        )


class Ticket(models.Model):
    """A link for one purpose, one person and one time (trust.md S29)."""

    stays_because = ""
    personal = {"totp_sealed": Personal(_("登录"), Retention.A_WEEK, sensitive=True)}

    kind = models.CharField(_("用途"), max_length=10, choices=TicketKind)
    digest = models.BinaryField(_("链接的摘要"), unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tickets", verbose_name=_("人"))
    totp_sealed = models.BinaryField(_("动态码的密钥"), null=True, blank=True)
    made_at = models.DateTimeField(_("发出时间"), db_default=Now())
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发出人")
    )
    ends_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("一次性链接")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=TicketKind.values), name="ticket_kind"),
            models.CheckConstraint(
                condition=Q(kind=TicketKind.DESK, totp_sealed=None)
                | (~Q(kind=TicketKind.DESK) & Q(totp_sealed__isnull=False)),
                name="ticket_second_factor",
            ),
        )
        indexes = (models.Index(fields=("ends_at",), name="ticket_ends"),)


class Brake(models.Model):
    """How often something was tried in vain lately, and until when nobody may try again (trust.md S8).

    ``mark`` is a keyed hash of what is braked: an account, a network, a device, a telephone.
    """

    personal = {"mark": _A_DAY}

    mark = models.BinaryField(_("对象的钥匙散列"), unique=True)
    failures = models.PositiveIntegerField(_("失败次数"), default=0)
    failed_at = models.DateTimeField(_("最近失败时间"), db_default=Now())
    until = models.DateTimeField(_("暂停到"), null=True, blank=True)

    class Meta:
        verbose_name = _("防猜测")
        indexes = (models.Index(fields=("failed_at",), name="brake_failed"),)
