"""Exported files that somebody stands in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.exports.actions import erase_exports
from gongzhi.kernel.people.erasure import Human, eraser
from gongzhi.lib.actions import Actor


@eraser("exports.Export", goes=_("导出过、还没过期的名单文件"))
def exports(human: Human, prepared: Any, by: Actor) -> None:
    erase_exports(human.records, by=by)
