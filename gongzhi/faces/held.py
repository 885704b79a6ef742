"""What pages say of an event or a series, to the desk and to everybody."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.events.models import Event, Series


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, and what is so; a moment is spoken by the page."""

    label: str
    text: str | dt.datetime | None


def facts_of(event: Event) -> list[Fact]:
    """What it is, and when it was before it moved. When it is held stands above, and whom to call below."""
    return _known(Fact(_("原来的时间"), event.moved_from), *what_it_is(event))


def what_it_is(held: Event | Series) -> list[Fact]:
    """Where, by whom, for whom; what was left empty is left out."""
    where = _("%(where)s（%(place)s）") % {"where": held.where, "place": held.place.name}
    return _known(
        Fact(_("地点"), where if held.where else held.place.name),
        Fact(_("主办"), held.host.name),
        Fact(_("谁能来"), str(held.get_audience_display())),
        Fact(_("风险提示"), held.risks),
        Fact(_("保险"), held.insurance),
    )


def _known(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.text]
