"""One-time codes on a telephone (trust.md S8). Whoever asks gets the same answer, on record or not (S28)."""

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people.credentials import ASKING, CODE_LASTS, brake_mark, digest_of, network_of, new_key
from gongzhi.kernel.people.models import Brake, SignInCode
from gongzhi.kernel.people.notices import CODES
from gongzhi.kernel.people.queries import MOBILE
from gongzhi.kernel.people.states import CodeUse
from gongzhi.lib.actions import Actor, Refused, action
from gongzhi.lib.sealing import fingerprint, seal

MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Rate:
    """How many codes in how long."""

    most: int
    within: dt.timedelta


PER_NUMBER = (_Rate(1, dt.timedelta(minutes=1)), _Rate(10, dt.timedelta(days=1)))
PER_NETWORK = (_Rate(60, dt.timedelta(hours=1)),)


@action
def ask_code(number: str, *, use: str = CodeUse.SIGN_IN, by: Actor) -> str:
    """Send six digits to a telephone for one purpose; the key of the request that they are bound to. Raises Refused
    if too often."""
    number_mark = fingerprint(number, MOBILE)
    network_mark = fingerprint(network_of(by.address), "people.network")
    _one_at_a_time(number)
    _demand_rate("mark", number_mark, PER_NUMBER)
    _demand_rate("network", network_mark, PER_NETWORK)
    key, code = new_key(), f"{secrets.randbelow(1_000_000):06}"
    SignInCode.objects.create(
        request_digest=digest_of(key),
        sealed=seal(number, MOBILE),
        mark=number_mark,
        network=network_mark,
        code_digest=_digest(key, code),
        use=use,
    )
    tell(CODES[CodeUse(use)](number, code))
    return key


def _one_at_a_time(number: str) -> None:
    """Two requests for one telephone at the same moment are one after the other."""
    held = brake_mark(ASKING, number)
    Brake.objects.get_or_create(mark=held)
    Brake.objects.select_for_update().get(mark=held)


def _demand_rate(field: str, value: bytes, rates: tuple[_Rate, ...]) -> None:
    now = timezone.now()
    for rate in rates:
        lately = SignInCode.objects.filter(**{field: value}, asked_at__gt=now - rate.within).order_by("-asked_at")
        times = list(lately.values_list("asked_at", flat=True)[: rate.most])
        if len(times) == rate.most:
            raise Refused(_wait(times[-1] + rate.within - now))


def _wait(left: dt.timedelta) -> str:
    seconds = int(left.total_seconds()) + 1
    if seconds <= 60:
        return ngettext(
            "验证码一分钟只发一次，请过 %(seconds)s 秒再要。",
            "验证码一分钟只发一次，请过 %(seconds)s 秒再要。",
            seconds,
        ) % {"seconds": seconds}
    if seconds <= 3600:
        minutes = -(-seconds // 60)
        return ngettext(
            "要的验证码太多了，请过 %(minutes)s 分钟再要。", "要的验证码太多了，请过 %(minutes)s 分钟再要。", minutes
        ) % {"minutes": minutes}
    return _("今天要的验证码太多了，请明天再要，或打电话找社区帮忙。")


@action
def try_code(key: str, code: str, *, use: str = CodeUse.SIGN_IN, by: Actor) -> bool:
    """Whether the digits are those of the request and for this use. Five tries; the right ones are taken once."""
    asked = SignInCode.objects.select_for_update().filter(request_digest=digest_of(key), use=use).first()
    if asked is None or asked.proven_at or asked.tries >= MOST_TRIES or asked.asked_at < timezone.now() - CODE_LASTS:
        return False
    asked.tries += 1
    if hmac.compare_digest(bytes(asked.code_digest), _digest(key, code)):
        asked.proven_at = timezone.now()
    asked.save(update_fields=["tries", "proven_at"])
    return asked.proven_at is not None


@action
def use_code(asked: SignInCode, *, by: Actor) -> None:
    """A proven telephone serves once and not a second time. Raises Refused."""
    used = SignInCode.objects.filter(pk=asked.pk, proven_at__isnull=False, used_at=None)
    if not used.update(used_at=timezone.now()):
        raise Refused(_("这个验证码已经用过了，请再要一个。"))


def _digest(key: str, code: str) -> bytes:
    """Six digits are guessed in a moment by whoever holds the table; the key of the request is not in it."""
    return digest_of(f"{key} {code}")
