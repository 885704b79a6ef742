"""Correcting an organisation by hand: what is said of it anew; a name it had stays one by which it is recognised."""

from collections.abc import Collection
from dataclasses import replace

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.organizations.record import OrganizationRecord, what_is_on_record
from gongzhi.kernel.organizations.states import Nature
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.search import tidy
from gongzhi.lib.versions import demand_unchanged


@action
def correct_organization(
    organization: Organization, said: OrganizationRecord, *, version: str | None = None, by: Actor
) -> Organization:
    """Let a record say what is right. Registers that use the former name still mean it."""
    organization, said = Organization.objects.lock(organization), _tidied(said)
    demand(may.keeps(by, organization))
    demand_unchanged(version, what_is_on_record(organization))
    demand(may.correct_organization(by, organization, said))
    former = organization.name
    changed = [name for name, value in said.columns.items() if getattr(organization, name) != value]
    for name in changed:
        setattr(organization, name, said.columns[name])
    if changed:
        organization.save(update_fields=changed)
    if _call(organization, [*said.other_names, former]):
        changed.append("other_names")
    if changed:
        record(by, "organization.corrected", organization, fields=changed)
    return organization


def _tidied(said: OrganizationRecord) -> OrganizationRecord:
    """Without stray blanks; a military unit is never named in public (domain.md 2.0.3)."""
    names = tuple(dict.fromkeys(filter(None, map(tidy, said.other_names))))
    public = said.public_visible and said.nature != Nature.MILITARY
    words = {name: getattr(said, name).strip() for name in ("name", "superior", "address", "telephone")}
    return replace(said, other_names=names, public_visible=public, **words)


def _call(organization: Organization, names: Collection[str]) -> bool:
    """Recognise it by these names besides its own and by no others; whether that changed. A former name by which
    another is recognised by now stays with that one."""
    known = set(organization.aliases.values_list("name", flat=True))
    others = OrganizationAlias.objects.filter(street=organization.street_id).exclude(organization=organization)
    wanted = set(names) - {organization.name, *others.filter(name__in=names).values_list("name", flat=True)}
    organization.aliases.exclude(name__in=wanted).delete()
    new = [
        OrganizationAlias(organization=organization, street_id=organization.street_id, name=name)
        for name in sorted(wanted - known)
    ]
    OrganizationAlias.objects.bulk_create(new)
    return wanted != known
