"""Which unit is meant by a name in a list: by its full name, a known alias, or a plain short form (M24).

A short form matches by itself only when its region prefix (省, 市, 区, 县) and the words after it
fit exactly one unit. Anything else is a question to the clerk, with the nearest name as a guess.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.organizations.states import OrganizationKind, OrganizationState
from gongzhi.kernel.places.models import CodeSystem, PlaceCode
from gongzhi.lib.divisions import Region, region_of
from gongzhi.lib.search import tidy

NAMED_KINDS = (OrganizationKind.UNIT, OrganizationKind.SOCIAL_ORGANIZATION)
#: Unknown names of one table for which the nearest name is looked for; more than these are no slips of the pen.
MOST_GUESSES = 100
#: Units that are offered for a name that is not understood.
MOST_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Match:
    """The unit a name means. ``is_new_alias``: recognised as a short form, not yet kept as an alias."""

    organization: Organization
    is_new_alias: bool = False


class UnitNames:
    """The names and aliases of a street's units, read once; spelling (blanks, full-width signs) does not matter.

    ``recognised`` gathers the short forms understood so far that are not kept as aliases yet.
    """

    def __init__(self, street_id: int | None) -> None:
        self.recognised: dict[str, Organization] = {}
        units = Organization.objects.active().of_kind(*NAMED_KINDS).filter(street_id=street_id)
        self._named = {spelled(unit.name): unit for unit in units}
        aliases = OrganizationAlias.objects.filter(street_id=street_id).select_related("organization")
        active = [alias for alias in aliases if alias.organization.state == OrganizationState.ACTIVE]
        self._aliases = {spelled(alias.name): alias.organization for alias in active}
        self._of_the_ended = {alias.name for alias in aliases} - {alias.name for alias in active}
        self._region = _region(street_id)
        self._resolved: dict[str, Match | None] = {}
        self._guesses: dict[str, list[Organization]] = {}
        self._disputed: set[str] = set()

    def keep(self) -> dict[str, Organization]:
        """What was recognised so far: an alias from here on like the others, unless it is that of an ended unit."""
        recognised = self.recognised
        kept = {name: unit for name, unit in recognised.items() if name not in self._of_the_ended}
        self._aliases |= {spelled(name): unit for name, unit in kept.items()}
        self.forget()
        return recognised

    def forget(self) -> None:
        """What was recognised and not kept has to be recognised again, and so has what was guessed or disputed."""
        self.recognised = {}
        self._resolved.clear()
        self._guesses.clear()
        self._disputed.clear()

    def resolve(self, name: str) -> Match | None:
        if name not in self._resolved:
            self._resolved[name] = self._look_up(name)
        return self._resolved[name]

    def _look_up(self, name: str) -> Match | None:
        key = spelled(name)
        if known := self._named.get(key) or self._aliases.get(key):
            return Match(known)
        fitting = self._fitting(key)
        if len(fitting) != 1:
            return None
        self.recognised[tidy(name)] = fitting[0]
        return Match(fitting[0], is_new_alias=True)

    def _fitting(self, short_form: str) -> list[Organization]:
        """The units whose name begins as the short form says: 省人大 → 河南省人大…; 市 is a city or a county."""
        core = short_form[1:]
        if len(core) < 2:
            return []
        regions = (self._region.province, self._region.city, self._region.county)
        begins = tuple(region + core for region in regions if region.endswith(short_form[0]))
        return [unit for name, unit in self._named.items() if name.startswith(begins)]

    def picked(self, name: str, unit_id: str, *, keep: bool) -> Organization | None:
        """The unit that a clerk says is meant; ``keep`` the name for next time, unless it was used for two."""
        unit = next((unit for unit in self._named.values() if str(unit.pk) == unit_id), None)
        spelling = tidy(name)
        if unit and keep and spelling not in self._disputed and self.recognised.setdefault(spelling, unit) != unit:
            del self.recognised[spelling]
            self._disputed.add(spelling)
        return unit

    def nearest(self, name: str) -> str:
        """The name on record most like this one, or nothing."""
        return next((unit.name for unit in self._close(name)), "")

    def candidates(self, name: str) -> list[Organization]:
        """The units that may be meant: those that a short form fits, then those with a name most like it."""
        found = [*self._fitting(spelled(name)), *self._close(name)]
        return list(dict.fromkeys(found))[:MOST_CANDIDATES]

    def _close(self, name: str) -> list[Organization]:
        """Looking is slow, so only so many names are looked for."""
        if name not in self._guesses and len(self._guesses) < MOST_GUESSES:
            known = {**self._aliases, **self._named}
            close = get_close_matches(spelled(name), [*self._named, *self._aliases], n=MOST_CANDIDATES, cutoff=0.5)
            self._guesses[name] = [known[found] for found in close]
        return self._guesses.get(name, [])


def spelled(name: str) -> str:
    """A name as names are compared: half-width, without blanks, in small letters."""
    return tidy(name).casefold()


def _region(street_id: int | None) -> Region:
    if street_id is None:
        return Region()
    code = PlaceCode.objects.filter(place_id=street_id, system=CodeSystem.DIVISION, valid_to=None).first()
    return region_of(code.code) if code else Region()
