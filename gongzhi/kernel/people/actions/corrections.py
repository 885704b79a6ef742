"""What somebody finds wrong in their record: asked in their words, answered by a desk within the term."""

from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record, record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions.correcting import correct_person
from gongzhi.kernel.people.gaps import Corrected
from gongzhi.kernel.people.models import WORDS, Correction, Person
from gongzhi.kernel.people.notices import CorrectionAnswered, CorrectionAsked
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.record import what_an_answer_stands_on
from gongzhi.kernel.people.requests import correction_days
from gongzhi.kernel.people.states import Channel
from gongzhi.kernel.rulebook.calendar import add_workdays
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import seal
from gongzhi.lib.states import move
from gongzhi.lib.versions import demand_unchanged


@action
def ask_correction(wrong: str, right: str, *, by: Actor) -> Correction:
    """Whoever acts says what is wrong in their record and how it is right."""
    return _enter(oneself(by), Channel.ONLINE, wrong, right, by)


@action
def enter_correction(person: Person, *, channel: str, wrong: str, right: str, by: Actor) -> Correction:
    """Enter at the desk what somebody says at the window or on the telephone; they are told that it was."""
    correction = _enter(person, channel, wrong, right, by)
    tell(CorrectionAsked(correction))
    return correction


def _enter(person: Person, channel: str, wrong: str, right: str, by: Actor) -> Correction:
    person = Person.objects.lock(person)
    demand(may.ask_correction(by, person, person.corrections.waiting().count()))
    correction = Correction.objects.create(
        person=person,
        channel=channel,
        wrong=seal(wrong.strip(), WORDS),
        right=seal(right.strip(), WORDS),
        due_on=add_workdays(timezone.localdate(), correction_days(person)),
        asked_by_id=by.person_id,
    )
    record(by, "correction.asked", person, correction=correction.pk, channel=channel)
    return correction


@action
def take_back_correction(correction: Correction, *, by: Actor) -> Correction:
    """It need not be answered any more."""
    correction = Correction.objects.lock(correction)
    demand(may.take_back_correction(by, correction))
    move(correction, "take_back")
    record(by, "correction.taken_back", correction.person, correction=correction.pk)
    return correction


@action
def settle_correction(
    correction: Correction, facts: Corrected, answer: str, *, version: str | None = None, by: Actor
) -> Correction:
    """Correct the record and say so to its person. Raises Refused if nothing is corrected and nothing is said."""
    correction = _held_still(correction, version, by)
    changed = correct_person(correction.person, facts, by=by)
    if not changed and not may.said(answer):
        raise Refused(_("没有改什么的话，请写一句给本人。"))
    return _answer(correction, "settle", answer, by)


@action
def refuse_correction(correction: Correction, answer: str, *, version: str | None = None, by: Actor) -> Correction:
    """Say why the record stays as it is (PIPL art. 50). Raises Refused without a reason."""
    correction = _held_still(correction, version, by)
    if not may.said(answer):
        raise Refused(_("请写明为什么不改，至少两个字，本人看得到。"))
    return _answer(correction, "refuse", answer, by)


def _held_still(correction: Correction, version: str | None, by: Actor) -> Correction:
    """The request and its person, locked, if it waits and both are as they were shown."""
    correction = Correction.objects.lock(correction)
    correction.person = Person.objects.lock(correction.person)
    demand(may.correct_person(by, correction.person))
    demand_unchanged(version, what_an_answer_stands_on(correction))
    demand(may.answer_correction(by, correction))
    return correction


def _answer(correction: Correction, verb: str, answer: str, by: Actor) -> Correction:
    move(
        correction,
        verb,
        answer=seal(answer.strip(), WORDS),
        answered_at=timezone.now(),
        answered_by_id=cast(int, by.person_id),
    )
    record(by, "correction.answered", correction.person, correction=correction.pk, state=correction.state)
    tell(CorrectionAnswered(correction, answer.strip()))
    return correction


@action
def read_correction(correction: Correction, *, by: Actor) -> None:
    """Write down that somebody of the staff reads what a person wrote."""
    demand(may.keeps(by, correction.person))
    record_reading(
        by,
        "correction.read",
        [correction.person_id],
        fields=["correction"],
        street_id=correction.person.street_id,
        correction=correction.pk,
    )
