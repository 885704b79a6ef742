"""共建协议签订台账: the ledger of signed co-building agreements."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.actions import AgreementFacts, revise_taken_over
from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementKind
from gongzhi.kernel.organizations.actions import keep_aliases
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.territory import committees, street_of
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register
from gongzhi.lib.values import BadValue, PartialDate
from gongzhi.programmes.alliance.actions import take_over_co_building


@register
class Agreements(Sheet):
    key = "alliance.agreements"
    title = "共建协议签订台账"
    words = ("协议", "共建")
    after = ("places.communities", "alliance.member_units")
    columns = (
        Column("number", "协议编号", values.text, ("编号", "协议号", "协议书编号"), needed=True),
        Column("first", "甲方(单位)", values.text, ("甲方", "甲方单位", "单位", "甲方名称"), needed=True),
        Column("second", "乙方(社区)", values.text, ("乙方", "乙方社区", "社区", "乙方名称"), needed=True),
        Column("signed_on", "签订日期", values.date, ("签订时间", "签约日期", "签约时间", "签字日期"), needed=True),
        Column("term", "有效期", values.text, ("期限", "有效期限", "起止时间", "协议期限")),
        Column("content", "共建内容", values.items, ("内容", "主要内容", "合作内容")),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        desk = _Desk(street_of(reading), reading)
        first: dict[str, Line] = {}
        decisions = []
        for line in table.lines:
            twin = first.setdefault(line.values.get("number") or f"#{line.row}", line)
            if twin is line or line.refusal:
                decisions.append(desk.decide(line))
            elif line.values == twin.values:
                decisions.append(Decision(line, Status.MERGED, _("与第%(row)s行相同。") % {"row": twin.row}))
            else:
                reason = _("编号与第%(row)s行重复，内容不一样，请核对编号。") % {"row": twin.row}
                decisions.append(Decision(line, Status.CONFLICT, reason))
        reading.recognised = desk.units.recognised
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        fresh = [d for d in decisions if d.status == Status.NEW]
        taken = take_over_co_building([d.payload[0] for d in fresh], as_of=reading.as_of, by=reading.by)
        for decision, agreement in zip(fresh, taken, strict=True):
            decision.traces.append(Trace("agreements.agreement", agreement.pk, Effect.CREATED))
        for decision in decisions:
            if decision.status == Status.CHANGED:
                facts, agreement = decision.payload
                before = revise_taken_over(agreement, facts, as_of=reading.as_of, by=reading.by)
                decision.traces.append(Trace("agreements.agreement", agreement.pk, Effect.CHANGED, before))
        if decisions:
            decisions[0].traces += keep_aliases(reading.recognised, by=reading.by)


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, street: Place | None, reading: Reading) -> None:
        self.as_of = reading.as_of
        self.territory = Territory(street.pk if street else None)
        self.committees = committees(self.territory.places.values())
        self.units = UnitNames(street.pk if street else None)
        known = Agreement.objects.of_kind(AgreementKind.CO_BUILDING).filter(street=street)
        self.known = {agreement.number: agreement for agreement in known}

    def decide(self, line: Line) -> Decision:
        try:
            facts = self._facts(line)
        except BadValue as refusal:
            return Decision(line, Status.BLOCKED, refusal.sentence)
        if isinstance(facts, str):
            return Decision(line, Status.CONFLICT, facts)
        known = self.known.get(facts.number)
        if known is None:
            return Decision(line, Status.NEW, payload=(facts, None))
        dates = (facts.signed_on, facts.starts_on, facts.ends_on)
        if (known.signed_on, known.starts_on, known.ends_on) != dates:
            return Decision(line, Status.CHANGED, payload=(facts, known))
        return Decision(line, Status.SAME, traces=[Trace("agreements.agreement", known.pk, Effect.KEPT)])

    def _facts(self, line: Line) -> AgreementFacts | str:
        said = line.values
        if line.refusal or not said.get("number"):
            raise BadValue("NUMBER", line.refusal or _("协议编号没有填。"))
        signed_on = self._signed_on(said.get("signed_on"))
        starts_on, ends_on = _term(said.get("term"), said["signed_on"])
        first, second = self._side(said.get("first")), self._side(said.get("second"))
        if isinstance(first, str):
            return first
        if isinstance(second, str):
            return second
        place = self._community(first, second)
        if place is None:
            return _("甲乙双方里没有社区，请核对。")
        clauses = tuple(said.get("content") or ())
        return AgreementFacts(
            AgreementKind.CO_BUILDING, said["number"], place, first, second, signed_on, starts_on, ends_on, clauses
        )

    def _signed_on(self, day: PartialDate | None) -> dt.date:
        if day is None:
            raise BadValue("SIGNED_ON", _("签订日期没有填。"))
        if day.first() > self.as_of:
            raise BadValue("SIGNED_ON", _("签订日期%(day)s还没有到，请核对。") % {"day": day})
        return day.first()

    def _side(self, name: str | None) -> Organization | str:
        """One side by its name: a community's residents' committee or a unit; else why not."""
        if not name:
            return _("甲方或乙方没有填。")
        community = self.territory.community(name)
        if community and community.pk in self.committees:
            return self.committees[community.pk]
        if match := self.units.resolve(name):
            return match.organization
        return unknown_unit(self.units, name)

    def _community(self, first: Organization, second: Organization) -> Place | None:
        ids = {committee.pk: place for place, committee in self.committees.items()}
        found = ids.get(second.pk) or ids.get(first.pk)
        return self.territory.places[found] if found else None


def unknown_unit(units: UnitNames, name: str) -> str:
    """Why a unit's name is not understood, with the nearest one on record."""
    if nearest := units.nearest(name):
        return _("单位名册里没有“%(name)s”，是不是“%(nearest)s”？") % {"name": name, "nearest": nearest}
    return _("单位名册里没有“%(name)s”，请先登记单位，或改成全称。") % {"name": name}


def _term(written: str | None, signed_on: PartialDate | None) -> tuple[dt.date, dt.date]:
    """The first and the last day; a term given by month runs through its last month."""
    span = values.month_span(written, signed_on)
    if span is None:
        raise BadValue("TERM", _("有效期没有填，请写清从哪天到哪天。"))
    return span[0].first(), span[1].last()
