"""The questions about one organisation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.faces.desk.forms import Names, Read, YesNo
from gongzhi.kernel.organizations.may import becomes
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.record import OrganizationRecord, places_to_stand
from gongzhi.kernel.organizations.states import Nature, OrganizationKind
from gongzhi.kernel.places.pages import called
from gongzhi.lib import values
from gongzhi.lib.actions import Actor
from gongzhi.lib.forms import Form, Pick, Text


class OrganizationForm(Form):
    """Everything on record of an organisation."""

    name = Text(label=_("名称"), longest=120, help_text=_("改了名称，原来的会留作别名，旧表里写的还认得出来。"))
    other_names = Names(label=_("别名"), each=120, help_text=_("简称、曾用名，用顿号隔开。"))
    kind = Pick(label=_("种类"))
    nature = Pick(label=_("单位性质"), choices=Nature.choices)
    superior = Text(label=_("隶属关系"), longest=40, required=False, help_text=_("比如：省直、市直、区属。"))
    credit_code = Read(values.credit_code, label=_("统一社会信用代码"), longest=40, required=False)
    place = Pick(label=_("所在地"))
    address = Text(label=_("地址"), longest=200, required=False)
    telephone = Text(label=_("电话"), longest=40, required=False, help_text=_("对外服务的电话，大家都看得到。"))
    public_visible = YesNo(label=_("名称可以公开"), help_text=_("部队一律不公开。"))

    def __init__(self, *args: Any, organization: Organization, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(place.pk): place for place in places_to_stand(organization, by=by)}
        kinds = [(kind, OrganizationKind(kind).label) for kind in becomes(organization.kind)]
        self.fields["kind"] = Pick(label=_("种类"), choices=kinds)
        places = [(pk, called(place)) for pk, place in self.places.items()]
        streetwide = by.can("keep_organizations", organization.street.path)
        none = _("不在哪一个社区") if streetwide else None
        self.fields["place"] = Pick(label=_("所在地"), required=not streetwide, none=none, choices=places)

    def said(self) -> OrganizationRecord:
        """The answers as they stand on record."""
        told = self.cleaned_data
        code, place = told["credit_code"] or "", self.places.get(told["place"])
        return OrganizationRecord(**told | {"credit_code": code, "place": place})
