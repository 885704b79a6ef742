"""What a password of staff must be: long and not known, nothing else (trust.md S9)."""

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Refused
from gongzhi.lib.search import reading

LEAST, MOST = 12, 128
#: What everybody here would think of first.
SITE_WORDS = ("gongzhi", "jiedao", "shequ", "huayuanlu", "zhengzhou", "共治", "街道", "社区")

_common = CommonPasswordValidator()


def demand_strong(password: str, *, name: str, person: Person) -> None:
    """Raises Refused with a sentence that says what to do."""
    if len(password) < LEAST:
        raise Refused(_("密码请用 12 个字以上，可以是几个不相干的词。"))
    if len(password) > MOST:
        raise Refused(_("密码太长了，请用 128 个字以内。"))
    if _is_known(password) or _left_over(password, name, person) < LEAST // 2:
        raise Refused(_("这个密码太容易猜到，请换几个不相干的词。"))


def _is_known(password: str) -> bool:
    try:
        _common.validate(password)
    except ValidationError:
        return True
    return len(set(password)) < 4


def _left_over(password: str, name: str, person: Person) -> int:
    """How many characters stay once the words are out that anybody would try."""
    rest = password.lower()
    for word in (*SITE_WORDS, name.lower(), person.name, reading(person.name).pinyin):
        if len(word) > 1:
            rest = rest.replace(word, "")
    return len(rest)
