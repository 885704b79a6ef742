"""Exports that wait for a second person."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exports.actions import PATIENCE
from gongzhi.kernel.exports.queries import waiting_for
from gongzhi.lib.actions import Actor
from gongzhi.lib.waiting import Waiting, provider


@provider
def exports_to_agree(by: Actor) -> Iterator[Waiting]:
    for export in waiting_for(by)[:20]:
        yield Waiting(
            _("%(name)s要导出 %(count)s 人的名单") % {"name": export.asked_by.name, "count": export.count},
            export.reason,
            _("去看看"),
            "waiting_export",
            {"pk": export.pk},
            due=timezone.localdate(export.asked_at + PATIENCE),
        )
