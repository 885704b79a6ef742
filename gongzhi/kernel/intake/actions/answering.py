"""What a clerk says to a workbook: what is to become of a row, what a cell should say, what a heading means."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.actions.drafts import look_again
from gongzhi.kernel.intake.answers import TAKEN_BACK, read_answers, written_answers, written_typed
from gongzhi.kernel.intake.models import Answer, Draft, DraftRow, Meaning
from gongzhi.kernel.intake.opening import known_sheets
from gongzhi.kernel.intake.unsealing import row_of, tabs_of
from gongzhi.kernel.ledger.actions import record
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import LEAVE, OUT
from gongzhi.lib.workbook.guidance import NOTHING
from gongzhi.lib.workbook.headings import normal_path

#: Characters of a cell that is typed anew.
LONGEST = 200


@action
def answer(draft: Draft, row: DraftRow, choice: str, *, alike: bool = False, by: Actor) -> int:
    """Say what is to become of a row, or of all that ask the same; ``choice`` empty takes back what was said.

    How many rows that was. Raises Refused for an answer that the row does not offer.
    """
    draft = _ready(draft, by)
    offered = {key for key, _label in row_of(row)["options"]}
    if choice not in offered | {f"{LEAVE}:{OUT}", ""}:
        raise Refused(_("这一行没有这个选项，请重新选择。"))
    rows = list(draft.rows.filter(alike=row.alike)) if alike and row.alike else [row]
    answers = _answers(draft, rows, by)
    for each, said in zip(rows, answers, strict=True):
        said.choice = _chosen(said.choice or written_answers(row_of(each)["answers"]), choice)
    _save(answers)
    record(by, "intake.answered", draft, rows=len(rows))
    return len(rows)


def _chosen(written: str, choice: str) -> str:
    """The answers to a row with one more; whoever decides something about a row does not leave it out."""
    if not choice:
        return TAKEN_BACK
    asked, _colon, answered = choice.partition(":")
    return written_answers({**read_answers(written), LEAVE: "", asked: answered})


@action
def correct(draft: Draft, row: DraftRow, typed: Mapping[str, str], *, by: Actor) -> None:
    """Put what was typed, by the key of the column, in place of the cells of a row; nothing typed leaves the file's."""
    draft = _ready(draft, by)
    sheet = next(sheet for sheet in known_sheets() if sheet.key == tabs_of(draft)[row.tab]["sheet"])
    if set(typed) - {column.key for column in sheet.columns}:
        raise Refused(_("这张表没有这一列，请刷新页面后再填。"))
    if any(len(text) > LONGEST for text in typed.values()):
        raise Refused(_("一格最多写%(most)d个字，请写短些。") % {"most": LONGEST})
    (said,) = _answers(draft, [row], by)
    said.typed = written_typed(typed)
    _save([said])
    record(by, "intake.corrected", draft, row=row.row, columns=sorted(typed))


def _ready(draft: Draft, by: Actor) -> Draft:
    """The draft, locked, if something may be said to it."""
    demand(may.answer(by, Draft.objects.get(pk=draft.pk)))
    draft = Draft.objects.lock(draft)
    demand(may.answer(by, draft))
    return draft


def _answers(draft: Draft, rows: Sequence[DraftRow], by: Actor) -> list[Answer]:
    """What was said to each of these rows, to be said anew."""
    tabs = [tab["tab"] for tab in tabs_of(draft)]
    known: dict[Any, Answer] = {(said.tab, said.row): said for said in draft.answers.all()}
    now, nothing = timezone.now(), Answer()
    found = [(tabs[row.tab], row.row, known.get((tabs[row.tab], row.row), nothing)) for row in rows]
    return [
        Answer(
            draft=draft,
            tab=tab,
            row=row,
            choice=said.choice,
            typed=said.typed,
            answered_at=now,
            answered_by_id=by.person_id,
        )
        for tab, row, said in found
    ]


def _save(answers: Sequence[Answer]) -> None:
    Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["draft", "tab", "row"],
        update_fields=["choice", "typed", "answered_at", "answered_by"],
    )


@action
def explain(draft: Draft, place: int, *, sheet: str, meanings: Mapping[str, str], by: Actor) -> Draft:
    """Say which sheet a tab is (or that it is not to be read), and which columns its headings mean.

    ``meanings`` are those that the clerk changed, by the heading as it is written. They are
    remembered for the next workbook of this desk. The workbook is looked at again.
    """
    draft = _ready(draft, by)
    tab = tabs_of(draft)[place]
    known = {other.key: {column.key for column in other.columns} for other in known_sheets()}
    if sheet not in (*known, NOTHING) or set(meanings.values()) - {*known.get(sheet, ()), NOTHING}:
        raise Refused(_("请从列出来的里面选一个。"))
    told = {normal_path(heading): column for heading, column in meanings.items()}
    if sheet != tab["sheet"] or tab["tab"] in draft.sheets:
        draft.sheets[tab["tab"]] = sheet
    draft.headings[tab["tab"]] = {**draft.headings.get(tab["tab"], {}), **told}
    draft.save(update_fields=["sheets", "headings"])
    if sheet:
        _learn(draft, sheet, told, by)
    record(by, "intake.explained", draft, sheet=sheet, columns=sorted(told.values()))
    return look_again(draft, by=by)


def _learn(draft: Draft, sheet: str, told: Mapping[str, str], by: Actor) -> None:
    for heading, column in told.items():
        if len(heading) <= LONGEST:
            Meaning.objects.update_or_create(
                street_id=draft.street_id,
                community_id=draft.community_id,
                sheet=sheet,
                heading=heading,
                defaults={"column": column, "learned_at": timezone.now(), "learned_by_id": by.person_id},
            )


@action
def unlearn(meaning: Meaning, *, by: Actor) -> None:
    """Forget what a heading means."""
    demand(may.take_in(by, meaning.street_id, meaning.community_id))
    record(by, "intake.unlearned", meaning, sheet=meaning.sheet, column=meaning.column)
    meaning.delete()
