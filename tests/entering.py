"""Coming in, as a browser does it: accounts that are set up by their links, sessions begun by the real ways."""

import re
from dataclasses import dataclass
from typing import Any

import pyotp
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.queries import opened
from gongzhi.kernel.organizations.actions import invite, set_up, take_role
from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.people.actions import open_account
from gongzhi.kernel.people.actions.sessions import Opened, begin_session, renew_key
from gongzhi.kernel.people.credentials import second_factor_of, ticket
from gongzhi.kernel.people.models import Account, Person
from gongzhi.kernel.people.states import SessionKind, TicketKind
from tests import making

PASSWORD = "梧桐树下有三只蓝色的茶杯"


@dataclass
class Staff:
    """Somebody with a name, a password and an authenticator."""

    account: Account
    name: str
    secret: str

    def code(self) -> str:
        """What the authenticator shows, the next one if that was used already."""
        totp = pyotp.TOTP(self.secret)
        self.account.refresh_from_db()
        return totp.generate_otp(max(self.account.totp_step + 1, totp.timecode(timezone.now()) - 1))


def staff(holder: Person, name: str = "wangxh") -> Staff:
    """Somebody who holds a desk's role gets an account by an invitation."""
    key = invite(holder, by=making.SYSTEM)
    found = ticket(key, TicketKind.INVITATION)
    assert found is not None
    secret, _address = second_factor_of(found)
    account = set_up(
        key, TicketKind.INVITATION, name=name, password=PASSWORD, code=pyotp.TOTP(secret).now(), by=making.SYSTEM
    )
    Account.objects.filter(pk=account.pk).update(totp_step=0)
    return Staff(account, name, secret)


def enter(client: Client, person: Person, seat: Membership | None = None, *, kind: str = SessionKind.STAFF) -> Opened:
    """Let a browser in without its pages: for tests that are about what comes after."""
    account = open_account(person, by=making.SYSTEM)
    begun = begin_session(account, kind=kind, shared=False, device="computer", by=making.SYSTEM)
    key = take_role(begun.session, seat, by=making.SYSTEM) if seat else renew_key(begun.session, by=making.SYSTEM)
    client.cookies[settings.SIGN_IN_COOKIE] = key
    return Opened(begun.session, key)


def digits_sent(notice: str = "people.code_asked") -> str:
    """The code in the newest message."""
    newest = Message.objects.filter(notice=notice).latest("pk")
    found = re.search(r"\d{6}", opened(newest).body)
    assert found is not None
    return found[0]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def fill(client: Client, where: str, /, **body: Any) -> Any:
    """Send a form as a browser does: with the key and the version that its page gave."""
    page = client.get(where).content.decode()
    given = {name: hidden(page, name) for name in ("once", "version") if hidden(page, name)}
    return client.post(where, given | body)
