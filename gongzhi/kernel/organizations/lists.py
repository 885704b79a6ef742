"""The organisations and seats of a desk, as it reads them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.roster import organizations_for, seats_for
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.lib.actions import Actor
from gongzhi.lib.lists import Cell, Column, Filter, List, register


def _place(organization: Organization, beside: Any) -> str:
    return organization.place.name if organization.place else ""


def _day(day: dt.date | None) -> Cell:
    return day or ""


@register
class Organizations(List):
    """Those in the places a desk answers for."""

    key = "organizations"
    title = _("单位与组织")
    right = "see_organizations"
    export_right = "see_organizations"
    columns = (
        Column("name", _("名称"), lambda each, beside: each.name),
        Column("kind", _("种类"), lambda each, beside: str(each.get_kind_display())),
        Column("place", _("所在地"), _place),
        Column("parent", _("上级或所属"), lambda each, beside: each.parent.name if each.parent else ""),
        Column("telephone", _("电话"), lambda each, beside: each.telephone),
    )
    sorts = {"kind": ("kind", "name", "id"), "title": ("name", "id")}
    filters = (
        Filter("kind", _("种类"), lambda by: OrganizationKind.choices, lambda rows, value: rows.filter(kind=value)),
    )

    def seen_by(self, by: Actor, right: str) -> QuerySet[Organization]:
        return organizations_for(by)


@register
class Seats(List):
    """Who sits where today."""

    key = "seats"
    title = _("任职")
    right = "see_roles"
    columns = (
        Column("name", _("姓名"), lambda seat, beside: seat.person.name),
        Column("role", _("角色"), lambda seat, beside: str(seat.get_role_display())),
        Column("organization", _("组织"), lambda seat, beside: seat.organization.name),
        Column("place", _("负责的地方"), lambda seat, beside: seat.place.name if seat.place else ""),
        Column("since", _("开始日期"), lambda seat, beside: _day(seat.since)),
        Column("until", _("结束日期"), lambda seat, beside: _day(seat.until)),
    )
    sorts = {
        "role": ("role", "person__pinyin", "id"),
        "name": ("person__pinyin", "id"),
        "ending": ("until", "id"),
    }
    filters = (Filter("role", _("角色"), lambda by: Role.choices, lambda rows, value: rows.filter(role=value)),)

    def seen_by(self, by: Actor, right: str) -> QuerySet[Membership]:
        return seats_for(by)

    def people_of(self, records: Sequence[Membership]) -> Iterable[int]:
        return [record.person_id for record in records]
