"""Days on which offices work or rest against the week, told a day ahead, and settings that begin."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.kernel.rulebook.calendar import special_days
from gongzhi.kernel.rulebook.declared import declared
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.lib.actions import Actor
from gongzhi.lib.happening import Happening, provider


@provider
def days_against_the_week(by: Actor, day: dt.date) -> Iterator[Happening]:
    for date, works, name in special_days(day, days=1):
        said = _("今天%(name)s") if date == day else _("明天%(name)s")
        yield Happening(said % {"name": name}, _("照常上班") if works else _("放假"))


@provider
def settings_that_begin(by: Actor, day: dt.date) -> Iterator[Happening]:
    streets = [int(path.split(".")[0]) for path in by.reach("see_settings")]
    for setting in Setting.objects.filter(street_id__in=streets, valid_from=day):
        title = _("新规定今天起实行：%(name)s") % {"name": declared(setting.key).title}
        yield Happening(title, "", "setting", {"key": setting.key})
