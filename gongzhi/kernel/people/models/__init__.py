"""The tables of people, split by noun."""

from gongzhi.kernel.people.models.accounts import Account, Brake, Session, SignInCode, Ticket
from gongzhi.kernel.people.models.consents import Consent, Mandate, YearLater
from gongzhi.kernel.people.models.households import Household, HouseholdMember
from gongzhi.kernel.people.models.merging import Merge, MergeProposal
from gongzhi.kernel.people.models.persons import NOBODY, Alias, ContactPoint, Person, one_person
from gongzhi.kernel.people.models.rights import WORDS, Correction, Erasure

__all__ = [
    "NOBODY",
    "WORDS",
    "Account",
    "Alias",
    "Brake",
    "Consent",
    "ContactPoint",
    "Correction",
    "Erasure",
    "Household",
    "HouseholdMember",
    "Mandate",
    "Merge",
    "MergeProposal",
    "Person",
    "Session",
    "SignInCode",
    "Ticket",
    "YearLater",
    "one_person",
]
