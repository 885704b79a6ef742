"""What is on record of one organisation: as a form shows it, and as it is said anew."""

from dataclasses import dataclass
from typing import Any

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import Actor


@dataclass(frozen=True, slots=True)
class OrganizationRecord:
    """Everything that is said of an organisation by hand."""

    name: str
    kind: str
    other_names: tuple[str, ...] = ()
    nature: str = ""
    superior: str = ""
    credit_code: str = ""
    place: Place | None = None
    address: str = ""
    telephone: str = ""
    public_visible: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        """The fields of the organisation itself."""
        names = ("name", "kind", "nature", "superior", "credit_code", "place", "address", "telephone")
        return {name: getattr(self, name) for name in names} | {"public_visible": self.public_visible}


def what_is_on_record(organization: Organization) -> dict[str, Any]:
    """What a form that corrects an organisation shows of it."""
    names = ("name", "kind", "nature", "superior", "credit_code", "address", "telephone", "public_visible")
    shown = {name: getattr(organization, name) for name in names}
    return shown | {"place": organization.place_id, "other_names": "、".join(other_names(organization))}


def other_names(organization: Organization) -> list[str]:
    """By which other names it is recognised."""
    return sorted(organization.aliases.values_list("name", flat=True))


def places_to_stand(organization: Organization, *, by: Actor) -> list[Place]:
    """The communities and grids within reach where an organisation may stand, where it does today among them."""
    kinds = (Kind.COMMUNITY, Kind.GRID)
    found = Place.objects.active().filter(street=organization.street_id, kind__in=kinds).select_related("parent")
    standing = [each for each in found.order_by("path") if by.can("keep_organizations", each.path)]
    now = organization.place
    return [now, *standing] if now and now not in standing else standing
