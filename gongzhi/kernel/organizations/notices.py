"""What people are told about support looking along."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.people.models import Person


class _ToWhom(Notice):
    """Nobody may opt out of knowing who looks."""

    channels = ("inbox",)

    def __init__(self, person: Person) -> None:
        self.person = person

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.person.pk)]


class WatchBegun(_ToWhom):
    key = "organizations.watch_begun"
    title = _("支持人员开始看您的页面")
    body = _(
        "{name}用您给的支持码，正在看您看得到的页面，最晚到{time}。只能看，不能改。"
        "不想让看了，点页面最上面的“不让看了”。"
    )

    def __init__(self, person: Person, name: str, until: dt.datetime) -> None:
        super().__init__(person)
        self.name, self.until = name, until

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"name": self.name, "time": f"{timezone.localtime(self.until):%H:%M}"}


class WatchEnded(_ToWhom):
    key = "organizations.watch_ended"
    title = _("支持人员不再看您的页面了")
    body = _("谁看的、什么时候、为什么，在“我的资料”最下面的“谁看过我的资料”里。")
