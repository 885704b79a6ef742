"""What people are told about coming in, and about what was done with their records."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.people.models import Merge, Person
from gongzhi.kernel.people.queries import reversible_until


class NumberShown(Notice):
    """Nobody may opt out of knowing who looked."""

    key = "people.number_shown"
    title = _("工作人员查看了您的电话")
    body = _("工作人员因办事查看了您登记的电话。谁看的、什么时候、为什么，都有记录。想了解的话，请问社区。")
    channels = ("inbox",)

    def __init__(self, person: Person) -> None:
        self.person = person

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.person.pk)]


class _AboutMerge(Notice):
    """To both records: whoever signs in with either reads it."""

    channels = ("inbox",)

    def __init__(self, done: Merge) -> None:
        self.done = done

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.done.kept_id), Recipient(self.done.gone_id)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"day": timezone.localdate(reversible_until(self.done))}


class RecordsJoined(_AboutMerge):
    key = "people.records_joined"
    title = _("您的两份登记合并成了一份")
    body = _("工作人员发现您有两份登记，核对后合并成了一份。如果不对，请在{day}以前告诉社区，可以原样分开。")


class RecordsParted(_AboutMerge):
    key = "people.records_parted"
    title = _("您的登记恢复成了两份")
    body = _("之前合并的两份登记已经分开，各自的内容都和合并以前一样。")


class CodeAsked(Notice):
    """The six digits, to the telephone that asked. It never asks for money or numbers (trust.md A32)."""

    key = "people.code_asked"
    title = _("登录验证码")
    body = _("{code} 是您的登录验证码，10 分钟内有效。不是您本人要的，请不用理会，也不要告诉别人。")

    def __init__(self, number: str, code: str) -> None:
        self.number, self.code = number, code

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(address=self.number)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"code": self.code}
