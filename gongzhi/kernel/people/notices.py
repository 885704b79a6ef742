"""What people are told about coming in, and about what was done with their records."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.people.models import Correction, Erasure, Mandate, Merge, Person
from gongzhi.kernel.people.queries import mobile_of, reversible_until
from gongzhi.kernel.people.states import CodeUse, CorrectionState, MandateScope


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


class DoorShown(Notice):
    """To everybody who lives there, each by themselves."""

    key = "people.door_shown"
    title = _("工作人员查看了您的门牌")
    body = _("工作人员因办事查看了您登记的门牌。谁看的、什么时候、为什么，都有记录。想了解的话，请问社区。")
    channels = ("inbox",)

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(person.pk) for person in self.people]


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


class _Code(Notice):
    """Six digits, to the telephone that asked. It never asks for money or numbers (trust.md A32)."""

    def __init__(self, number: str, code: str) -> None:
        self.number, self.code = number, code

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(address=self.number)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"code": self.code}


class CodeAsked(_Code):
    """To come in."""

    key = "people.code_asked"
    title = _("登录验证码")
    body = _("{code} 是您的登录验证码，10 分钟内有效。不是您本人要的，请不用理会，也不要告诉别人。")


class TelephoneCodeAsked(_Code):
    """For a telephone that somebody says is theirs."""

    key = "people.telephone_code_asked"
    title = _("登记新号码的验证码")
    body = _("{code} 是把这个号码登记到您名下的验证码，10 分钟内有效。不是您本人要的，请不要告诉别人。")


CODES: dict[CodeUse, type[_Code]] = {CodeUse.SIGN_IN: CodeAsked, CodeUse.TELEPHONE: TelephoneCodeAsked}


class _ToOneself(Notice):
    """To somebody inside and on their telephone: it concerns their own record, so nobody may opt out of it."""

    channels = ("inbox", "console")

    def __init__(self, person: Person) -> None:
        self.person = person

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.person.pk, mobile_of(self.person))]


class CorrectionAsked(_ToOneself):
    """Entered for them at a desk: who did not ask for it learns of it."""

    key = "people.correction_asked"
    title = _("已登记您的更正要求")
    body = _("工作人员登记了您的更正要求，{day}以前答复您。不是您提的，请打电话告诉社区。")

    def __init__(self, correction: Correction) -> None:
        super().__init__(correction.person)
        self.due_on = correction.due_on

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"day": self.due_on}


class ConsentEntered(_ToOneself):
    """Not what it was: a telephone may be shared. The page says it, and the community tells."""

    key = "people.consent_entered"
    title = _("已登记您的同意")
    body = _("工作人员按您说的，登记了您的一项同意。想知道是哪一项，或者不是您说的，请打电话告诉社区，随时可以收回。")


class WithdrawalEntered(_ToOneself):
    key = "people.withdrawal_entered"
    title = _("已登记您收回同意")
    body = _("工作人员按您说的，登记了您收回一项同意。想知道是哪一项，或者不是您说的，请打电话告诉社区。")


class CorrectionAnswered(_ToOneself):
    key = "people.correction_answered"
    title = _("您的更正要求有了答复：{state}")
    body = _("{answer}　详情在“我的资料”里。不同意的话，请到社区或街道当面说。")

    def __init__(self, correction: Correction, answer: str) -> None:
        super().__init__(correction.person)
        self.state, self.answer = CorrectionState(correction.state).label, answer

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"state": self.state, "answer": self.answer}


class TelephonesChanged(_ToOneself):
    """To the telephone known so far, so that nobody takes somebody's place in silence."""

    key = "people.telephones_changed"
    title = _("您登记的电话有变动")
    body = _("您名下的电话有变动。不是您本人改的，请马上打电话告诉社区。")


class ErasureAsked(_ToOneself):
    key = "people.erasure_asked"
    title = _("收到了删除您资料的要求")
    body = _("{time}以后删除您的全部资料，删了找不回来。不是您要的，请马上登录收回，或打电话告诉社区。")

    def __init__(self, erasure: Erasure) -> None:
        super().__init__(erasure.person)
        self.not_before = erasure.not_before

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"time": f"{timezone.localtime(self.not_before):%H:%M}"}


class ErasureTakenBack(_ToOneself):
    key = "people.erasure_taken_back"
    title = _("您的资料不删了")
    body = _("删除资料的要求已经收回，登记在您名下的内容都和以前一样。")


class ErasureHeldBack(_ToOneself):
    key = "people.erasure_held_back"
    title = _("您的资料还没有删")
    body = _("您还有要先交接的事，所以没有删。请登录看“我的资料”，或打电话问社区。")


class CopyMade(_ToOneself):
    """Somebody of the staff printed what is kept of them."""

    key = "people.copy_made"
    title = _("工作人员打印了您的资料")
    body = _("工作人员按要求把登记在您名下的内容打印了一份。不是您要的，请打电话告诉社区。")


class DeathNoted(Notice):
    """To those who act for somebody: what is told of the dead is told to them, and a mistake is noticed."""

    key = "people.death_noted"
    title = _("您替他办事的一位居民，登记里注明了去世")
    body = _("给他的消息都停了，替他办的事还可以办完。是谁，在“请人帮忙”里看得到。弄错了的话，请马上打电话告诉社区。")
    channels = ("inbox",)

    def __init__(self, mandates: Iterable[Mandate]) -> None:
        self.mandates = mandates

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(pk) for pk in dict.fromkeys(mandate.helper_id for mandate in self.mandates)]


def _day(day: dt.date) -> str:
    """As it is spoken; messages are always in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"


class _AboutHelp(Notice):
    """Names nobody in full: a telephone may be shared, and the page says who."""

    channels = ("inbox", "console")

    def __init__(self, mandate: Mandate) -> None:
        self.mandate = mandate

    def audience(self) -> Iterable[Recipient]:
        return [self.to_helper()]

    def to_helper(self) -> Recipient:
        return Recipient(self.mandate.helper_id, mobile_of(self.mandate.helper), about=self.mandate.principal_id)

    def to_principal(self) -> Recipient:
        return Recipient(self.mandate.principal_id, mobile_of(self.mandate.principal), about=self.mandate.helper_id)

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {
            "principal": masked_name(self.mandate.principal.name),
            "helper": masked_name(self.mandate.helper.name),
            "scope": MandateScope(self.mandate.scope).label,
            "day": _day(self.mandate.until),
        }


class HelpAsked(_AboutHelp):
    key = "people.help_asked"
    title = _("{principal}请您帮忙")
    body = _(
        "您可以替{principal}：{scope}，到{day}为止。"
        "不认识的，或者不想帮的，登录后在“我的”里点“请人帮忙”，再点“不再帮了”。"
    )


class HelpTakenBack(_AboutHelp):
    key = "people.help_taken_back"
    title = _("{principal}不用您帮忙了")
    body = _("您不能再替{principal}办这件事了：{scope}。谢谢您帮过忙。")


class HelpGivenBack(_AboutHelp):
    """To who was helped, so that nobody counts on a hand that is gone."""

    key = "people.help_given_back"
    title = _("{helper}不再帮您了")
    body = _("{helper}不再替您办这件事了：{scope}。您可以请别人帮忙，或者打电话找社区。")

    def audience(self) -> Iterable[Recipient]:
        return [self.to_principal()]


class HelpOver(_AboutHelp):
    """To both, when its last day is over."""

    key = "people.help_over"
    title = _("请人帮忙的期限到了")
    body = _("{principal}请{helper}帮忙的事（{scope}）到{day}为止，现在结束了。还要帮的话，请{principal}再办一次。")

    def audience(self) -> Iterable[Recipient]:
        return [self.to_principal(), self.to_helper()]


class HelpEntered(_AboutHelp):
    """Entered at a desk for who was helped: who did not ask for it learns of it."""

    key = "people.help_entered"
    title = _("已登记您请人帮忙")
    body = _(
        "工作人员按您说的登记了：{helper}可以替您办这件事（{scope}），到{day}为止。"
        "不是您说的，或者不用了，请打电话告诉社区，当时就能收回。"
    )

    def audience(self) -> Iterable[Recipient]:
        return [self.to_principal()]


class HelpEndEntered(_AboutHelp):
    """Entered at a desk, for the one of the two who said so."""

    key = "people.help_end_entered"
    title = _("已登记：请人帮忙结束了")
    body = _("工作人员按您说的登记了：{helper}不再替{principal}办这件事（{scope}）。不是您说的，请打电话告诉社区。")

    def audience(self) -> Iterable[Recipient]:
        helper_said_so = self.mandate.revoked_by_id == self.mandate.helper_id
        return [self.to_helper() if helper_said_so else self.to_principal()]
