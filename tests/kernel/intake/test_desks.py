"""Whose a workbook is, and what happens when two are at it at once."""

from typing import Any

import pytest
from django.db import connection, transaction

from gongzhi.kernel.intake import actions, jobs
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.intake.queries import access_batch, access_draft, access_meaning, desk_of
from gongzhi.kernel.intake.queries.drafts import progress_of
from gongzhi.kernel.intake.queries.lists import meanings, taken_batches, waiting_drafts
from gongzhi.kernel.intake.states import DraftState
from gongzhi.kernel.organizations.states import Role
from gongzhi.lib import progress
from gongzhi.lib.actions import ANONYMOUS, Actor
from gongzhi.lib.progress import Progress
from tests import making
from tests.kernel.intake.desks import Clerk, community_clerk, fresh, ground, page_of, statuses_of
from tests.kernel.intake.dumps import figures
from tests.kernel.intake.taking import whole
from tests.offices import COMMUNITIES, REPORT_INS, Office, office
from tests.together import together
from tests.workbooks import plain, xlsx
from tests.working import empty_queue, work


@pytest.fixture
def made() -> Office:
    return office(3, members=8)


@pytest.mark.django_db
def test_what_is_at_another_desk_does_not_exist(made: Office) -> None:
    street = ground(whole(made))
    one, other = (community_clerk(row["name"]) for row in made.rows[COMMUNITIES][:2])
    data = xlsx(plain(made, REPORT_INS))
    draft = one.write(one.hand_in(data))
    batch = draft.batch
    assert batch is not None
    learned = one.explain(one.hand_in(xlsx(plain(made, REPORT_INS, name="又一页"))), REPORT_INS, 姓名="name")
    meaning = meanings(one.by)[0].id
    office_elsewhere = making.office(making.street("文化路街道", "410105003"))
    strangers: list[Actor] = [
        other.by,
        ANONYMOUS,
        Actor(person_id=one.by.person_id),
        making.actor(Role.STREET_PARTY_OFFICER, office_elsewhere),
        making.actor(Role.AUDITOR, office_elsewhere),
    ]

    for actor in (one.by, street.by):
        assert access_draft(actor, draft.pk) == draft
        assert access_batch(actor, batch.pk) == batch
        assert access_meaning(actor, meaning).heading == "姓名"
        assert [card.id for card in waiting_drafts(actor)] == [learned.pk]
        assert batch.pk in [card.id for card in taken_batches(actor)]
    for actor in strangers:
        for access, pk in ((access_draft, draft.pk), (access_batch, batch.pk), (access_meaning, meaning)):
            with pytest.raises(LookupError):
                access(actor, pk)
        assert waiting_drafts(actor) == meanings(actor) == []
        assert batch.pk not in [card.id for card in taken_batches(actor)]
    with pytest.raises(LookupError):
        access_draft(one.by, 10**9)


@pytest.mark.django_db
def test_a_community_sees_nothing_of_what_the_street_took_in(made: Office) -> None:
    ground(whole(made))
    worker = community_clerk(made.rows[COMMUNITIES][0]["name"])

    assert taken_batches(worker.by) == []
    with pytest.raises(LookupError):
        access_batch(worker.by, Batch.objects.latest("id").pk)


@pytest.mark.django_db
def test_everybody_hands_in_at_their_own_desk(made: Office) -> None:
    street = ground(whole(made))
    worker = community_clerk(made.rows[COMMUNITIES][0]["name"])

    assert (desk_of(street.by).community_id, desk_of(street.by).name) == (None, "花园路街道")
    assert desk_of(worker.by).community_id == worker.community_id
    for nobody in (ANONYMOUS, Actor(person_id=worker.by.person_id)):
        with pytest.raises(LookupError):
            desk_of(nobody)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_the_same_moment_one_writes(made: Office) -> None:
    clerk = ground(whole(made))
    second = Clerk(making.street_officer(making.any_street(), Role.STREET_CIVIL_OFFICER), clerk.street_id)
    draft = clerk.hand_in(xlsx(plain(made, REPORT_INS)))

    def confirm(number: int) -> str:
        return (clerk, second)[number].confirm(draft).state

    outcomes = together(2, confirm)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftState", "Refused"]
    together(2, lambda _number: jobs.write(draft.pk, clerk.by.person_id, None))
    assert (fresh(draft).state, figures()["members_checked_in"]) == (DraftState.WRITTEN, 8)
    assert Batch.objects.filter(drafts=draft).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_in_the_same_at_once_there_is_one(made: Office) -> None:
    clerk = ground(whole(made))
    data = xlsx(plain(made, REPORT_INS))

    outcomes = together(
        4, lambda number: actions.hand_in(f"{number}.xlsx", data, street_id=clerk.street_id, by=clerk.by).pk
    )

    assert len(set(outcomes)) == Draft.objects.count() == 1
    together(3, lambda _number: jobs.read(Draft.objects.get().pk, clerk.by.person_id, None))
    assert statuses_of(Draft.objects.get()) == {"new": 8}
    assert page_of(Draft.objects.get(), shown="all").total == 8


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_confirmation_at_the_same_moment_follow_each_other(made: Office) -> None:
    clerk = ground(whole(made))
    for turn in range(4):
        made.rows[REPORT_INS][0]["skills"] = [f"第{turn}次"]
        draft = clerk.hand_in(xlsx(plain(made, REPORT_INS)))

        together(2, lambda number, d=draft: clerk.confirm(d) if number else clerk.answer(d, 4, "leave:out"))  # type: ignore[misc]

        draft = fresh(draft)
        assert (draft.state == DraftState.CONFIRMED) != draft.answers.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_it_is_asked_after_the_commit(made: Office) -> None:
    empty_queue()
    clerk = ground(whole(made))
    with transaction.atomic():
        actions.hand_in("表.xlsx", xlsx(plain(made, REPORT_INS)), street_id=clerk.street_id, by=clerk.by)
        transaction.set_rollback(True)  # something else went wrong
    work()
    assert not Draft.objects.exists()

    draft = actions.hand_in("表.xlsx", xlsx(plain(made, REPORT_INS)), street_id=clerk.street_id, by=clerk.by)
    work()
    draft = fresh(draft)
    assert (draft.state, draft.returned is not None) == (DraftState.READ, True)
    clerk.confirm(draft)
    work()
    draft = fresh(draft)
    assert draft.state == DraftState.WRITTEN
    actions.ask_undo(draft.batch, by=clerk.by)  # type: ignore[arg-type]  # it is written
    work()
    assert figures()["members_checked_in"] == 0


@pytest.mark.django_db(transaction=True)
def test_how_far_the_worker_is_is_seen_while_it_writes_and_not_after(made: Office) -> None:
    clerk = ground(whole(made))
    draft = clerk.hand_in(xlsx(plain(made, REPORT_INS, name="一"), plain(made, REPORT_INS, name="二")))
    clerk.confirm(draft)
    seen: list[Progress | None] = []

    def look(_number: int) -> None:
        seen.append(progress_of(draft))

    def watching(execute: Any, sql: str, *rest: Any) -> Any:
        if "set_config" in sql or sql.startswith('INSERT INTO "intake_batch"'):
            answer = execute(sql, *rest)
            together(1, look)
            return answer
        return execute(sql, *rest)

    with connection.execute_wrapper(watching):
        jobs.write(draft.pk, clerk.by.person_id, None)

    assert seen == [Progress(0, 16), Progress(8, 16), Progress(16, 16), Progress(16, 16)]
    assert progress_of(draft) is None


@pytest.mark.django_db(transaction=True)
def test_a_session_of_another_name_is_no_progress() -> None:
    with transaction.atomic():
        progress.show("draft 17", 1, 2)
        assert together(1, lambda _n: (progress.seen("draft 17"), progress.seen("draft 1"))) == [(Progress(1, 2), None)]
        progress.show("draft 17", 0, 0)
        assert together(1, lambda _n: progress.seen("draft 17")) == [Progress(0, 0)]
    assert progress.seen("draft 17") is None
