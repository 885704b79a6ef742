"""Accounts: opened, given a password and a second factor, closed."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions.sessions import end_other_sessions
from gongzhi.kernel.people.actions.tickets import use_ticket
from gongzhi.kernel.people.credentials import TOTP, fresh_step
from gongzhi.kernel.people.display import known
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.people.passwords import demand_strong
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import seal, unseal


@action
def open_account(person: Person, *, by: Actor) -> Account:
    """The account of a person, made if there is none."""
    account, created = Account.objects.get_or_create(person=person, defaults={"opened_by_id": by.person_id})
    if created:
        record(by, "account.opened", person)
    return account


@action
def set_up_account(key: str, kind: str, *, name: str, password: str, code: str, by: Actor) -> Account:
    """Give the person of a link a name, a password and the second factor that the link showed.

    Whoever was signed in with the account is signed out. Raises Refused, and the link stays good.
    """
    used = use_ticket(key, kind, by=by)
    account = Account.objects.lock(open_account(used.person, by=by))
    name = _free_name(account, name)
    demand_strong(password, name=name, person=used.person)
    secret = unseal(used.totp_sealed or b"", TOTP)
    step = fresh_step(secret, code, account)
    if step is None:
        raise Refused(_("动态码不对，请看手机上现在的 6 位数字。"))
    account.name, account.password, account.totp_step = name, make_password(password), step
    account.totp_sealed, account.closed_at, account.closed_by = seal(secret, TOTP), None, None
    account.save()
    Session.objects.filter(account=account, ended_at=None).update(ended_at=timezone.now())
    record(by, "account.set_up", used.person, kind=kind)
    return account


def _free_name(account: Account, name: str) -> str:
    name = account.name or name.strip()
    if not 2 <= len(name) <= 40:
        raise Refused(_("登录名请用 2 到 40 个字，比如姓名的拼音。"))
    if Account.objects.filter(name=name).exclude(pk=account.pk).exists():
        raise Refused(_("这个登录名已经有人用了，请换一个。"))
    return name


@action
def use_step(account: Account, step: int, *, by: Actor) -> bool:
    """Take a code of the second factor; False if it was taken in the meantime."""
    return bool(Account.objects.filter(pk=account.pk, totp_step__lt=step).update(totp_step=step))


@action
def change_password(account: Account, password: str, *, session: Session, by: Actor) -> None:
    """Another password; every other browser is signed out."""
    account = Account.objects.lock(account)
    demand(may.change_account(by, account))
    demand_strong(password, name=account.name, person=account.person)
    account.password = make_password(password)
    account.save(update_fields=["password"])
    end_other_sessions(account, but=session, by=by)
    record(by, "account.password_changed", account.person)


@action
def close_account(account: Account, *, by: Actor) -> None:
    """Nobody comes in with it any more, from this moment on."""
    account = Account.objects.lock(account)
    demand(may.close_account(by, account))
    if account.closed_at is None:
        account.closed_at, account.closed_by_id = timezone.now(), by.person_id
        account.save(update_fields=["closed_at", "closed_by"])
        end_other_sessions(account, by=by)
        record(by, "account.closed", account.person)


@action
def remember_display(account: Account, chosen: dict[str, str], *, by: Actor) -> None:
    """Keep how somebody wants pages to look, for every device they sign in on (trust.md A18)."""
    account = Account.objects.lock(account)
    demand(may.change_account(by, account))
    account.display = known(account.display | chosen)
    account.save(update_fields=["display"])
