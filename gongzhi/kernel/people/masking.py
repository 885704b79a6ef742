"""How personal facts are shown to whoever has no reason to see them whole (domain.md 2.0.3)."""

from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Person


def masked_name(name: str) -> str:
    """张* and 张*红: the surname's first character, and the last of three or more."""
    letters = list(name)
    if len(letters) < 2:
        return "*"
    if len(letters) == 2:
        return f"{letters[0]}*"
    return f"{letters[0]}{'*' * (len(letters) - 2)}{letters[-1]}"


def masked_number(number: str) -> str:
    """138****0412; a landline keeps its last two digits."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]}****{number[-4:]}"
    return f"{'*' * max(len(number) - 2, 0)}{number[-2:]}"


def spoken_number(number: str) -> str:
    """138 1234 5678, as its owner reads it."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


def registered(person: Person) -> str:
    """All that is ever told of an identity number: whether it is known. Not even its ends, which leave few guesses."""
    return _("未登记") if person.weak else _("已登记")
