"""What employed Party members are asked to agree to, each by itself (domain.md 2.0.3, Privacy)."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.purposes import Purpose, declare

REPORTED_IN = declare(
    Purpose(
        "alliance.reported_in",
        "2026-11",
        _("记录我作为在职党员报到"),
        _("街道和我报到的社区记下我是哪个单位的在职党员、什么时候报到、愿意做什么，用来安排服务。不公开名单。"),
        without=_("不同意也可以参加活动，只是不算作在职党员报到。"),
    )
)
TELL_UNIT = declare(
    Purpose(
        "alliance.tell_unit",
        "2026-11",
        _("把我的服务情况告诉工作单位"),
        _("每个季度把我参加服务的次数和时长写在服务卡上，先给我看，再交给单位。不写做了什么人的事。"),
        receiver=_("我的工作单位"),
        without=_("不同意的话，单位的服务卡里没有我，报到和服务照常。"),
    )
)
