"""What the journal says of events and series."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "event.cancelled": _("取消活动"),
        "event.corrected": _("改活动内容"),
        "event.entered": _("登记活动"),
        "event.moved": _("改活动时间"),
        "event.over": _("活动结束"),
        "event.published": _("发布活动"),
        "event.sent_back": _("退回活动"),
        "event.started": _("活动开始"),
        "event.submitted": _("交活动审核"),
        "series.day_held": _("定期活动有一次定了"),
        "series.day_skipped": _("定期活动有一次不办"),
        "series.opened": _("开办定期活动"),
        "series.planned": _("排定往后的活动"),
        "series.stopped": _("停办定期活动"),
    }
)
