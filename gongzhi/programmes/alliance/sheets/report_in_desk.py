"""Checking the rows of a report-in register: by themselves, against each other, against what is on record.

Rows about one person are gathered in one entry, known by the identity number or by name and telephone.
What contradicts an entry or the record is a question to the clerk and waits.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.grids import no_community
from gongzhi.kernel.organizations.sheets.territory import elsewhere, no_street
from gongzhi.kernel.people.gaps import NewPerson, gaps, marks_of, tells
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.people.models import Alias, Person
from gongzhi.kernel.people.queries import Wanted, find_wanted, records_of
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.bulk import among
from gongzhi.lib.sheets import Decision, Effect, Line, Question, Reading, Status, Table, Trace
from gongzhi.lib.values import PartialDate
from gongzhi.programmes.alliance.actions import ReportInFacts
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.sheets import report_in_questions as questions
from gongzhi.programmes.alliance.sheets.agreements import unknown_unit, which_unit
from gongzhi.programmes.alliance.sheets.report_in_entries import Entry, different
from gongzhi.programmes.alliance.sheets.units import recognised
from gongzhi.programmes.alliance.states import LIVE_REPORT_INS, STANDING_REPORT_INS, ReportInState


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
        # Beforehand, because a name of the past asks the database, which has other things to do during the checks.
        said = {line.values.get("community") for line in table.lines}
        self.communities = {name: self.territory.community(name) for name in said if name}
        self.entries: list[Entry] = []
        self._entry_of: dict[Wanted, Entry] = {}

    def check(self, line: Line) -> Decision:
        """Everything about a line that can be judged by itself or against the lines above it."""
        said = line.values
        community = self.communities[said["community"]] if said.get("community") else self.here
        numbers = _numbers(said)
        refusal = line.refusal or self.nowhere or self._missing(said, numbers, community)
        if refusal or community is None:
            return Decision(line, Status.BLOCKED, refusal)
        if not self.reading.reaches(community.path):
            return Decision(line, Status.BLOCKED, elsewhere(community))
        unit = self._unit(line, said["unit"]) if said.get("unit") else None
        if isinstance(unit, Question):
            return Decision.asking(line, unit)
        facts = ReportInFacts(
            person_of(line, numbers),
            community.id,
            unit.id if unit else None,
            said["accepted_on"].first(),
            said.get("skills") or (),
            said.get("wanted_posts") or (),
        )
        return self._gather(line, facts, community)

    def _unit(self, line: Line, name: str) -> Organization | Question | None:
        """Where somebody works: understood, or as a clerk says; ``None`` if that is to stay open."""
        if match := self.units.resolve(name):
            if match.is_new_alias:
                line.warnings.append(recognised(name, match.organization))
            return match.organization
        chosen = line.answers.get("unit", "")
        if picked := self.units.picked(name, chosen, keep=self.reading.reaches_street):
            line.warnings.append(recognised(name, picked))
        elif chosen != "none":
            ways = (*which_unit(self.units, name, "unit"), ("unit:none", _("工作单位先不填")))
            return Question(unknown_unit(self.units, name), ways)
        return picked

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
        if not found or found[0].is_another(facts, line):
            entry = decision.payload = Entry(line, facts, decision, community, apart=bool(found))
            self.entries.append(entry)
            self._index(entry, keys)
        elif question := found[0].contradiction(facts, line, community):
            decision = Decision.asking(line, question)
        else:
            found[0].take(facts, line.answers, community)
            self._join(decision, found)
        return decision

    def _join(self, decision: Decision, found: list[Entry]) -> None:
        """A row with identity number and telephone may show two entries above it to be one."""
        entry, *others = found
        entry.join(decision)
        for other in others:
            if not entry.contradiction(other.facts, other.first, other.community):
                entry.fuse(other)
                self.entries.remove(other)
        self._index(entry, _keys(entry.facts.person))

    def _entries(self, person: NewPerson, keys: Iterable[Wanted]) -> list[Entry]:
        """The entries of the same person above: by identity number, then by name and telephone."""
        found = [self._entry_of[key] for key in keys if key in self._entry_of]
        mine = [entry for entry in found if not _another(entry.facts.person, person)]
        return list({id(entry): entry for entry in mine}.values()) if len(mine) > 1 else mine

    def _index(self, entry: Entry, keys: Iterable[Wanted]) -> None:
        if entry.apart:
            return
        for key in keys:
            known = self._entry_of.setdefault(key, entry)
            if known is not entry and not _another(known.facts.person, entry.facts.person):
                self._entry_of[key] = entry

    def hold_against_record(self, street: Place) -> None:
        """Who is known, who has reported in already, and what the table adds; a constant number of queries."""
        of: dict[int, Entry] = {}
        for entry, person in self._on_record(street):
            if entry.apart:
                continue
            entry.facts.known = person
            if (earlier := of.setdefault(person.pk, entry)) is not entry:
                self._unite(earlier, entry)
        if not of:
            return
        record = Record(of, self.reading)
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
        """Two entries of one person on record are one, unless a clerk says that they are two."""
        if earlier.is_another(entry.facts, entry.first):
            entry.facts.known = None
            return
        if question := earlier.contradiction(entry.facts, entry.first, entry.community):
            entry.ask(question)
        else:
            earlier.fuse(entry)
        self.entries.remove(entry)


class Record:
    """What is on record of some people: their names, telephones and report-ins."""

    def __init__(self, people: Iterable[int], reading: Reading) -> None:
        self.reading = reading
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
        if person is None or self._is_another(person, entry):
            facts.known = None
            return
        entry.standing = live.pk if live else None
        entry.new_name = facts.person.name not in {person.name, *self.names[person_id]}
        if question := self._who(person, entry):
            entry.ask(question)
        elif past := _past(report_ins, facts):
            _keep(entry, past, _("登记里后来%(state)s，没有改动。") % {"state": past.get_state_display()})
        elif live and live.community_id != entry.community.pk:
            self._elsewhere(live, entry)
        elif question := _again(live, report_ins, entry) or _workplace(live, entry):
            entry.ask(question)
        elif live and not self._tells_more(person, live, entry):
            _keep(entry, live, "")
        else:
            entry.decision.status = Status.CHANGED if live else Status.NEW

    def _tells_more(self, person: Person, live: ReportIn, entry: Entry) -> bool:
        facts = entry.facts
        return bool(entry.new_name or facts.new_for(live) or gaps(person, self.marks[person.pk], facts.person))

    def _who(self, person: Person, entry: Entry) -> Question | None:
        """What speaks against its being this person."""
        told = entry.facts.person
        if entry.new_name and entry.answers.get("who") != "same":
            return questions.name_on_record(masked_name(person.name), told)
        if different(told.birth, _born(person)) and entry.answers.get("birth") != "same":
            return questions.birth_on_record()
        return None

    def _is_another(self, person: Person, entry: Entry) -> bool:
        """Whether a clerk said that the row is about somebody else of that name and telephone."""
        return entry.answers.get("birth") == "another" and different(entry.facts.person.birth, _born(person))

    def _elsewhere(self, live: ReportIn, entry: Entry) -> None:
        """Who reported in at another community stays there or moves, as a clerk says."""
        movable = live.state in STANDING_REPORT_INS and self.reading.reaches(live.community.path)
        where = entry.answers.get("where")
        if where == "stay":
            _keep(entry, live, _("按您的选择，留在%(community)s。") % {"community": live.community.name})
        elif where == "move" and movable:
            entry.moved_from, entry.standing, entry.decision.status = live.pk, None, Status.NEW
            entry.decision.reason = _("从%(community)s转来。") % {"community": live.community.name}
        else:
            entry.ask(questions.elsewhere(live.community, entry.community, movable=movable))


def _born(person: Person) -> PartialDate | None:
    return PartialDate(person.birth_year, person.birth_month, person.birth_day) if person.birth_year else None


def _past(report_ins: Iterable[ReportIn], facts: ReportInFacts) -> ReportIn | None:
    """The report-in that ended since and that an old register still tells of."""
    for report_in in report_ins:
        here = report_in.community_id == facts.community_id
        if here and report_in.ended_on and facts.accepted_on <= report_in.ended_on:
            return report_in
    return None


def _again(live: ReportIn | None, report_ins: Iterable[ReportIn], entry: Entry) -> Question | None:
    """What speaks against a report-in at all."""
    gone = live is None and any(report_in.state == ReportInState.DEREGISTERED for report_in in report_ins)
    return questions.deregistered() if gone and entry.answers.get("back") != "yes" else None


def _workplace(live: ReportIn | None, entry: Entry) -> Question | None:
    """What speaks against a report-in from that unit; a clerk says which one counts."""
    facts, job = entry.facts, entry.answers.get("job")
    if not (live and live.unit and facts.unit_id and live.unit_id != facts.unit_id):
        return None
    if job == "change":
        facts.unit_is_news = True
    elif job == "keep":
        facts.unit_id = None
    else:
        return questions.unit_on_record(live.unit)
    return None


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
    """Who a line speaks of. The identity number knows birth and sex better than their columns (M16).

    A clerk may have said to leave the number out, because it is somebody else's.
    """
    said = line.values
    mobile = said["phone"].mobile if said.get("phone") else None
    identity = said.get("identity") or ""
    if identity and line.answers.get("who") == "without":
        line.warnings.append(_("按您的选择，身份证号先不填。"))
        identity = ""
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
