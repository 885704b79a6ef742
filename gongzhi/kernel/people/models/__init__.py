"""The tables of people, split by noun."""

from gongzhi.kernel.people.models.consents import Consent, Mandate, YearLater
from gongzhi.kernel.people.models.households import Household, HouseholdMember
from gongzhi.kernel.people.models.merging import Merge, MergeProposal
from gongzhi.kernel.people.models.persons import Alias, ContactPoint, Person, one_person

__all__ = [
    "Alias",
    "Consent",
    "ContactPoint",
    "Household",
    "HouseholdMember",
    "Mandate",
    "Merge",
    "MergeProposal",
    "Person",
    "YearLater",
    "one_person",
]
