"""The ways in. Each is a row of short actions: what was tried in vain stays counted, whatever comes after.

Every way refuses with one sentence that does not tell which part was wrong (trust.md S28).
"""

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.actions.accounts import open_account, use_step
from gongzhi.kernel.people.actions.brakes import count_try, forget_tries, take_back_try
from gongzhi.kernel.people.actions.codes import try_code, use_code
from gongzhi.kernel.people.actions.registering import register_person
from gongzhi.kernel.people.actions.sessions import Opened, begin_session
from gongzhi.kernel.people.actions.tickets import use_ticket
from gongzhi.kernel.people.credentials import (
    ACCOUNT,
    DEVICE,
    NETWORK,
    NUMBER,
    TOTP,
    called,
    fresh_step,
    network_of,
    on_the_telephone,
    proven,
)
from gongzhi.kernel.people.gaps import NewPerson
from gongzhi.kernel.people.models import Account, Person, SignInCode
from gongzhi.kernel.people.queries import MOBILE
from gongzhi.kernel.people.states import CodeUse, Device, SessionKind, TicketKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, Refused
from gongzhi.lib.sealing import unseal

#: After so long without use a telephone alone opens nothing: its number may belong to somebody else by now.
FORGOTTEN = dt.timedelta(days=365)
_DEVICE = "people.device"


@dataclass(frozen=True, slots=True)
class Browser:
    """What somebody comes in with: how its owner would call it, whether others use it, and what
    :func:`device_mark` gave it earlier."""

    device: str = Device.COMPUTER
    shared: bool = False
    known: str = ""


def by_password(name: str, password: str, code: str, browser: Browser, *, by: Actor) -> Opened:
    """Staff: name, password and the code of the second factor.

    Raises Refused. Guessing is braked by account and by network; on a device that came in before
    it is braked by itself, so that nobody can lock a colleague out from elsewhere.
    """
    name, network = name.strip(), network_of(by.address)
    living = Account.objects.open().filter(person__died_on=None, person__same_as__died_on=None)
    account = living.exclude(name="").filter(name=name).select_related("person").first()
    limit, whom = (DEVICE, browser.known) if account and _is_known(account, browser.known) else (ACCOUNT, name)
    count_try(limit, whom, by=by)
    count_try(NETWORK, network, by=by)
    if not _both_factors(account, password, code, by):
        raise Refused(_("登录名、密码或动态码不对。请看清楚再填一次，或请同事帮您找回。"))
    assert account is not None  # noqa: S101  # nobody without an account has both factors
    forget_tries(limit, whom, by=by)
    take_back_try(NETWORK, network, by=by)
    return _begin(account, SessionKind.STAFF, browser, by)


def _both_factors(account: Account | None, password: str, code: str, by: Actor) -> bool:
    """Takes as long for a name that nobody has."""
    if account is None:
        make_password(password)
        return False
    if not check_password(password, account.password):
        return False
    step = fresh_step(unseal(account.totp_sealed or b"", TOTP), code.replace(" ", ""), account)
    return step is not None and use_step(account, step, by=by)


def device_mark(account: Account) -> str:
    """What a device keeps after somebody came in on it, to be known the next time."""
    return signing.dumps([account.pk, secrets.token_hex(8)], salt=_DEVICE)


def _is_known(account: Account, mark: str) -> bool:
    try:
        owner, _nonce = signing.loads(mark, salt=_DEVICE, max_age=FORGOTTEN)
    except (signing.BadSignature, TypeError, ValueError):
        return False
    return bool(owner == account.pk)


def prove_telephone(key: str, code: str, *, use: str = CodeUse.SIGN_IN, by: Actor) -> SignInCode:
    """The digits that came to the telephone for one purpose. Raises Refused."""
    count_try(NETWORK, network_of(by.address), by=by)
    if not try_code(key, code.replace(" ", ""), use=use, by=by):
        raise Refused(_("验证码不对或过期了。请看短信里最新的 6 位数字，或再要一个。"))
    take_back_try(NETWORK, network_of(by.address), by=by)
    asked = proven(key, use)
    if asked is None:
        raise Refused(_("验证码过期了，请再要一个。"))
    return asked


def familiar(asked: SignInCode) -> list[Person]:
    """Who came in by this telephone within a year: they only choose themselves."""
    since = timezone.now() - FORGOTTEN
    people = on_the_telephone(asked)
    used = Account.objects.open().filter(person__in=people, used_at__gt=since)
    known = set(used.values_list("person_id", flat=True))
    return [person for person in people if person.pk in known]


def by_choice(asked: SignInCode, person_id: int, browser: Browser, *, by: Actor) -> Opened:
    """One of the familiar people of a proven telephone. Raises Refused."""
    for person in familiar(asked):
        if person.pk == person_id:
            return _come_in(asked, person, browser, by)
    raise Refused(_("请从名单里选您自己，或写您的姓名。"))


def by_name(
    asked: SignInCode, name: str, browser: Browser, *, street: Place, first_time: bool = False, by: Actor
) -> Opened | None:
    """Whoever says their name at a proven telephone; None if nobody there is called so.

    With ``first_time`` they are entered as new. Raises Refused if a long time has passed: a number
    that was given to somebody else never opens the records of who had it before.
    """
    number = unseal(asked.sealed, MOBILE)
    count_try(NUMBER, number, by=by)
    person = called(on_the_telephone(asked), name)
    if person is None and first_time:
        person = register_person(NewPerson(name, number), street=street, by=Actor.system("sign-in"))
    if person is None:
        return None
    account = Account.objects.filter(person=person).first()
    if account and (account.closed_at or (account.used_at and account.used_at < timezone.now() - FORGOTTEN)):
        raise Refused(_("这个账号很久没有用了。为了安全，请到社区窗口请工作人员帮您登录，或打电话问。"))
    forget_tries(NUMBER, number, by=by)
    return _come_in(asked, person, browser, by)


def _come_in(asked: SignInCode, person: Person, browser: Browser, by: Actor) -> Opened:
    _demand_living(person)
    use_code(asked, by=by)
    return _begin(open_account(person, by=by), SessionKind.CODE, browser, by)


def _demand_living(person: Person) -> None:
    """Whoever holds the telephone of somebody who died does not come in with it."""
    if person.died_on:
        raise Refused(_("这个账号已经停用，请问工作人员。"))


def _begin(account: Account, kind: SessionKind, browser: Browser, by: Actor) -> Opened:
    """From here on the actor is the one who came in."""
    oneself = replace(by, name=account.person.name, person_id=account.person_id, account_id=account.pk)
    return begin_session(account, kind=kind, shared=browser.shared, device=browser.device, by=oneself)


def by_desk_link(key: str, browser: Browser, *, by: Actor) -> Opened:
    """The link that somebody at the desk showed as a QR code. Raises Refused."""
    used = use_ticket(key, TicketKind.DESK, by=by)
    _demand_living(used.person.same_as or used.person)
    account = open_account(used.person.same_as or used.person, by=by)
    if account.closed_at:
        raise Refused(_("这个账号已经停用，请问工作人员。"))
    return _begin(account, SessionKind.DESK, browser, by)
