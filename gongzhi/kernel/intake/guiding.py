"""What the clerk of a draft has said so far, as the engine wants it."""

from collections import defaultdict

from gongzhi.kernel.intake.answers import read_answers, read_typed
from gongzhi.kernel.intake.models import Draft, Meaning
from gongzhi.lib.actions import Actor
from gongzhi.lib.sheets import Reading
from gongzhi.lib.workbook.guidance import Guidance


def guidance_of(draft: Draft) -> Guidance:
    """What its tabs are, what their headings mean, what was typed into their cells."""
    typed: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    for answer in draft.answers.exclude(typed=None):
        typed[answer.tab][answer.row] = read_typed(answer.typed)
    learned = learned_at(draft.street_id, draft.community_id)
    return Guidance(dict(draft.sheets), dict(draft.headings), learned, dict(typed))


def learned_at(street_id: int, community_id: int | None) -> dict[str, dict[str, str]]:
    """What headings mean by earlier workbooks, by sheet; what a community taught goes before what the street did."""
    learned: dict[str, dict[str, str]] = defaultdict(dict)
    for desk in dict.fromkeys((None, community_id)):
        for meaning in Meaning.objects.filter(street_id=street_id, community_id=desk):
            learned[meaning.sheet][meaning.heading] = meaning.column
    return dict(learned)


def reading_of(draft: Draft, by: Actor) -> Reading:
    """The circumstances under which a draft is looked at and written: the same."""
    said = draft.answers.exclude(choice="")
    return Reading(
        by=by,
        as_of=draft.as_of,
        street_id=draft.street_id,
        community_id=draft.community_id,
        choices={(answer.tab, answer.row): read_answers(answer.choice) for answer in said},
    )
