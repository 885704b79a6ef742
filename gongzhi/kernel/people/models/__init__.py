"""The tables of people, split by noun."""

from gongzhi.kernel.people.models.accounts import Account, Brake, Session, SignInCode, Ticket
from gongzhi.kernel.people.models.consents import Consent, Mandate, YearLater
from gongzhi.kernel.people.models.households import Household, HouseholdMember
from gongzhi.kernel.people.models.persons import Alias, ContactPoint, Merge, Person, one_person

__all__ = [
    "Account",
    "Alias",
    "Brake",
    "Consent",
    "ContactPoint",
    "Household",
    "HouseholdMember",
    "Mandate",
    "Merge",
    "Person",
    "Session",
    "SignInCode",
    "Ticket",
    "YearLater",
    "one_person",
]
