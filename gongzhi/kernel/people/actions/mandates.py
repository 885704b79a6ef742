"""Acting for somebody: only with a recorded mandate, at most a year, ended at a word; said online or at the desk."""

import datetime as dt
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record, record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.people.notices import (
    HelpAsked,
    HelpEndEntered,
    HelpEntered,
    HelpGivenBack,
    HelpOver,
    HelpTakenBack,
)
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.queries import helper_called
from gongzhi.lib.actions import Actor, Refused, action, demand, looking

#: An end that is longer ago is no news.
TOLD_WITHIN = dt.timedelta(days=31)


@action
def give_mandate(
    principal: Person, *, helper: Person, scope: str, how: str, since: dt.date, until: dt.date, by: Actor
) -> Mandate:
    """Write down that ``principal`` lets ``helper`` act in ``scope``; ``how`` says how it was agreed.

    Raises Refused if it stands on one of these days already: a word must end it, not two.
    """
    principal = Person.objects.lock(principal)
    demand(may.give_mandate(by, principal, helper, since, until))
    mandate = _give(principal, helper, scope, how, since, until)
    record(by, "mandate.given", principal, helper=helper.pk, scope=scope)
    return mandate


@action
def enter_mandate(
    principal: Person,
    *,
    name: str,
    number: str,
    scope: str,
    until: dt.date | None = None,
    channel: str,
    reason: str,
    by: Actor,
) -> Mandate:
    """Enter at the desk whom somebody lets act for them, for a year if they say no day; both are told.

    Who it is, is known by name and telephone together. Raises Refused.
    """
    principal = Person.objects.lock(principal)
    helper, today = helper_called(principal.street_id, name, number), timezone.localdate()
    until = until or may.year_later(today)
    demand(may.enter_mandate(by, principal, helper, until, channel, reason))
    mandate = _give(principal, cast(Person, helper), scope, channel, today, until)
    record(by, "mandate.given", principal, reason=reason, helper=mandate.helper_id, scope=scope, channel=channel)
    tell(HelpEntered(mandate))
    return mandate


def _give(principal: Person, helper: Person, scope: str, how: str, since: dt.date, until: dt.date) -> Mandate:
    standing = principal.mandates_given.filter(helper=helper, scope=scope, revoked_at=None)
    if standing.filter(since__lte=until, until__gte=since).exists():
        raise Refused(_("这项委托已经登记，到期可以再办。"))
    mandate = Mandate.objects.create(principal=principal, helper=helper, scope=scope, how=how, since=since, until=until)
    tell(HelpAsked(mandate))
    return mandate


@action
def revoke_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """End a mandate at once. The principal's own word is enough; the other of the two is told."""
    mandate = _locked(mandate)
    demand(may.revoke_mandate(by, mandate))
    if mandate.revoked_at is None:
        _end(mandate, by.person_id)
        record(by, "mandate.revoked", mandate.principal, helper=mandate.helper_id)
    return mandate


@action
def enter_end(mandate: Mandate, *, person: Person, channel: str, reason: str, by: Actor) -> Mandate:
    """Enter at the desk that one of the two ends a mandate, at once; both are told. Raises Refused if it ended."""
    mandate = _locked(mandate)
    demand(may.enter_end(by, mandate, person, channel, reason))
    _end(mandate, person.pk)
    record(
        by,
        "mandate.revoked",
        mandate.principal,
        reason=reason,
        helper=mandate.helper_id,
        word_of=person.pk,
        channel=channel,
    )
    tell(HelpEndEntered(mandate))
    return mandate


def _locked(mandate: Mandate) -> Mandate:
    return Mandate.objects.select_for_update(no_key=True, of=("self",)).get(pk=mandate.pk)


def _end(mandate: Mandate, person_id: int | None) -> None:
    """At the word of one of the two; the other is told."""
    mandate.revoked_at, mandate.revoked_by_id = timezone.now(), person_id
    mandate.save(update_fields=["revoked_at", "revoked_by"])
    tell(HelpGivenBack(mandate) if person_id == mandate.helper_id else HelpTakenBack(mandate))


@action
def tell_of_ended_mandates(*, today: dt.date, by: Actor) -> int:
    """Tell both of a mandate whose last day is over, once; how many there were."""
    lately = Mandate.objects.filter(
        until__lt=today, until__gte=today - TOLD_WITHIN, revoked_at=None, end_told=False
    ).select_for_update(of=("self",))
    ended = list(lately.select_related("principal", "helper").order_by("id"))
    for mandate in ended:
        tell(HelpOver(mandate))
    Mandate.objects.filter(pk__in=[mandate.pk for mandate in ended]).update(end_told=True)
    return len(ended)


@looking
def read_for(mandate: Mandate, *, by: Actor) -> Person:
    """Who is helped, to be read by the helper who may; the person finds it among the looks. Raises Refused."""
    demand(may.read_for(by, mandate, timezone.localdate()))
    person = mandate.principal
    record_reading(by, "mandate.read", [person.pk], fields=["record"], street_id=person.street_id)
    return person


@action
def name_helper(name: str, number: str, scope: str, *, by: Actor) -> Mandate:
    """The person who acts lets somebody on record act for them, for a year from today.

    Who it is, is known by name and telephone together; that nobody is called so is said as if the
    two did not fit, so that nothing is told of who is on record. Raises Refused.
    """
    principal = oneself(by)
    helper = helper_called(principal.street_id, name, number)
    if helper is None:
        raise Refused(_("姓名和手机号对不上登记的人。请核对，或打电话请社区帮忙登记。"))
    today = timezone.localdate()
    return give_mandate(
        principal, helper=helper, scope=scope, how="online", since=today, until=may.year_later(today), by=by
    )
