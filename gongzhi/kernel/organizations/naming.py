"""Which unit is meant by a name in a list: by its full name, a known alias, or a plain short form (M24).

A short form matches by itself only when its region prefix (省, 市, 区, 县) and the words after it
fit exactly one unit. Anything else is a question to the clerk, with the nearest name as a guess.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.kernel.places.models import CodeSystem, PlaceCode
from gongzhi.lib.divisions import Region, region_of

NAMED_KINDS = (OrganizationKind.UNIT, OrganizationKind.SOCIAL_ORGANIZATION)


@dataclass(frozen=True, slots=True)
class Match:
    """The unit a name means. ``is_new_alias``: recognised as a short form, not yet kept as an alias."""

    organization: Organization
    is_new_alias: bool = False


class UnitNames:
    """The names and aliases of a street's units, read once.

    ``recognised`` gathers the short forms understood so far that are not kept as aliases yet.
    """

    def __init__(self, street_id: int | None) -> None:
        self.recognised: dict[str, Organization] = {}
        units = Organization.objects.active().of_kind(*NAMED_KINDS).filter(street_id=street_id)
        self._named = {unit.name: unit for unit in units}
        aliases = OrganizationAlias.objects.filter(street_id=street_id).select_related("organization")
        self._aliases = {alias.name: alias.organization for alias in aliases}
        self._region = _region(street_id)
        self._resolved: dict[str, Match | None] = {}

    def resolve(self, name: str) -> Match | None:
        if name not in self._resolved:
            self._resolved[name] = self._look_up(name)
        return self._resolved[name]

    def _look_up(self, name: str) -> Match | None:
        if known := self._named.get(name) or self._aliases.get(name):
            return Match(known)
        fitting = self._fitting(name)
        if len(fitting) != 1:
            return None
        self.recognised[name] = fitting[0]
        return Match(fitting[0], is_new_alias=True)

    def _fitting(self, short_form: str) -> list[Organization]:
        for prefix, full in self._prefixes():
            core = short_form.removeprefix(prefix)
            if core != short_form and len(core) >= 2:
                return [unit for name, unit in self._named.items() if name.startswith(full + core)]
        return []

    def _prefixes(self) -> list[tuple[str, str]]:
        names = (self._region.province, self._region.city, self._region.county)
        return [(name[-1], name) for name in names if name]

    def nearest(self, name: str) -> str:
        """The name on record most like this one, or nothing."""
        close = get_close_matches(name, [*self._named, *self._aliases], n=1, cutoff=0.5)
        return close[0] if close else ""


def _region(street_id: int | None) -> Region:
    if street_id is None:
        return Region()
    code = PlaceCode.objects.filter(place_id=street_id, system=CodeSystem.DIVISION, valid_to=None).first()
    return region_of(code.code) if code else Region()
