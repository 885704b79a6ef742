"""Reading files back, and finding the same file twice."""

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.models import Evidence
from gongzhi.lib.sealing import Unreadable, unseal_bytes

PURPOSE = "evidence.file"


class Damaged(Exception):
    """A file is missing or is not the one that was stored. The sentence is for whoever wanted it."""


def read(evidence: Evidence) -> bytes:
    """The bytes as they were stored. Raises Damaged."""
    try:
        stored = evidence.path.read_bytes()
        data = unseal_bytes(stored, PURPOSE) if evidence.sealed else stored
    except FileNotFoundError as error:
        raise Damaged(_("找不到文件“%(name)s”，请从备份恢复。") % {"name": evidence.original_name}) from error
    except Unreadable as error:
        raise Damaged(_damaged(evidence)) from error
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise Damaged(_damaged(evidence))
    return data


def _damaged(evidence: Evidence) -> str:
    return _("文件“%(name)s”已损坏，和存入时不一样，请从备份恢复。") % {"name": evidence.original_name}


def same_file_elsewhere(sha256: str, *, besides: Evidence | None = None) -> QuerySet[Evidence]:
    """Every piece of evidence with these bytes: the same photograph for two events is a warning sign."""
    found = Evidence.objects.filter(sha256=sha256).order_by("id")
    return found.exclude(pk=besides.pk) if besides else found


def unclaimed(names: Iterable[str]) -> set[str]:
    """Which of these file names belong to no evidence."""
    found = set(names)
    some = Evidence.objects.filter(sha256__in={name.partition(".")[0] for name in found})
    return found - {evidence.path.name for evidence in some}
