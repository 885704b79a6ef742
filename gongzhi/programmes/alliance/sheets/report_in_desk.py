"""Checking the rows of a report-in register: by themselves, against each other, against what is on record.

Rows about one person are gathered in one entry, known by the identity number or by name and telephone.
What contradicts an entry or the record is a question to the clerk and waits.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.grids import no_community
from gongzhi.kernel.organizations.sheets.territory import no_street
from gongzhi.kernel.people.gaps import NewPerson, gaps, marks_of, tells
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.people.models import Alias, Person
from gongzhi.kernel.people.queries import Wanted, find_wanted, records_of
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.bulk import among
from gongzhi.lib.sheets import Decision, Effect, Line, Reading, Status, Table, Trace
from gongzhi.lib.values import PartialDate
from gongzhi.programmes.alliance.actions import ReportInFacts
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.sheets.agreements import unknown_unit
from gongzhi.programmes.alliance.sheets.units import recognised
from gongzhi.programmes.alliance.states import LIVE_REPORT_INS, ReportInState


@dataclass(slots=True)
class Entry:
    """One person of the table: everything its rows say, and what is on record."""

    first: Line
    facts: ReportInFacts
    decision: Decision
    community: Place
    merged: list[Decision] = field(default_factory=list)
    standing: int | None = None  # the id of the report-in

    def contradiction(self, facts: ReportInFacts) -> str:
        """Why a row, though it names the same person, cannot be joined."""
        place = {"row": self.first.row, "community": self.community.name}
        if facts.person.name != self.facts.person.name:
            return _("身份证号与第%(row)s行相同，姓名不同，请核对。") % place
        if facts.community_id != self.community.pk:
            return _("第%(row)s行已在%(community)s报到，请定下留在哪个社区。") % place
        if different(self.facts.person.birth, facts.person.birth):
            return _("与第%(row)s行姓名、电话相同，出生年月不同，请核对是不是同一个人。") % place
        if facts.unit_id and self.facts.unit_id and facts.unit_id != self.facts.unit_id:
            return _("与第%(row)s行是同一个人，工作单位不同，请核对。") % place
        return ""

    def join(self, decision: Decision) -> None:
        """Let a row about the same person go with the first."""
        decision.status, decision.payload = Status.MERGED, self
        decision.reason = _("与第%(row)s行是同一个人。") % {"row": self.first.row}
        self.merged.append(decision)

    def fuse(self, other: "Entry") -> None:
        """Take in another entry that turned out to be the same person."""
        self.facts.absorb(other.facts)
        for decision in (other.decision, *other.merged):
            self.join(decision)

    def ask(self, question: str) -> None:
        """Let the whole entry wait for a clerk."""
        self.decision.status, self.decision.reason = Status.CONFLICT, question
        for decision in self.merged:
            decision.status = Status.CONFLICT
            decision.reason = _("与第%(row)s行是同一个人，那一行还要核对。") % {"row": self.first.row}


class Ground:
    """What the lines of all tabs of a workbook stand on: the street, its communities and its units."""

    def __init__(self, street: Place | None) -> None:
        self.street = street
        self.territory = Territory(street.pk if street else None, Kind.SUBDISTRICT, Kind.COMMUNITY)
        self.units = UnitNames(street.pk if street else None)


class Desk:
    """Checks the lines of one table, gathers them by person, and holds the persons against the record."""

    def __init__(self, ground: Ground, table: Table, reading: Reading) -> None:
        self.reading = reading
        self.nowhere = "" if ground.street else no_street()
        self.territory, self.units = ground.territory, ground.units
        self.units.forget()
        self.here = self.territory.community_in([*table.titles, table.tab])
        self.entries: list[Entry] = []
        self._entry_of: dict[Wanted, Entry] = {}

    def check(self, line: Line) -> Decision:
        """Everything about a line that can be judged by itself or against the lines above it."""
        said = line.values
        community = self.territory.community(said["community"]) if said.get("community") else self.here
        numbers = _numbers(said)
        refusal = line.refusal or self.nowhere or self._missing(said, numbers, community)
        if refusal or community is None:
            return Decision(line, Status.BLOCKED, refusal)
        unit = self.units.resolve(said["unit"]) if said.get("unit") else None
        if said.get("unit") and unit is None:
            return Decision(line, Status.CONFLICT, unknown_unit(self.units, said["unit"]))
        if unit and unit.is_new_alias:
            line.warnings.append(recognised(said["unit"], unit.organization))
        facts = ReportInFacts(
            person_of(line, numbers),
            community.id,
            unit.organization.id if unit else None,
            said["accepted_on"].first(),
            said.get("skills") or (),
            said.get("wanted_posts") or (),
        )
        return self._gather(line, facts, community)

    def _missing(self, said: dict[str, Any], numbers: tuple[str, ...], community: Place | None) -> str:
        if community is None:
            if said.get("community"):
                return no_community(said["community"])
            return _("看不出是哪个社区，请加一列“报到社区”，或把社区名写在标题里。")
        if not said.get("name"):
            return _("姓名没有填。")
        if not said.get("identity") and not any(map(tells, numbers)):
            return _("没有填能认出人的电话，也没有身份证号，请补一项。")
        if (accepted_on := said.get("accepted_on")) is None:
            return _("报到时间没有填。")
        if accepted_on.first() > self.reading.as_of:
            return _("报到时间%(day)s还没有到，请核对。") % {"day": accepted_on}
        return ""

    def _gather(self, line: Line, facts: ReportInFacts, community: Place) -> Decision:
        """Open an entry for a person, or join the row to the one there is."""
        decision, keys = Decision(line, Status.NEW), _keys(facts.person)
        found = self._entries(facts.person, keys)
        if not found:
            entry = decision.payload = Entry(line, facts, decision, community)
            self.entries.append(entry)
            self._index(entry, keys)
        elif question := found[0].contradiction(facts):
            decision = Decision(line, Status.CONFLICT, question)
        else:
            self._join(decision, facts, found)
        return decision

    def _join(self, decision: Decision, facts: ReportInFacts, found: list[Entry]) -> None:
        """A row with identity number and telephone may show two entries above it to be one."""
        entry, *others = found
        entry.facts.absorb(facts)
        entry.join(decision)
        for other in others:
            if not entry.contradiction(other.facts):
                entry.fuse(other)
                self.entries.remove(other)
        self._index(entry, _keys(entry.facts.person))

    def _entries(self, person: NewPerson, keys: Iterable[Wanted]) -> list[Entry]:
        """The entries of the same person above: by identity number, then by name and telephone."""
        found = [self._entry_of[key] for key in keys if key in self._entry_of]
        mine = [entry for entry in found if not _another(entry.facts.person, person)]
        return list({id(entry): entry for entry in mine}.values()) if len(mine) > 1 else mine

    def _index(self, entry: Entry, keys: Iterable[Wanted]) -> None:
        for key in keys:
            known = self._entry_of.setdefault(key, entry)
            if known is not entry and not _another(known.facts.person, entry.facts.person):
                self._entry_of[key] = entry

    def hold_against_record(self, street: Place) -> None:
        """Who is known, who has reported in already, and what the table adds; a constant number of queries."""
        of: dict[int, Entry] = {}
        for entry, person in self._on_record(street):
            entry.facts.known = person
            if (earlier := of.setdefault(person.pk, entry)) is not entry:
                self._unite(earlier, entry)
        if not of:
            return
        record = Record(of)
        for person_id, entry in of.items():
            record.hold(person_id, entry)

    def _on_record(self, street: Place) -> list[tuple[Entry, Person]]:
        """The entries of people who are known, with a word where a second record may be the same human."""
        asked = [(entry, _wanted(entry.facts.person), _alike(entry.facts.person)) for entry in self.entries]
        known = find_wanted(street.pk, [w for _entry, wanted, alike in asked for w in (*wanted, *alike)])
        found = []
        for entry, wanted, alike in asked if known else ():
            person = next((known[w] for w in wanted if w in known), None)
            if person is None:
                continue
            found.append((entry, person))
            others = [known[w] for w in alike if w in known]
            if any(other.weak and other != person for other in others):
                entry.first.warnings.append(_("登记里另有一位同名同电话的人，可能是同一个人，请核对后合并。"))
        return found

    def _unite(self, earlier: Entry, entry: Entry) -> None:
        """Two entries of one person on record are one."""
        if question := earlier.contradiction(entry.facts):
            entry.ask(question)
        else:
            earlier.fuse(entry)
        self.entries.remove(entry)


class Record:
    """What is on record of some people: their names, telephones and report-ins."""

    def __init__(self, people: Iterable[int]) -> None:
        ids = list(people)
        human = records_of(ids)
        self.marks = marks_of(human)
        self.names: dict[int, set[str]] = defaultdict(set)
        for person_id, name in Alias.objects.filter(among("person", ids)).values_list("person_id", "name"):
            self.names[person_id].add(name)
        for person_id, name in Person.objects.filter(among("same_as", ids)).values_list("same_as_id", "name"):
            self.names[person_id or 0].add(name)
        self.report_ins: dict[int, list[ReportIn]] = defaultdict(list)
        found = ReportIn.objects.filter(among("person", human)).prefetch_related("community", "unit")
        for report_in in found.order_by("accepted_on", "id"):
            self.report_ins[human[report_in.person_id]].append(report_in)

    def hold(self, person_id: int, entry: Entry) -> None:
        """Decide the entry of a person who is on record."""
        person, facts = entry.facts.known, entry.facts
        report_ins = self.report_ins[person_id]
        live = next((r for r in report_ins if r.state in LIVE_REPORT_INS), None)
        entry.standing = live.pk if live else None
        if person is None or (question := self._who(person, facts.person)):
            entry.ask(question)
        elif past := _past(report_ins, facts):
            _keep(entry, past, _("登记里后来%(state)s，没有改动。") % {"state": past.get_state_display()})
        elif question := _where(live, report_ins, entry):
            entry.ask(question)
        elif live and not facts.new_for(live) and not gaps(person, self.marks[person_id], facts.person):
            _keep(entry, live, "")
        else:
            entry.decision.status = Status.CHANGED if live else Status.NEW

    def _who(self, person: Person, told: NewPerson) -> str:
        """What speaks against its being this person."""
        if told.name not in {person.name, *self.names[person.pk]}:
            return _("这个身份证号登记在%(name)s名下，姓名不同，请核对。") % {"name": masked_name(person.name)}
        born = PartialDate(person.birth_year, person.birth_month, person.birth_day) if person.birth_year else None
        if different(told.birth, born):
            return _("登记里姓名、电话相同的人出生年月不同，请核对是不是同一个人。")
        return ""


def _past(report_ins: Iterable[ReportIn], facts: ReportInFacts) -> ReportIn | None:
    """The report-in that ended since and that an old register still tells of."""
    for report_in in report_ins:
        here = report_in.community_id == facts.community_id
        if here and report_in.ended_on and facts.accepted_on <= report_in.ended_on:
            return report_in
    return None


def _where(live: ReportIn | None, report_ins: Iterable[ReportIn], entry: Entry) -> str:
    """What speaks against a report-in there, from that unit, at all."""
    if live is None:
        if any(report_in.state == ReportInState.DEREGISTERED for report_in in report_ins):
            return _("登记为已注销，请先核对要不要恢复。")
        return ""
    if live.community_id != entry.community.pk:
        return _("已在%(community)s报到，搬了家请办转接。") % {"community": live.community.name}
    if live.unit and entry.facts.unit_id and live.unit_id != entry.facts.unit_id:
        return _("登记的工作单位是%(unit)s，请核对。") % {"unit": live.unit.name}
    return ""


def _keep(entry: Entry, standing: ReportIn, reason: str) -> None:
    entry.standing = standing.pk
    entry.decision.status, entry.decision.reason = Status.SAME, reason
    entry.decision.traces = [Trace.of(standing, Effect.KEPT)]


def _keys(person: NewPerson) -> list[Wanted]:
    """By what a row finds the rows of the same person."""
    identity = [Wanted("", identity=person.identity)] if person.identity else []
    return identity + [Wanted(person.name, number) for number in person.telling]


def _wanted(person: NewPerson) -> list[Wanted]:
    """By what a person is looked for on record."""
    return [Wanted(person.name, number, person.identity) for number in person.telling or [""]]


def _alike(person: NewPerson) -> list[Wanted]:
    """By what a record without identity number is found beside the one with it."""
    return [Wanted(person.name, number) for number in person.telling] if person.identity else []


def _numbers(said: dict[str, Any]) -> tuple[str, ...]:
    """Every telephone of a row, whichever column it stands in."""
    phone, landline = said.get("phone"), said.get("landline")
    return (phone.numbers if phone else ()) + (landline.numbers if landline else ())


def _another(one: NewPerson, other: NewPerson) -> bool:
    """One telephone, one name, two identity numbers: two people."""
    return bool(one.identity and other.identity and one.identity != other.identity)


def person_of(line: Line, numbers: tuple[str, ...]) -> NewPerson:
    """Who a line speaks of. The identity number knows birth and sex better than their columns (M16)."""
    said = line.values
    mobile = said["phone"].mobile if said.get("phone") else None
    identity = said.get("identity") or ""
    sex, birth = said.get("sex") or Sex.UNKNOWN, said.get("birth")
    if identity:
        sex, birth = _by_identity(line, identity)
    return NewPerson(said["name"], mobile or "", numbers, identity=identity, sex=sex, birth=birth)


def _by_identity(line: Line, identity: str) -> tuple[str, PartialDate]:
    sex, birth = values.identity_sex(identity), PartialDate.of(values.identity_birth(identity))
    if line.values.get("sex") not in (None, sex):
        line.warnings.append(_("性别与身份证号不符，按身份证号登记。"))
    if different(line.values.get("birth"), birth):
        line.warnings.append(_("出生年月与身份证号不符，按身份证号登记。"))
    return sex, birth


def different(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates of birth cannot be the same, each taken as precisely as it is known."""
    if one is None or other is None:
        return False
    return one.last() < other.first() or other.last() < one.first()
