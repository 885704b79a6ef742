"""Reading what opens a door: links, proven telephones, networks. Nothing here changes anything."""

import datetime as dt
import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

import pyotp
from django.db.models import F
from django.utils import timezone

from gongzhi.kernel.people.models import Account, Alias, ContactPoint, Person, Session, SignInCode, Ticket
from gongzhi.kernel.people.states import CodeUse
from gongzhi.lib.sealing import fingerprint, unseal
from gongzhi.lib.search import tidy

#: What the secret of a second factor is sealed for.
TOTP = "people.totp"
#: How long a code is good, and after that how long a proven telephone waits for its person to be chosen.
CODE_LASTS = dt.timedelta(minutes=10)


#: Codes of the half minute before and after are taken too: clocks differ, and people type slowly.
LEEWAY = 1


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries in vain are free before each further one has to wait, twice as long every time."""

    kind: str
    free: int


ACCOUNT = Limit("account", 5)
DEVICE = Limit("device", 5)
NUMBER = Limit("number", 5)
ASKING = Limit("asking", 0)
NETWORK = Limit("network", 25)  # a whole office comes from one address


def brake_mark(limit: Limit, whom: str) -> bytes:
    """What a brake is found by; it tells nobody whom it holds."""
    return fingerprint(f"{limit.kind} {whom}", "people.brake")


def new_key() -> str:
    """256 bits that nobody guesses, in letters an address can carry."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> bytes:
    """What we keep of a key that nobody could guess (32 bytes)."""
    return hashlib.sha256(key.encode()).digest()


def network_of(address: str) -> str:
    """Whose address it is as far as one can tell: an IPv4 address itself, of IPv6 the first 64 bits (trust.md S8)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)


def ticket(key: str, kind: str) -> Ticket | None:
    """The link with this key, if it is for this purpose and still opens."""
    standing = Ticket.objects.filter(digest=digest_of(key), kind=kind, used_at=None, ends_at__gt=timezone.now())
    return standing.select_related("person").first()


def proven(key: str, use: str = CodeUse.SIGN_IN) -> SignInCode | None:
    """The request for one purpose whose telephone was proven a moment ago and served for nothing yet."""
    asked = SignInCode.objects.filter(request_digest=digest_of(key), use=use, used_at=None)
    return asked.filter(proven_at__gt=timezone.now() - CODE_LASTS).first()


def on_the_telephone(asked: SignInCode) -> list[Person]:
    """Who may be reached by a proven telephone; a record joined to another stands for the other."""
    contacts = ContactPoint.objects.filter(mark=asked.mark, until=None).order_by("id")
    people = (contact.person.same_as or contact.person for contact in contacts.select_related("person__same_as"))
    return list({person.pk: person for person in people}.values())


def called(people: list[Person], name: str) -> Person | None:
    """The one of ``people`` who goes by this name or has it as another name."""
    name = tidy(name)
    named = {person.name: person for person in reversed(people)}
    if name in named:
        return named[name]
    alias = Alias.objects.filter(person__in=people, name=name).select_related("person").first()
    return alias.person if alias else None


def owner_of(key: str) -> int | None:
    """The account that a session belonged to, also for a day after it ended; None for an unknown key."""
    return Session.objects.filter(key_digest=digest_of(key)).values_list("account_id", flat=True).first()


def session_with(session_id: int) -> Session:
    """The session of a request, with its account and person."""
    return Session.objects.select_related("account__person").get(pk=session_id)


def second_factor_of(found: Ticket) -> tuple[str, str]:
    """The secret that a link brings, and the address that an authenticator reads from a QR code."""
    secret = unseal(found.totp_sealed or b"", TOTP)
    account = Account.objects.filter(person=found.person).first()
    called = account.name if account and account.name else found.person.name
    return secret, pyotp.TOTP(secret).provisioning_uri(name=called, issuer_name="Gongzhi")


def fresh_step(secret: str, code: str, account: Account) -> int | None:
    """The half minute whose code this is, if that code was not used before; else None."""
    totp, now = pyotp.TOTP(secret), timezone.now()
    for offset in range(-LEEWAY, LEEWAY + 1):
        step = totp.timecode(now) + offset
        if step > account.totp_step and pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None


def authenticator(name: str) -> str:
    """The secret of the second factor of the account with this name, empty if there is none. For the demonstration."""
    account = Account.objects.exclude(name="").filter(name=name).first()
    return unseal(account.totp_sealed or b"", TOTP) if account else ""


def open_sessions(account: Account) -> list[Session]:
    """Where an account is signed in now, the newest use first."""
    now = timezone.now()
    standing = account.sessions.filter(ended_at=None, ends_at__gt=now, seen_at__gt=now - F("idle"))
    return list(standing.order_by("-seen_at"))


def account_names() -> set[str]:
    """The names that staff sign in with."""
    return set(Account.objects.exclude(name="").values_list("name", flat=True))
