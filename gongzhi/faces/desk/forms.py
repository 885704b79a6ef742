"""The questions of the desk."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import said
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.roster import places_to_answer_for, roles_to_give
from gongzhi.kernel.rulebook.declared import Declared, Kind
from gongzhi.lib import values
from gongzhi.lib.actions import Actor
from gongzhi.lib.exports import Form as ExportFile
from gongzhi.lib.forms import Day, Filters, Form, OneOf, Phone, Pick, Several, Text, Whole
from gongzhi.lib.forms.fields import read, told
from gongzhi.lib.lists import List
from gongzhi.lib.values import BadValue

BETWEEN = re.compile(r"[、，,；;\n]")


class YesNo(OneOf):
    """True or False."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=((str(True), _("是")), (str(False), _("否"))), **options)

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value) == str(True))


class Read(Text):
    """Words read as the cells of a workbook are."""

    def __init__(self, reader: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.reader = reader

    def clean(self, value: Any) -> Any:
        return read(self.reader, super().clean(value))


class Names(Text):
    """Several names, with 、 between them; a tuple in the order of the alphabet."""

    def __init__(self, *, each: int, **options: Any) -> None:
        super().__init__(**{"longest": 400, "required": False} | options)
        self.each = each

    def clean(self, value: Any) -> Any:
        names = {name.strip() for name in BETWEEN.split(super().clean(value)) if name.strip()}
        if any(len(name) > self.each for name in names):
            raise told(self, _("“%(label)s”里，一个名字最多写%(most)d个字。"), most=self.each)
        return tuple(sorted(names))


class Decimal(Text):
    """A number that need not be whole."""

    def clean(self, value: Any) -> Any:
        try:
            number = values.decimal(super().clean(value))
        except BadValue as bad:
            raise ValidationError(bad.sentence) from bad
        return float(number) if number is not None else None


class PersonForm(Form):
    """Somebody, known by name and mobile number together."""

    name = Text(label=_("姓名"), longest=100)
    number = Phone(label=_("手机号"), help_text=_("姓名和手机号一起，认得出是不是已经登记过的人。"))


class HandOverForm(PersonForm):
    since = Day(label=_("从哪天起接手"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"since": timezone.localdate()}} | options)


class SeatForm(PersonForm):
    role = Pick(label=_("角色"))
    place = Pick(label=_("负责的地方"), required=False, none=_("整个组织所在地"))
    since = Day(label=_("从哪天起"))
    until = Day(label=_("到哪天为止"), required=False, help_text=_("不写就是一直到另行结束。"))
    field_order = ("role", "name", "number", "place", "since", "until")

    def __init__(self, *args: Any, by: Actor, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"since": timezone.localdate()}} | options)
        self.fields["role"] = Pick(label=_("角色"), choices=roles_to_give(by, organization))
        places = [(place.pk, place.name) for place in places_to_answer_for(organization)]
        self.fields["place"] = Pick(label=_("负责的地方"), required=False, choices=places, none=_("整个组织所在地"))


class SettingForm(Form):
    """A new value of a setting, as its kind asks for, and the day from which it holds."""

    valid_from = Day(label=_("从哪天起"))

    def __init__(self, *args: Any, setting: Declared, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"valid_from": timezone.localdate()}} | options)
        self.fields = {"value": _value_field(setting)} | self.fields


def _value_field(setting: Declared) -> Any:
    match setting.kind:
        case Kind.WHOLE:
            return Whole(label=setting.title, help_text=setting.explanation, least=0)
        case Kind.YES_NO:
            return YesNo(label=setting.title, help_text=setting.explanation)
        case Kind.NUMBER:
            return Decimal(label=setting.title, help_text=setting.explanation)
    return Text(label=setting.title, help_text=setting.explanation)


class ReasonForm(Form):
    """Why somebody wants to see what is masked."""

    reason = Text(label=_("为什么要看"), longest=100, help_text=_("比如：通知周五活动改时间。本人看得到您看过。"))


class ExportForm(Form):
    """Why a list is taken along, how much of it, and as which kind of file."""

    reason = Text(label=_("做什么用"), longest=200, help_text=_("比如：周五志愿活动签到。写得清楚，审核的人才好同意。"))
    columns = Several(label=_("要哪些栏"), required=False)
    form = OneOf(label=_("文件格式"), choices=ExportFile.choices)

    def __init__(self, *args: Any, listing: List, **options: Any) -> None:
        columns = [(column.key, column.title) for column in listing.columns]
        initial = {"form": ExportFile.XLSX}
        super().__init__(*args, **{"initial": initial} | options)
        self.fields["columns"] = Several(label=_("要哪些栏"), choices=columns, help_text=_("只勾用得着的。"))


class WhyForm(Form):
    why = Text(label=_("为什么不同意"), longest=200)


class JournalFilters(Filters):
    verb = Pick(label=_("事项"), choices=lambda: said().items(), none=_("全部"))
