"""What is said of an error that took a workbook back."""

import logging

from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from gongzhi.lib.actions import Refused

logger = logging.getLogger(__name__)


class Lost(Exception):
    """Nobody answers any more."""


def lost() -> str:
    return _("数据库断开了，这份表一行都没有写入。等它恢复后再导入一次就好，已经写入的不会重复。")


def is_gone(error: Exception) -> bool:
    """Whether the server went away (class 57P), or could not even say what is wrong."""
    cause = error.__cause__
    gone = cause is not None and (getattr(cause, "sqlstate", None) or "57P").startswith("57P")
    return isinstance(error, OperationalError) and gone


def why(error: Refused | DatabaseError) -> str:
    """The sentence for a clerk; what the database says of it would tell what people are called."""
    if isinstance(error, Refused):
        return error.reason
    diagnosis = getattr(error.__cause__, "diag", None)
    logger.error("workbook refused: %s %s", type(error).__name__, getattr(diagnosis, "constraint_name", None) or "")
    if isinstance(error, OperationalError):
        return _("数据库正忙，这份表一行都没有写入，请过一会儿再导入一次。")
    return _("这份表和已有的记录对不上，一行都没有写入。请检查有没有填错的行，或请管理员帮忙。")
