"""The value of a setting on a day."""

import datetime as dt
from typing import Any

from django.db.models import F, Q

from gongzhi.kernel.rulebook.declared import declared
from gongzhi.kernel.rulebook.models import Setting


def setting(key: str, *, on: dt.date, street_id: int | None = None) -> Any:
    """The value of the setting ``key`` on the day ``on``.

    The newest value of the street goes before the newest value for all, that before the default.
    Raises KeyError for a setting that nobody declared.
    """
    wanted = declared(key)
    valid = Setting.objects.filter(Q(street_id=street_id) | Q(street_id=None), key=key, valid_from__lte=on)
    newest = valid.order_by(F("street_id").asc(nulls_last=True), "-valid_from").first()
    return wanted.default if newest is None else newest.value
