"""A clerk at a desk, and the worker beside it: workbooks handed in, looked at, answered, confirmed, written."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongzhi.kernel.intake import actions, jobs
from gongzhi.kernel.intake.models import Batch, Draft, DraftRow
from gongzhi.kernel.intake.queries.drafts import DraftPage, RowCard, draft_page
from gongzhi.kernel.intake.unsealing import tabs_of
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import streets
from gongzhi.lib.actions import Actor
from tests import making
from tests.kernel.intake.taking import Files, take


@dataclass
class Clerk:
    """Somebody at the desk of the street or of a community."""

    by: Actor
    street_id: int
    community_id: int | None = None

    def hand_in(self, data: bytes, name: str = "表.xlsx") -> Draft:
        """Hand a workbook in and wait until the worker has looked at it."""
        draft = actions.hand_in(name, data, street_id=self.street_id, community_id=self.community_id, by=self.by)
        return self.looked_at(draft)

    def looked_at(self, draft: Draft) -> Draft:
        jobs.read(draft.pk, self.by.person_id, self.by.account_id)
        jobs.hand_back("draft", draft.pk)
        return fresh(draft)

    def answer(self, draft: Draft, row: int, choice: str, *, tab: int = 0, alike: bool = False) -> int:
        found = DraftRow.objects.get(draft=draft, tab=tab, row=row)
        return actions.answer(draft, found, choice, alike=alike, by=self.by)

    def correct(self, draft: Draft, row: int, *, tab: int = 0, **typed: str) -> None:
        actions.correct(draft, DraftRow.objects.get(draft=draft, tab=tab, row=row), typed, by=self.by)

    def explain(self, draft: Draft, sheet: str, *, tab: int = 0, **meanings: str) -> Draft:
        return self.looked_at(actions.explain(draft, tab, sheet=sheet, meanings=meanings, by=self.by))

    def look_again(self, draft: Draft) -> Draft:
        return self.looked_at(actions.look_again(draft, by=self.by))

    def confirm(self, draft: Draft, digest: str | None = None) -> Draft:
        """Confirm what was seen, and leave the rest to the worker."""
        return actions.confirm(draft, draft.digest if digest is None else digest, by=self.by)

    def write(self, draft: Draft) -> Draft:
        """Confirm, and wait until the worker has written."""
        self.confirm(draft)
        jobs.write(draft.pk, self.by.person_id, self.by.account_id)
        return fresh(draft)

    def undo(self, batch: Batch) -> Batch:
        actions.ask_undo(batch, by=self.by)
        jobs.undo(batch.pk, self.by.person_id, self.by.account_id)
        batch.refresh_from_db()
        return batch


def fresh(draft: Draft) -> Draft:
    return Draft.objects.select_related("batch", "returned").get(pk=draft.pk)


def ground(files: Files) -> Clerk:
    """A street with its communities and units on record, and its officer at the desk."""
    take({name: data for name, data in files.items() if name in ("communities.xlsx", "member_units.xlsx")})
    street = streets().get()
    return Clerk(making.street_officer(street), street.pk)


def community_clerk(name: str) -> Clerk:
    community = Place.objects.get(kind=Kind.COMMUNITY, name=name)
    return Clerk(making.community_worker(community), community.street_id or 0, community.pk)


def row_of(draft: Draft, row: int, *, tab: int = 0) -> RowCard:
    page = draft_page(draft, shown="all", tab=tab)
    return next(card for section in page.sections for card in section.rows if card.row == row)


def statuses_of(draft: Draft) -> dict[str, int]:
    return {status: number for status, number in draft.counts.items() if number}


def page_of(draft: Draft, **asked: Any) -> DraftPage:
    return draft_page(draft, **asked)


def tab_names(draft: Draft) -> list[str]:
    return [tab["tab"] for tab in tabs_of(draft)]


def long_ago(draft: Draft, by: dt.timedelta) -> None:
    """Let a draft be as if it had been touched for the last time so long ago."""
    Draft.objects.filter(pk=draft.pk).update(asked_at=timezone.now() - by)


def units_of(street_id: int) -> list[Organization]:
    return list(Organization.objects.of_kind("unit").filter(street_id=street_id).order_by("id"))
