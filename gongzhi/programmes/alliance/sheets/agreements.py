"""共建协议签订台账: the ledger of signed co-building agreements."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.actions import AgreementFacts, revise_taken_over
from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementKind, Side
from gongzhi.kernel.organizations.actions import keep_aliases
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.territory import committees, elsewhere, no_street, street_of
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Question, Reading, Sheet, Status, Table, Trace, register
from gongzhi.lib.twins import decide_lines, which
from gongzhi.lib.values import BadValue, Cell, PartialDate
from gongzhi.programmes.alliance.actions import take_over_co_building
from gongzhi.programmes.alliance.sheets.units import recognised

LONGEST_NUMBER = 40


class Unclear(Exception):
    """A question to the clerk: the row waits, but nothing in it is unreadable."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.sentence)
        self.question = question


def agreement_number(cell: Cell) -> str | None:
    """花共建〔2017〕1号; written with blanks or other brackets it is the same. Raises BadValue."""
    written = unicodedata.normalize("NFKC", values.text(cell) or "")
    found = "".join(written.split()).translate(_BRACKETS)
    if len(found) > LONGEST_NUMBER:
        raise BadValue("NUMBER", _("“%(text)s…”太长，不像协议编号，请核对。") % {"text": found[:10]})
    return found or None


_BRACKETS = str.maketrans("[]【】()", "〔〕〔〕〔〕")


@dataclass(slots=True)
class AgreementRow:
    """What the sheet will write for one row; ``known`` is the one on record."""

    facts: AgreementFacts
    known: Agreement | None


@register
class Agreements(Sheet):
    key = "alliance.agreements"
    title = "共建协议签订台账"
    words = ("协议", "共建")
    after = ("places.communities", "alliance.member_units")
    for_communities = True
    columns = (
        Column("number", "协议编号", agreement_number, ("编号", "协议号", "协议书编号"), needed=True),
        Column("first", "甲方(单位)", values.text, ("甲方", "甲方单位", "单位", "甲方名称"), needed=True),
        Column("second", "乙方(社区)", values.text, ("乙方", "乙方社区", "社区", "乙方名称"), needed=True),
        Column("signed_on", "签订日期", values.date, ("签订时间", "签约日期", "签约时间", "签字日期"), needed=True),
        Column("term", "有效期", values.text, ("期限", "有效期限", "起止时间", "协议期限")),
        Column("content", "共建内容", values.items, ("内容", "主要内容", "合作内容")),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        desk = _Desk(street_of(reading), reading)
        decisions = decide_lines(table.lines, desk.check, lambda line: line.values["number"], desk.decide, _twin)
        reading.recognised = desk.units.recognised
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        fresh = [d for d in decisions if d.status == Status.NEW]
        taken = take_over_co_building([d.payload.facts for d in fresh], as_of=reading.as_of, by=reading.by)
        for decision, agreement in zip(fresh, taken, strict=True):
            decision.traces.append(Trace.of(agreement, Effect.CREATED))
        for decision in decisions:
            if decision.status == Status.CHANGED:
                row = decision.payload
                before = revise_taken_over(row.known, row.facts, as_of=reading.as_of, by=reading.by)
                decision.traces.append(Trace.of(row.known, Effect.CHANGED, before))
        decisions[0].traces += keep_aliases(reading.recognised, by=reading.by)


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, street: Place | None, reading: Reading) -> None:
        self.reading = reading
        self.nowhere = "" if street else no_street()
        self.territory = Territory(street.pk if street else None)
        self.committees = committees(self.territory.places.values())
        self.place_of = {committee.pk: self.territory.places[place] for place, committee in self.committees.items()}
        self.units = UnitNames(street.pk if street else None)
        known = Agreement.objects.of_kind(AgreementKind.CO_BUILDING).filter(street=street)
        self.known = {agreement_number(a.number): a for a in known.prefetch_related("parties__organization")}

    def check(self, line: Line) -> str:
        return self.nowhere or ("" if line.values.get("number") else _("协议编号没有填。"))

    def decide(self, line: Line) -> Decision:
        try:
            facts = self._facts(line)
        except BadValue as refusal:
            return Decision(line, Status.BLOCKED, refusal.sentence)
        except Unclear as unclear:
            return Decision.asking(line, unclear.question)
        known = self.known.get(facts.number)
        if known is None:
            return Decision(line, Status.NEW, payload=AgreementRow(facts, None))
        return _against(line, facts, known)

    def _facts(self, line: Line) -> AgreementFacts:
        said = line.values
        signed_on = self._signed_on(said.get("signed_on"))
        starts_on, ends_on = _term(said.get("term"), said["signed_on"])
        first, second = self._side(line, "first"), self._side(line, "second")
        if first == second:
            raise Unclear(Question(_("甲方和乙方是同一家，请核对。")))
        place = self.place_of.get(second.pk) or self.place_of.get(first.pk)
        if place is None:
            raise Unclear(Question(_("甲乙双方里没有社区，请核对。")))
        if not self.reading.reaches(place.path):
            raise BadValue("PLACE", elsewhere(place))
        clauses = tuple(said.get("content") or ())
        return AgreementFacts(
            AgreementKind.CO_BUILDING, said["number"], place, first, second, signed_on, starts_on, ends_on, clauses
        )

    def _signed_on(self, day: PartialDate | None) -> dt.date:
        if day is None:
            raise BadValue("SIGNED_ON", _("签订日期没有填。"))
        if day.first() > self.reading.as_of:
            raise BadValue("SIGNED_ON", _("签订日期%(day)s还没有到，请核对。") % {"day": day})
        return day.first()

    def _side(self, line: Line, key: str) -> Organization:
        """One side by its name: a community's residents' committee or a unit."""
        name = line.values.get(key)
        if not name:
            raise BadValue("PARTY", _("甲方没有填。") if key == "first" else _("乙方没有填。"))
        community = self.territory.community(name)
        if community and community.pk in self.committees:
            return self.committees[community.pk]
        match = self.units.resolve(name)
        if match is None:
            return self._picked(line, key, name)
        if match.is_new_alias:
            line.warnings.append(recognised(name, match.organization))
        return match.organization

    def _picked(self, line: Line, key: str, name: str) -> Organization:
        """What a clerk says is meant; either side may be asked for."""
        picked = self.units.picked(name, line.answers.get(key, ""), keep=self.reading.reaches_street)
        if picked is None:
            raise Unclear(Question(unknown_unit(self.units, name), which_unit(self.units, name, key)))
        line.warnings.append(recognised(name, picked))
        return picked


def which_unit(units: UnitNames, name: str, asked: str) -> tuple[tuple[str, str], ...]:
    """The units to choose from for a name that is not understood."""
    return tuple((f"{asked}:{unit.pk}", _("就是%(unit)s") % {"unit": unit.name}) for unit in units.candidates(name))


def unknown_unit(units: UnitNames, name: str) -> str:
    """Why a unit's name is not understood, with the nearest one on record."""
    if nearest := units.nearest(name):
        return _("单位名册里没有“%(name)s”，是不是“%(nearest)s”？请改成名册里的名称。") % {
            "name": name,
            "nearest": nearest,
        }
    return _("单位名册里没有“%(name)s”，请先登记单位，或改成全称。") % {"name": name}


def _twin(line: Line, twin: Line) -> Decision:
    if line.values == twin.values:
        return Decision(line, Status.MERGED, _("与第%(row)s行相同。") % {"row": twin.row})
    sentence = _("编号与第%(row)s行重复，内容不一样，请核对编号。") % {"row": twin.row}
    return Decision.asking(line, which(sentence, twin))


def _against(line: Line, facts: AgreementFacts, known: Agreement) -> Decision:
    """The same number is the same agreement only between the same two sides."""
    sides = {party.side: party.organization for party in known.parties.all()}
    if (sides.get(Side.FIRST), sides.get(Side.SECOND)) != (facts.first, facts.second):
        said = {"number": known.number, "parties": "、".join(side.name for side in sides.values())}
        return Decision.asking(line, Question(_("编号%(number)s登记的是%(parties)s的协议，请核对编号。") % said))
    dates = (facts.signed_on, facts.starts_on, facts.ends_on)
    if (known.signed_on, known.starts_on, known.ends_on) != dates:
        return Decision(line, Status.CHANGED, payload=AgreementRow(facts, known))
    return Decision(line, Status.SAME, traces=[Trace.of(known, Effect.KEPT)])


def _term(written: str | None, signed_on: PartialDate | None) -> tuple[dt.date, dt.date]:
    """The first and the last day; a term given by month runs through its last month."""
    span = values.month_span(written, signed_on)
    if span is None:
        raise BadValue("TERM", _("有效期没有填，请写清从哪天到哪天。"))
    return span[0].first(), span[1].last()
