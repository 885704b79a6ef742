"""Carrying out what was asked to be erased, one human after the other; one that fails hinders no other.

What takes long (reading workbooks) is prepared before anything is locked; if more is known of somebody
by then, or a message to them is under way, their turn comes again a minute later.
"""

import logging

from django.utils import timezone

from gongzhi.kernel.people import actions
from gongzhi.kernel.people.erasure import erasers, held_back, human
from gongzhi.kernel.people.models import Erasure
from gongzhi.kernel.people.requests import due_erasures
from gongzhi.lib.actions import Actor, Refused

logger = logging.getLogger(__name__)


def erase_due(*, by: Actor) -> int:
    """Erase everybody whose time to think is over; how many."""
    return sum(_try(erasure, by) for erasure in due_erasures(timezone.now()))


def _try(erasure: Erasure, by: Actor) -> bool:
    try:
        return _erase(erasure, by)
    except Refused:
        logger.info("erasure %s waits for another minute", erasure.pk)
    except Exception as error:  # noqa: BLE001  # its words may name somebody; the next one has its turn all the same
        logger.error("erasure %s failed: %s", erasure.pk, type(error).__name__)
    return False


def _erase(erasure: Erasure, by: Actor) -> bool:
    if held_back(erasure.person):
        actions.hold_back_erasure(erasure, by=by)
        return False
    whom = human(erasure.person)
    prepared = {each.name: each.prepare(whom) for each in erasers() if each.prepare}
    return actions.carry_out_erasure(erasure, whom=whom, prepared=prepared, by=by)
