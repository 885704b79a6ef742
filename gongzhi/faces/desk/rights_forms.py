"""The questions of the desk about somebody's record, and about what people ask of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.faces.asked import LONGEST
from gongzhi.faces.desk.forms import Names, Read
from gongzhi.kernel.people import may
from gongzhi.kernel.people.gaps import Corrected
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.record import what_is_on_record
from gongzhi.kernel.people.requests import masked_telephones
from gongzhi.kernel.people.states import Channel, IdentityKind, Sex
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.pages import called
from gongzhi.lib import values
from gongzhi.lib.forms import Day, Filters, Form, Name, OneOf, Phone, Pick, Several, Text
from gongzhi.lib.versions import Shown

_AT_THE_DESK = [(channel.value, channel.label) for channel in (*may.BY_ONESELF, Channel.RELATIVE)]
_IN_PERSON = [(channel.value, channel.label) for channel in (Channel.WINDOW, Channel.RELATIVE)]


class AskedForm(Form):
    """What somebody says is wrong, in their words."""

    channel = OneOf(label=_("怎么提的"), choices=_AT_THE_DESK)
    wrong = Text(label=_("哪里不对"), longest=500, lines=3)
    right = Text(label=_("应该是什么"), longest=500, lines=3)


class Telephones(Several):
    """Telephones by their rows. One that is stopped by now may still be named: the action knows whose they are."""

    def valid_value(self, value: str) -> bool:
        return value.isdecimal() and len(value) <= LONGEST


class FactsForm(Form):
    """What is on record of somebody, to be corrected. What the desk does not see stays as it is if nothing is
    written."""

    name = Name(label=_("姓名"), autocomplete="off")
    other_names = Names(label=_("别的名字"), each=100, help_text=_("曾用名、大家叫的名字，用顿号隔开。"))
    sex = Pick(label=_("性别"), required=False, choices=Sex.choices, none=_("不改"))
    birth = Read(values.birth_date, label=_("出生"), required=False, help_text=_("比如：1956年3月，知道几号更好。"))
    identity = Read(
        values.identity_document,
        label=_("证件号"),
        required=False,
        longest=40,
        help_text=_("空着就不改。改身份证号会一起改性别和出生日期。"),
    )
    number = Phone(label=_("加一个电话"), required=False, autocomplete="off")
    stopped = Telephones(label=_("停用的电话"), required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        self.shown = what_is_on_record(person)
        super().__init__(*args, **{"initial": {name: self.shown[name] for name in IN_SIGHT}} | options)
        numbers = [(number.id, number.shown) for number in masked_telephones(person)]
        if numbers or "stopped" in self.data:
            self.fields["stopped"] = Telephones(label=_("停用的电话"), required=False, choices=numbers)
        else:
            del self.fields["stopped"]

    def clean_birth(self) -> Any:
        """An emptied field would say that nothing is known any more."""
        if self.data.get("birth") == "" and self.shown["birth"]:
            raise ValidationError(_("“出生”原来写着，不能空着。说不准就写知道的，比如1956年。"))
        return self.cleaned_data["birth"]

    def corrected(self) -> Corrected:
        """What the desk found to be right."""
        said = self.cleaned_data
        document = said["identity"]
        return Corrected(
            name=said["name"] if said["name"] != self.shown["name"] else "",
            sex=said["sex"],
            birth=said["birth"],
            identity=document.number if document else "",
            identity_kind=IdentityKind.RESIDENT if not document or document.resident else IdentityKind.OTHER,
            number=said["number"],
            stopped=tuple(int(pk) for pk in said.get("stopped", ())),
            other_names=said["other_names"] if "other_names" in self.data else None,
        )

    def beside(self, now: Shown) -> Shown:
        """What stands now, for the questions that show something or were answered."""
        said = [name for name in now if name in self.fields and (name not in UNSEEN or self.cleaned_data.get(name))]
        birth = values.birth_date(now["birth"])
        return {name: now[name] for name in said} | ({"birth": birth} if "birth" in said else {})


#: Of which a form shows what is on record; of the others it says nothing unless something is written.
IN_SIGHT, UNSEEN = ("name", "other_names", "sex", "birth"), {"identity", "number"}


class AnswerForm(FactsForm):
    """What is corrected, and what the person is told."""

    outcome = OneOf(label=_("改不改"), choices=(("settle", _("改好，告诉本人")), ("refuse", _("不改，写明理由"))))
    answer = Text(label=_("给本人的话"), longest=300, lines=3, required=False)
    field_order = ("outcome", "name", "other_names", "sex", "birth", "identity", "number", "stopped", "answer")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False


class HomeForm(Form):
    """Where somebody lives from a day on. The door is not shown."""

    place = Pick(label=_("住在哪里"), required=False)
    door = Text(label=_("门牌"), longest=40, required=False)
    on = Day(label=_("从哪天起"))

    def __init__(self, *args: Any, places: Sequence[Place], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(place.pk): place for place in places}
        choices = [(pk, called(place)) for pk, place in self.places.items()]
        none = _("不住在这里，也不知道住哪里")
        self.fields["place"] = Pick(label=_("住在哪里"), required=False, choices=choices, none=none)
        hint = _("比如：2单元501。还住在同一个地方、门牌也没变，就空着。")
        self.fields["door"].help_text = hint

    def home(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        said = self.cleaned_data
        return {"place": self.places.get(said["place"]), "door": said["door"], "on": said["on"]}

    def beside(self, now: Shown) -> Shown:
        """What stands now: the place, and of the door only that there is one."""
        return {"place": now["place"], "door": _("登记了，不显示") if now["homes"] else ""}


class WhichCommunity(Filters):
    """Among the homes of which community to choose."""

    community = Pick(label=_("看哪个社区的楼院"))

    def __init__(self, *args: Any, communities: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = list(communities.items())
        self.fields["community"] = Pick(label=_("看哪个社区的楼院"), required=False, choices=choices)


class CopyForm(Form):
    """To whom a copy is handed, and how it was seen who they are."""

    channel = OneOf(label=_("交给谁"), choices=_IN_PERSON)
    reason = Text(label=_("怎么核对的"), longest=100, help_text=_("比如：看了身份证；看了户口本和死亡证明。"))


class DeathForm(Form):
    """The day on record, else today."""

    on = Day(label=_("哪天去世的"))

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": person.died_on or timezone.localdate()}} | options)


class ProposalForm(Form):
    """Who asks that somebody be erased, and how it was seen who they are."""

    channel = OneOf(label=_("谁来提的"), choices=_IN_PERSON)
    reason = Text(label=_("怎么核对的"), longest=100, help_text=_("比如：本人带身份证到窗口，当面说要删。"))
