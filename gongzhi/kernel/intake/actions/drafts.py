"""A workbook from the hand of its clerk to the register: handed in, looked at, confirmed, written, or put away.

Whatever takes long is done by the worker. Before it is confirmed nothing of the register is written.
"""

import datetime as dt
import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.actions import forget, store
from gongzhi.kernel.evidence.models import Evidence, Kind, Retention
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.actions.taking import take_in
from gongzhi.kernel.intake.guiding import reading_of
from gongzhi.kernel.intake.handing_over import held, to_hand_back, to_read, to_write
from gongzhi.kernel.intake.looking import Looked, found, watched
from gongzhi.kernel.intake.models import Answer, Batch, Draft, DraftRow
from gongzhi.kernel.intake.models.drafts import REPORT
from gongzhi.kernel.intake.notices import WorkbookShownAgain, WorkbookWritten
from gongzhi.kernel.intake.opening import Opened
from gongzhi.kernel.intake.states import LIVE, DraftState
from gongzhi.kernel.intake.unsealing import row_of, texts_in
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people.erasure import Human
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import seal
from gongzhi.lib.states import move
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.opening import first_look

#: A clerk who waited longer than this may have gone on to other work, and gets a message.
LONG = dt.timedelta(seconds=20)
#: A draft that nobody touches for so long is put away; of one that is written, what it said of people goes.
KEPT = dt.timedelta(days=30)
#: What the worker was asked to do so long ago it has lost; after so many times it is given up.
LOST_JOB, MOST_TRIES = dt.timedelta(minutes=10), 3


class Differs(Exception):
    """What would be written is not what the clerk saw; here is what it is now."""

    def __init__(self, looked: Looked) -> None:
        super().__init__("something else would be written than was seen")
        self.looked = looked


@action
def hand_in(name: str, data: bytes, *, street_id: int, community_id: int | None = None, by: Actor) -> Draft:
    """Put a workbook before the worker. The same one, while it still waits, is the one that is there.

    Raises Refused for what is surely no workbook; what else is wrong with it the worker finds out.
    """
    demand(may.take_in(by, street_id, community_id))
    try:
        first_look(data, name)
    except Unreadable as refusal:
        raise Refused(refusal.sentence) from refusal
    draft = Draft(
        street_id=street_id,
        community_id=community_id,
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=name if len(name) <= 200 else f"{name[:180]}…{name[-19:]}",
        as_of=timezone.localdate(),
        uploaded_by_id=by.person_id,
    )
    if standing := _same(draft):
        return standing
    draft.evidence = store(data, kind=Kind.WORKBOOK, name=name, retention=Retention.MONTH, by=by)
    return _begin(draft, by)


def _same(draft: Draft) -> Draft | None:
    """The same workbook at the same desk, if it is not over yet."""
    place = {"street_id": draft.street_id, "community_id": draft.community_id, "sha256": draft.sha256}
    return Draft.objects.filter(**place, state__in=LIVE).first()


def _begin(draft: Draft, by: Actor) -> Draft:
    """Have a new draft read, unless somebody has just handed in the same."""
    draft.asked_at, draft.asked_by_id = timezone.now(), by.person_id
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        if standing := _same(draft):
            return standing
        raise
    record(by, "intake.handed_in", draft)
    to_read(draft, by)
    return draft


@action
def look_again(draft: Draft, *, by: Actor) -> Draft:
    """Have a workbook looked at once more: with the answers given since, and with what was written meanwhile."""
    draft = held(draft, by, "look_again")
    move(draft, "look_again", asked_at=timezone.now(), asked_by_id=by.person_id, tries=0, note="")
    to_read(draft, by)
    return draft


@action
def reopen(batch: Batch, *, by: Actor) -> Draft:
    """Take up the rows of a batch that wait: its file before the clerk again."""
    demand(may.take_in(by, batch.street_id, batch.community_id))
    if batch.street_id is None:
        raise Refused(_("这一批还不知道是哪个街道的，请重新上传这份表。"))
    fresh = Draft(
        street_id=batch.street_id,
        community_id=batch.community_id,
        sha256=batch.sha256,
        file_name=batch.file_name,
        as_of=batch.as_of,
        uploaded_by_id=by.person_id,
        batch=batch,
    )
    if standing := _same(fresh):
        return standing
    if written := batch.drafts.filter(state=DraftState.WRITTEN).first():
        return look_again(written, by=by)
    fresh.evidence = _twin(batch.evidence)
    return _begin(fresh, by)


def _twin(evidence: Evidence) -> Evidence:
    """The same file under a row of its own, which goes with the draft."""
    twin = Evidence.objects.get(pk=evidence.pk)
    twin.pk, twin.retention = None, Retention.MONTH
    twin.save(force_insert=True)
    return twin


@action
def settle(draft: Draft, looked: Looked, *, began_at: dt.datetime, by: Actor) -> Draft:
    """Keep what the worker found, for the clerk to see; nothing if the draft has gone on since."""
    draft = Draft.objects.lock(draft)
    if draft.state != DraftState.WAITING:
        return draft
    if looked.refusal:
        demand(may.keep(by, draft, "refuse"))
        move(draft, "refuse", note=looked.refusal[:400])
        return draft
    demand(may.keep(by, draft, "read"))
    _keep_looked(draft, looked, began_at, by)
    move(draft, "read")
    to_hand_back(draft)
    return draft


def _keep_looked(draft: Draft, looked: Looked, began_at: dt.datetime, by: Actor) -> None:
    """In the place of what was found before."""
    DraftRow.objects.filter(draft=draft).delete()
    bulk.copy(DraftRow, _ROW, ((draft.pk, *facts) for facts in looked.rows))
    outdated, draft.returned = draft.returned, None
    draft.report = seal(json.dumps(looked.tabs, ensure_ascii=False), REPORT)
    draft.counts, draft.digest, draft.read_at = looked.counts, looked.digest, began_at
    draft.save(update_fields=["report", "counts", "digest", "read_at", "returned"])
    if outdated:
        forget(outdated, by=by)


_ROW = ("draft_id", "tab", "row", "status", "alike", "sealed")


@action
def confirm(draft: Draft, digest: str, *, by: Actor) -> Draft:
    """Have the worker write what the clerk saw: exactly that, or nothing."""
    draft = held(draft, by, "confirm")
    demand(may.confirm(by, draft, digest))
    now = timezone.now()
    move(
        draft,
        "confirm",
        asked_at=now,
        asked_by_id=by.person_id,
        confirmed_at=now,
        confirmed_by_id=by.person_id,
        tries=0,
        note="",
    )
    record(by, "intake.confirmed", draft)
    to_write(draft, by)
    return draft


@action
def write(draft: Draft, opened: Opened, *, by: Actor) -> Draft:
    """Write a confirmed workbook: all of it in this one transaction.

    Raises Differs, and writes nothing, if the records have changed since the clerk looked and
    something else would be written.
    """
    draft = Draft.objects.lock(draft)
    if draft.state != DraftState.CONFIRMED:
        return draft
    report = take_in(opened, watched(reading_of(draft, by), draft, opened), by=by)
    looked = found(opened, report)
    if looked.digest != draft.digest:
        raise Differs(looked)
    move(draft, "write", batch_id=report.batch_id)
    to_hand_back(Batch(pk=report.batch_id))
    if draft.confirmed_at and timezone.now() - draft.confirmed_at > LONG:
        tell(WorkbookWritten(draft, sum(len(tab.waiting) for tab in report.tabs)))
    return draft


@action
def show_again(draft: Draft, why: str, looked: Looked | None, *, began_at: dt.datetime, by: Actor) -> Draft:
    """Give a confirmed workbook back to its clerk unwritten: with what it would do now, or with what went wrong."""
    draft = Draft.objects.lock(draft)
    if draft.state != DraftState.CONFIRMED:
        return draft
    demand(may.keep(by, draft, "show_again"))
    clerk, slow = draft.confirmed_by_id, draft.confirmed_at and timezone.now() - draft.confirmed_at > LONG
    if looked:
        _keep_looked(draft, looked, began_at, by)
        to_hand_back(draft)
    move(draft, "show_again", note=why[:400], confirmed_at=None, confirmed_by_id=None)
    if clerk and slow:
        tell(WorkbookShownAgain(draft, clerk, why))
    return draft


@action
def discard(draft: Draft, *, by: Actor) -> Draft:
    """Put a workbook away: what it said of people goes at once, the file with the next cleaning."""
    draft = held(draft, by, "discard")
    _forget_content(draft)
    files = [file for file in (draft.evidence, draft.returned) if file]
    nothing: dict[str, object] = {"evidence": None, "returned": None, "report": None, "sheets": {}, "headings": {}}
    move(draft, "discard", discarded_at=timezone.now(), discarded_by_id=by.person_id, **nothing)
    for file in files:
        forget(file, by=by)
    record(by, "intake.discarded", draft)
    return draft


def _forget_content(draft: Draft) -> None:
    DraftRow.objects.filter(draft=draft).delete()
    Answer.objects.filter(draft=draft).delete()


@action
def prune_drafts(*, by: Actor) -> int:
    """Put away drafts that nobody touched for 30 days, and the cells of those written so long ago; how many."""
    old = Draft.objects.filter(asked_at__lt=timezone.now() - KEPT)
    idle = list(old.filter(state__in=(DraftState.WAITING, DraftState.READ, DraftState.REFUSED)))
    for draft in idle:
        discard(draft, by=by)
    written = list(old.filter(state=DraftState.WRITTEN, rows__isnull=False).distinct())
    for draft in written:
        _forget_content(draft)
    return len(idle) + len(written)


@action
def rescue(*, by: Actor) -> int:
    """Ask the worker again for what it has lost, and give up after three times; how many there were."""
    lost = Draft.objects.with_the_worker().filter(asked_at__lt=timezone.now() - LOST_JOB)
    found_lost = list(lost.select_for_update(no_key=True, skip_locked=True, of=("self",)))
    for draft in found_lost:
        draft.tries += 1
        draft.asked_at = timezone.now()
        draft.save(update_fields=["tries", "asked_at"])
        if draft.tries < MOST_TRIES:
            _ask_again(draft)
        elif draft.state == DraftState.WAITING:
            move(draft, "refuse", note=_("这份表试了几次都没有读成，请管理员帮忙看一看。"))
        else:
            failed = _("试了几次都没有写成，一行都没有写入。请再试一次，或请管理员帮忙。")
            move(draft, "show_again", note=failed, confirmed_at=None, confirmed_by_id=None)
    return len(found_lost)


def _ask_again(draft: Draft) -> None:
    clerk = Actor(person_id=draft.asked_by_id)
    if draft.state == DraftState.WAITING:
        to_read(draft, clerk)
    else:
        to_write(draft, clerk)


@action
def erase_from_drafts(human: Human, *, by: Actor) -> int:
    """Take a human out of the workbooks that wait: those not written yet are put away, which their desk sees; of
    those written the cells and the copy with results go. How many there were."""
    demand(may.erase(by))
    known = Draft.objects.filter(street_id=human.street_id).exclude(state=DraftState.DISCARDED)
    touched = [draft for draft in known if any(_speaks_of(human, row) for row in draft.rows.all())]
    for draft in touched:
        _forget_content(draft)
        if draft.state == DraftState.CONFIRMED:
            move(draft, "show_again", confirmed_at=None, confirmed_by_id=None)
        if draft.state in (DraftState.WAITING, DraftState.READ, DraftState.REFUSED):
            discard(draft, by=by)
        elif returned := draft.returned:
            draft.returned = None
            draft.save(update_fields=["returned"])
            forget(returned, by=by)
    return len(touched)


def _speaks_of(human: Human, row: DraftRow) -> bool:
    """Whether the cells of a row are about this human."""
    return human.blotter.speaks_of(texts_in(row_of(row)))
