"""The questions of the desk about what people ask of their own record."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.gaps import Corrected
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.requests import Number
from gongzhi.kernel.people.states import Channel, IdentityKind, Sex
from gongzhi.lib import values
from gongzhi.lib.forms import Day, Form, Name, OneOf, Phone, Pick, Several, Text
from gongzhi.lib.values import BadValue

_AT_THE_DESK = [(channel.value, channel.label) for channel in (Channel.WINDOW, Channel.TELEPHONE, Channel.RELATIVE)]
_IN_PERSON = [(channel.value, channel.label) for channel in (Channel.WINDOW, Channel.RELATIVE)]


class Read(Text):
    """Words read as the cells of a workbook are."""

    def __init__(self, reader: Any, **options: Any) -> None:
        super().__init__(**options)
        self.reader = reader

    def clean(self, value: Any) -> Any:
        try:
            return self.reader(super().clean(value))
        except BadValue as bad:
            raise ValidationError(bad.sentence, code=bad.code) from bad


class AskedForm(Form):
    """What somebody says is wrong, in their words."""

    channel = OneOf(label=_("怎么提的"), choices=_AT_THE_DESK)
    wrong = Text(label=_("哪里不对"), longest=500, lines=3)
    right = Text(label=_("应该是什么"), longest=500, lines=3)


class AnswerForm(Form):
    """What is corrected, and what the person is told."""

    outcome = OneOf(label=_("改不改"), choices=(("settle", _("改好，告诉本人")), ("refuse", _("不改，写明理由"))))
    name = Name(label=_("姓名改成"), required=False, autocomplete="off")
    sex = Pick(label=_("性别改成"), required=False, choices=Sex.choices[:2], none=_("不改"))
    birth = Read(values.birth_date, label=_("出生改成"), required=False, help_text=_("比如：1956年3月，知道几号更好。"))
    identity = Read(values.identity_document, label=_("证件号改成"), required=False, longest=40)
    number = Phone(label=_("加一个电话"), required=False)
    stopped = Several(label=_("停用的电话"), required=False)
    answer = Text(label=_("给本人的话"), longest=300, lines=3, required=False)

    def __init__(self, *args: Any, person: Person, numbers: Sequence[Number], **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        if numbers:
            choices = [(number.id, number.shown) for number in numbers]
            self.fields["stopped"] = Several(label=_("停用的电话"), required=False, choices=choices)
        else:
            del self.fields["stopped"]

    def corrected(self) -> Corrected:
        """What the desk found to be right."""
        said = self.cleaned_data
        document = said["identity"]
        return Corrected(
            name=said["name"],
            sex=said["sex"],
            birth=said["birth"],
            identity=document.number if document else "",
            identity_kind=IdentityKind.RESIDENT if not document or document.resident else IdentityKind.OTHER,
            number=said["number"],
            stopped=tuple(int(pk) for pk in said.get("stopped", ())),
        )


class CopyForm(Form):
    """To whom a copy is handed, and how it was seen who they are."""

    channel = OneOf(label=_("交给谁"), choices=_IN_PERSON)
    reason = Text(label=_("怎么核对的"), longest=100, help_text=_("比如：看了身份证；看了户口本和死亡证明。"))


class DeathForm(Form):
    on = Day(label=_("哪天去世的"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}} | options)


class ProposalForm(Form):
    """Who asks that somebody be erased, and how it was seen who they are."""

    channel = OneOf(label=_("谁来提的"), choices=_IN_PERSON)
    reason = Text(label=_("怎么核对的"), longest=100, help_text=_("比如：本人带身份证到窗口，当面说要删。"))
