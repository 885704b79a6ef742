"""Who looked at somebody's record, in words: for one's own page, and for the copy that a desk prints."""

from dataclasses import replace

from gongzhi.kernel.organizations.watching import role_label
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.own_data import Look, looks_at


def looks_told(person: Person) -> list[Look]:
    """The newest first, each with the name of the role in which it was done."""
    return [replace(look, role=role_label(look.role)) for look in looks_at(person)]
