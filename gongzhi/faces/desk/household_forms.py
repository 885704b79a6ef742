"""The questions of the desk about a home."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.faces.desk.forms import PersonForm
from gongzhi.lib.forms import Day, Form, Text


class DoorForm(Form):
    """Why somebody wants to see a door."""

    reason = Text(label=_("为什么要看"), longest=100, help_text=_("比如：上门看望老人。住在这里的人看得到您看过。"))


class JoinForm(PersonForm):
    """Who moves in, and when."""

    since = Day(label=_("从哪天起住在这里"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"since": timezone.localdate()}} | options)


class LeaveForm(Form):
    on = Day(label=_("哪天搬走的"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}} | options)
