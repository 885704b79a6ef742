"""Workbooks that were taken in today."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.kernel.intake.queries.lists import batches_of
from gongzhi.lib.actions import Actor
from gongzhi.lib.happening import Happening, provider


@provider
def workbooks_taken_in(by: Actor, day: dt.date) -> Iterator[Happening]:
    for batch in batches_of(by, day):
        title = _("已导入：%(name)s") % {"name": batch.file_name}
        yield Happening(title, "", "batch", {"pk": batch.pk}, batch.committed_at)
