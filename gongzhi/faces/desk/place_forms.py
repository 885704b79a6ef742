"""The questions about places."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.faces.desk.forms import Decimal
from gongzhi.kernel.places.models import PARENTS, Kind, Place
from gongzhi.kernel.places.pages import homes_for
from gongzhi.lib import geojson
from gongzhi.lib.actions import Actor
from gongzhi.lib.forms import Day, Filters, Form, Pick, Text, Tick, Upload, Whole
from gongzhi.lib.values import BadValue

#: Bytes of a file that is looked at: larger ones are not bounds of a street.
MOST_BYTES = 1_000_000


class PlaceFilters(Filters):
    q = Text(label=_("名称、拼音或首字母"), longest=40)
    ended = Tick(_("也看已撤销的"))


class OnADay(Form):
    """A change from a day on, by default today."""

    on = Day(label=_("从哪天起"))

    def __init__(self, *args: Any, initial: Any = None, **options: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()} | (initial or {}), **options)


class AddForm(Form):
    kind = Pick(label=_("设哪一级"))
    name = Text(label=_("名称"), longest=80)
    code = Text(label=_("代码"), longest=24, required=False, help_text=_("社区12位，网格15位；没有就不填。"))
    address = Text(label=_("地址"), longest=200, required=False)

    def __init__(self, *args: Any, parent: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind, Kind(kind).label) for kind, above in PARENTS.items() if parent.kind in above]
        self.fields["kind"] = Pick(label=_("设哪一级"), choices=kinds)
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0][0]


class RenameForm(OnADay):
    name = Text(label=_("新名称"), longest=80, help_text=_("原来的名称会留着，旧表里写的还认得出来。"))
    field_order = ("name", "on")


class CodeForm(OnADay):
    code = Text(label=_("新代码"), longest=24, help_text=_("社区12位，网格15位，以上级的代码开头。"))
    field_order = ("code", "on")


class MoveForm(OnADay):
    parent = Pick(label=_("移到哪里"))
    field_order = ("parent", "on")

    def __init__(self, *args: Any, place: Place, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = Pick(label=_("移到哪里"), choices=homes_for(place, by=by))


class EndForm(OnADay):
    pass


class PositionForm(Form):
    address = Text(label=_("地址"), longest=200, required=False)
    longitude = Decimal(label=_("经度"), required=False, help_text=_("在前，比如 113.671429。"))
    latitude = Decimal(label=_("纬度"), required=False, help_text=_("在后，比如 34.771。"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        east, north = said.get("longitude"), said.get("latitude")
        if self.errors or (east is None and north is None):
            return said
        if east is None or north is None:
            raise ValidationError(_("经度和纬度要一起写，或者都不写。"))
        try:
            said["longitude"], said["latitude"] = geojson.position(geojson.point(east, north))
        except BadValue as bad:
            raise ValidationError(bad.sentence, code=bad.code) from bad
        return said


class OrderForm(Form):
    """One number for each place below another; ``order`` are their ids as they were put."""

    def __init__(self, *args: Any, below: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.below = below
        for number, (pk, name) in enumerate(below, start=1):
            self.fields[f"at_{pk}"] = Whole(label=name, initial=number, least=0)

    def order(self) -> list[int]:
        """By the numbers given; of the same number, as they stood."""
        return sorted((pk for pk, _name in self.below), key=lambda pk: self.cleaned_data[f"at_{pk}"])


class MapForm(OnADay):
    file = Upload(
        label=_("GeoJSON文件"),
        accept=".geojson,.json",
        help_text=_("面是边界，点是位置，用经纬度（WGS 84）。每个图形写上代码（code）或名称（name）。"),
    )
    on = Day(label=_("这是哪天的边界"))
    field_order = ("file", "on")

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("文件太大了，最多1兆。请先简化边界。"))
        content: bytes = file.read()
        try:
            geojson.opened(content)
        except BadValue as bad:
            raise ValidationError(bad.sentence, code=bad.code) from bad
        return content
