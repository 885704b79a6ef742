"""Acting for somebody: only with a recorded mandate, at most a year, ended at a word."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record, record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.people.notices import HelpAsked, HelpGivenBack, HelpOver, HelpTakenBack
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.lib.actions import Actor, Refused, action, demand, looking
from gongzhi.lib.search import tidy

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
    standing = principal.mandates_given.filter(helper=helper, scope=scope, revoked_at=None)
    if standing.filter(since__lte=until, until__gte=since).exists():
        raise Refused(_("这项委托已经登记，到期可以再办。"))
    mandate = Mandate.objects.create(principal=principal, helper=helper, scope=scope, how=how, since=since, until=until)
    record(by, "mandate.given", principal, helper=helper.pk, scope=scope)
    tell(HelpAsked(mandate))
    return mandate


@action
def revoke_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """End a mandate at once. The principal's own word is enough; the other of the two is told."""
    mandate = Mandate.objects.select_for_update(no_key=True, of=("self",)).get(pk=mandate.pk)
    demand(may.revoke_mandate(by, mandate))
    if mandate.revoked_at is None:
        mandate.revoked_at, mandate.revoked_by_id = timezone.now(), by.person_id
        mandate.save(update_fields=["revoked_at", "revoked_by"])
        record(by, "mandate.revoked", mandate.principal, helper=mandate.helper_id)
        tell(HelpGivenBack(mandate) if by.person_id == mandate.helper_id else HelpTakenBack(mandate))
    return mandate


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
    wanted = Wanted(tidy(name), number)
    helper = find_wanted(principal.street_id, [wanted]).get(wanted)
    if helper is None:
        raise Refused(_("姓名和手机号对不上登记的人。请核对，或打电话请社区帮忙登记。"))
    today = timezone.localdate()
    return give_mandate(
        principal, helper=helper, scope=scope, how="online", since=today, until=may.year_later(today), by=by
    )
