"""Page-shaped reads of the territory: the street, its communities, who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place, PlaceCode
from gongzhi.kernel.places.queries import newest_count, streets
from gongzhi.lib.divisions import region_of


@dataclass(frozen=True, slots=True)
class StreetCard:
    """The sub-district as every page shows it. ``region``: province, city and county in words."""

    id: int
    name: str
    path: str
    telephone: str
    address: str
    region: str


@dataclass(frozen=True, slots=True)
class CommunityCard:
    """A community as a list shows it; numbers are None where nothing was declared."""

    id: int
    name: str
    path: str
    address: str
    telephone: str
    households: int | None
    population: int | None
    grids: int
    courtyards: int


@dataclass(frozen=True, slots=True)
class GridCard:
    """A grid in both networks: its worker and its Party branch."""

    name: str
    code: str
    worker: str
    party_branch: str
    households: int | None
    courtyards: int


@dataclass(frozen=True, slots=True)
class CourtyardCard:
    """A courtyard; its chief is a resident and shown masked. ``entrance_chiefs``: entrances that have one."""

    id: int
    name: str
    grid: str
    buildings: int | None
    entrances: int | None
    households: int | None
    chief: str
    entrance_chiefs: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """Everything the page of one community says about its territory."""

    card: CommunityCard
    secretary: str
    grids: list[GridCard] = field(default_factory=list)
    courtyards: list[CourtyardCard] = field(default_factory=list)


def people_in(organizations: Iterable[int], *roles: str) -> list[int]:
    """Who sits today in one of these roles at one of these organisations."""
    today = timezone.localdate()
    standing = Membership.objects.filter(
        Q(since=None) | Q(since__lte=today),
        Q(until=None) | Q(until__gt=today),
        organization__in=list(organizations),
        role__in=roles,
    )
    return list(standing.order_by("id").values_list("person_id", flat=True))


def street_card() -> StreetCard | None:
    """The first sub-district on record; None on an empty system. One query, since every page asks it."""
    here = OuterRef("pk")
    offices = Organization.objects.active().filter(place=here, kind=OrganizationKind.SUBDISTRICT_OFFICE)
    codes = PlaceCode.objects.filter(place=here, system=CodeSystem.DIVISION, valid_to=None)
    told = streets().values_list(
        *("pk", "name", "path"),
        *(Subquery(offices.order_by("pk").values(field)[:1]) for field in ("telephone", "address")),
        Subquery(codes.order_by("pk").values("code")[:1]),
    )
    street = told.first()
    if street is None:
        return None
    pk, name, path, telephone, address, code = street
    return StreetCard(pk, name, path, telephone or "", address or "", str(region_of(code)) if code else "")


def _communities(street_id: int) -> list[CommunityCard]:
    places = (
        Place.objects.active()
        .filter(street_id=street_id, kind=Kind.COMMUNITY)
        .annotate(
            declared_households=newest_count(Measure.HOUSEHOLDS), declared_population=newest_count(Measure.POPULATION)
        )
        .order_by("position", "id")
    )
    offices = {
        office.place_id: office
        for office in Organization.objects.active().filter(
            street_id=street_id, kind=OrganizationKind.RESIDENTS_COMMITTEE
        )
    }
    inside = _inside(street_id)
    cards = []
    for place in places:
        office = offices.get(place.pk)
        grids, courtyards = inside.get(place.pk, (0, 0))
        cards.append(
            CommunityCard(
                place.pk,
                place.name,
                place.path,
                office.address if office else "",
                office.telephone if office else "",
                place.declared_households,
                place.declared_population,
                grids,
                courtyards,
            )
        )
    return cards


def _inside(street_id: int) -> dict[int, tuple[int, int]]:
    """How many grids and courtyards stand in each community, directly or deeper."""
    numbers: dict[int, tuple[int, int]] = {}
    inside = Place.objects.active().filter(street_id=street_id, kind__in=(Kind.GRID, Kind.COURTYARD))
    for path, kind in inside.values_list("path", "kind"):
        community = int(path.split(".")[1])
        grids, courtyards = numbers.get(community, (0, 0))
        numbers[community] = (grids + 1, courtyards) if kind == Kind.GRID else (grids, courtyards + 1)
    return numbers


def community_cards(street_id: int) -> list[CommunityCard]:
    """The communities of a street in administrative order."""
    return _communities(street_id)


def community_page(pk: int) -> CommunityPage | None:
    """One community, or None if there is none active with this id."""
    place = Place.objects.active().filter(pk=pk, kind=Kind.COMMUNITY).first()
    if place is None or place.street_id is None:
        return None
    card = next(card for card in _communities(place.street_id) if card.id == pk)
    seats = _seats(place)
    secretary = seats.get((Role.COMMUNITY_SECRETARY, place.path), "")
    return CommunityPage(card, secretary, _grids(place, seats), _courtyards(place, seats))


def _seats(place: Place) -> dict[tuple[str, str], str]:
    """Who sits in the seats of a community today: (role, path of the place) → name."""
    standing = (
        Membership.objects.standing(timezone.localdate())
        .annotate(reach=Coalesce("place__path", "organization__place__path"))
        .filter(
            organization__street_id=place.street_id,
            reach__startswith=place.path,
            role__in=(Role.COMMUNITY_SECRETARY, Role.GRID_WORKER, Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF),
        )
    )
    rows = standing.order_by("id").values_list("role", "reach", "person__name")
    return {(role, path): name for role, path, name in rows}


def _grids(place: Place, seats: dict[tuple[str, str], str]) -> list[GridCard]:
    grids = (
        Place.objects.active()
        .filter(path__startswith=place.path, kind=Kind.GRID)
        .annotate(
            declared_households=newest_count(Measure.HOUSEHOLDS),
            courtyards=Count("children", filter=Q(children__kind=Kind.COURTYARD, children__state="active")),
        )
        .order_by("position", "id")
    )
    branches = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION).filter(place__in=grids)
    branch_of = {branch.place_id: branch.name for branch in branches}
    codes = dict(PlaceCode.objects.filter(place__in=grids, valid_to=None).values_list("place_id", "code"))
    return [
        GridCard(
            grid.name,
            codes.get(grid.pk, ""),
            seats.get((Role.GRID_WORKER, grid.path), ""),
            branch_of.get(grid.pk, ""),
            grid.declared_households,
            grid.courtyards,
        )
        for grid in grids
    ]


def _courtyards(place: Place, seats: dict[tuple[str, str], str]) -> list[CourtyardCard]:
    led = [path for role, path in seats if role == Role.ENTRANCE_CHIEF]
    courtyards = (
        Place.objects.active()
        .filter(path__startswith=place.path, kind=Kind.COURTYARD)
        .annotate(
            buildings=newest_count(Measure.BUILDINGS),
            entrances=newest_count(Measure.ENTRANCES),
            declared_households=newest_count(Measure.HOUSEHOLDS),
        )
        .select_related("parent")
        .order_by("position", "id")
    )
    return [
        CourtyardCard(
            courtyard.pk,
            courtyard.name,
            courtyard.parent.name if courtyard.parent and courtyard.parent.kind == Kind.GRID else "",
            courtyard.buildings,
            courtyard.entrances,
            courtyard.declared_households,
            masked_name(chief) if (chief := seats.get((Role.BUILDING_CHIEF, courtyard.path), "")) else "",
            sum(path.startswith(courtyard.path) for path in led),
            courtyard.latitude,
            courtyard.longitude,
        )
        for courtyard in courtyards
    ]
