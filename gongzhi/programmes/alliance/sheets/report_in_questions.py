"""What a clerk is asked about the rows of a report-in register, and the answers to choose from."""

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.gaps import NewPerson
from gongzhi.kernel.places.models import Place
from gongzhi.lib.sheets import Question


def other_name(row: int, told: NewPerson) -> Question:
    sentence = _("身份证号与第%(row)s行相同，姓名不同，请核对。") % {"row": row}
    return Question(sentence, (("who:same", _("是同一个人，姓名以第%(row)s行为准") % {"row": row}), *_without(told)))


def name_on_record(masked: str, told: NewPerson) -> Question:
    sentence = _("这个身份证号登记在%(name)s名下，姓名不同，请核对。") % {"name": masked}
    return Question(sentence, (("who:same", _("是同一个人，记下这个姓名")), *_without(told)))


def _without(told: NewPerson) -> tuple[tuple[str, str], ...]:
    """Without the number somebody is only known if a telephone tells."""
    return (("who:without", _("不是同一个人，身份证号先不填")),) if told.telling else ()


def two_communities(row: int, first: Place, this: Place) -> Question:
    said = {"row": row, "community": first.name}
    stays, goes = _("留在%(community)s") % said, _("改在%(community)s") % {"community": this.name}
    sentence = _("第%(row)s行已在%(community)s报到，请定下留在哪个社区。") % said
    return Question(sentence, (("place:first", stays), ("place:this", goes)))


def elsewhere(there: Place, here: Place, *, movable: bool) -> Question:
    """Only who answers for both communities moves somebody from one to the other."""
    stays, comes = _("留在%(community)s"), _("转来%(community)s")
    ways = [("where:stay", stays % {"community": there.name})]
    if movable:
        ways.append(("where:move", comes % {"community": here.name}))
    return Question(_("已在%(community)s报到，搬了家请办转接。") % {"community": there.name}, tuple(ways))


def other_birth(row: int) -> Question:
    sentence = _("与第%(row)s行姓名、电话相同，出生年月不同，请核对是不是同一个人。") % {"row": row}
    return Question(sentence, _same_or_another())


def birth_on_record() -> Question:
    return Question(_("登记里姓名、电话相同的人出生年月不同，请核对是不是同一个人。"), _same_or_another())


def _same_or_another() -> tuple[tuple[str, str], ...]:
    return ("birth:same", _("是同一个人")), ("birth:another", _("不是同一个人，另外登记"))


def two_units(row: int) -> Question:
    ways = (("job:first", _("以第%(row)s行为准") % {"row": row}), ("job:this", _("以这一行为准")))
    return Question(_("与第%(row)s行是同一个人，工作单位不同，请核对。") % {"row": row}, ways)


def unit_on_record(unit: Organization) -> Question:
    ways = (("job:keep", _("还是%(unit)s") % {"unit": unit.name}), ("job:change", _("改成表里写的单位")))
    return Question(_("登记的工作单位是%(unit)s，请核对。") % {"unit": unit.name}, ways)


def deregistered() -> Question:
    return Question(_("登记为已注销，请先核对要不要恢复。"), (("back:yes", _("恢复报到")),))
