"""Two records that are one human: preview, joining, chains, and the exact way back."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import (
    NewPerson,
    add_alias,
    identify,
    propose_merge,
    undo_merge,
)
from gongzhi.kernel.people.models import Merge, Person, one_person
from gongzhi.kernel.people.queries import Overlap, Wanted, find_wanted, preview_merge
from gongzhi.lib import figures
from gongzhi.lib.actions import Refused
from gongzhi.lib.figures import Period
from gongzhi.programmes.alliance.actions import ReportInFacts, take_over_report_ins
from tests import making
from tests.drill import count

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
NUMBER, OTHER_NUMBER = "41010519000101001X", "410105190001010028"


def join(kept: Person, gone: Person) -> Merge:
    return making.joined(kept, gone)


def people(number: int) -> list[Person]:
    return [making.person("王小红", f"1380000{n:04}") for n in range(number)]


def recorded() -> QuerySet[Person]:
    """Everybody but the staff who joins them."""
    return Person.objects.exclude(name__endswith="干事")


def pointers() -> dict[int, int | None]:
    return dict(recorded().values_list("pk", "same_as"))


def humans() -> int:
    return recorded().aggregate(number=Count(one_person(), distinct=True))["number"]


def report_in(person: Person) -> None:
    """Somebody on record reports in at a community."""
    street = person.street
    community = street.children.first() or making.community(street)
    facts = ReportInFacts(NewPerson(person.name), community.pk, None, making.TODAY, known=person)
    take_over_report_ins([facts], street_id=street.pk, by=making.SYSTEM)


def test_both_records_are_the_one_that_stays() -> None:
    street = making.street()
    kept, gone = making.person("王小红", PHONE), making.person("王晓红", OTHER_PHONE)
    one, other = making.two_officers(street)
    before = humans()
    done = join(kept, gone)
    assert (done.merged_by_id, done.pointers) == (other.person_id, [gone.pk])
    assert (done.proposal.proposed_by_id, done.proposal.decided_by_id) == (one.person_id, other.person_id)
    assert pointers()[gone.pk] == kept.pk
    assert humans() == before - 1
    wanted = Wanted("王晓红", OTHER_PHONE)
    assert find_wanted(street.pk, [wanted]) == {wanted: kept}
    assert [entry.verb for entry in entries_about(kept)] == ["person.merged", "person.merge_proposed"]


def test_figures_count_one_human_once() -> None:
    kept, gone, _other = people(3)
    for person in (kept, gone, _other):
        report_in(person)
    figure = figures.get("members_checked_in")
    assert figure
    assert figure.read(Period(making.TODAY)).value == 3
    done = join(kept, gone)
    assert figure.read(Period(making.TODAY)).value == 2
    undo_merge(done, by=making.SYSTEM)
    assert figure.read(Period(making.TODAY)).value == 3


def test_the_preview_counts_what_hangs_on_either_and_in_the_apps_above() -> None:
    kept, gone = making.person("王小红", PHONE), making.person("王小红", OTHER_PHONE, other_numbers=("65900001",))
    add_alias(gone, "王阿姨", by=making.SYSTEM)
    making.seat(kept, Role.UNIT_LIAISON, making.unit())
    for person in (kept, gone):
        report_in(person)
    overlaps = {overlap.label: overlap for overlap in preview_merge(kept, gone)}
    assert overlaps["联系方式"] == Overlap("联系方式", kept=1, gone=2)
    assert overlaps["别名"] == Overlap("别名", kept=0, gone=1)
    assert overlaps["任职"] == Overlap("任职", kept=1, gone=0)
    assert overlaps["在职党员报到"] == Overlap("在职党员报到", kept=1, gone=1)
    assert [label for label, overlap in overlaps.items() if overlap.both] == ["联系方式", "在职党员报到"]


def test_the_preview_counts_what_was_joined_before_and_changes_nothing() -> None:
    kept, gone, earlier = people(3)
    join(gone, earlier)
    before = pointers()
    assert preview_merge(kept, gone) == [Overlap("联系方式", kept=1, gone=2)]
    assert pointers() == before


def test_the_preview_asks_as_much_of_many_records_as_of_few() -> None:
    kept, gone = people(2)
    few = queries(kept, gone)
    for number in range(5):
        add_alias(gone, f"王{number}姨", by=making.SYSTEM)
        join(gone, making.person("王小红"))
    assert queries(kept, gone) == few


def queries(kept: Person, gone: Person) -> int:
    with CaptureQueriesContext(connection) as captured:
        preview_merge(kept, gone)
    return len(captured)


def test_whoever_was_joined_before_comes_along_and_goes_back() -> None:
    kept, gone, earlier = people(3)
    first = join(gone, earlier)
    second = join(kept, gone)
    assert pointers() == {kept.pk: None, gone.pk: kept.pk, earlier.pk: kept.pk}
    with pytest.raises(Refused, match="先撤销后面那一次"):
        undo_merge(first, by=making.SYSTEM)
    undo_merge(second, by=making.SYSTEM)
    assert pointers() == {kept.pk: None, gone.pk: None, earlier.pk: gone.pk}
    undo_merge(first, by=making.SYSTEM)
    assert set(pointers().values()) == {None}


def test_undoing_moves_nothing_that_was_joined_by_another_merge() -> None:
    kept, gone, other = people(3)
    first, _second = join(kept, gone), join(kept, other)
    by = making.street_officer(kept.street)
    undone = undo_merge(first, by=by)
    assert undone.undone_by_id == by.person_id
    assert (pointers()[gone.pk], pointers()[other.pk]) == (None, kept.pk)
    assert next(entry.verb for entry in entries_about(kept)) == "person.merge_undone"
    with pytest.raises(Refused, match="已经撤销过"):
        undo_merge(first, by=by)
    assert join(kept, gone).pk != first.pk


def test_records_that_cannot_be_one_human_stay_apart() -> None:
    kept, gone, joined = people(3)
    join(making.person("李强"), joined)
    elsewhere = making.street("别处街道", code="410105003")
    stranger = making.person("王小红", PHONE, street=elsewhere)
    here, there = making.two_officers(kept.street)[0], making.street_officer(elsewhere)
    by = replace(here, seats=(*here.seats, *there.seats))
    for other, reason in ((kept, "同一条记录"), (joined, "已经并入"), (stranger, "不在同一个街道")):
        with pytest.raises(Refused, match=reason):
            propose_merge(kept, Person.objects.get(pk=other.pk), reason="同一人", by=by)
    join(kept, gone)


def test_two_identity_numbers_are_two_people_however_deep_they_lie() -> None:
    one, other = making.person("王小红", identity=NUMBER), making.person("王小红", identity=OTHER_NUMBER)
    with pytest.raises(Refused, match="证件号不同"):
        join(one, other)
    weak, between = people(2)
    join(between, other)
    with pytest.raises(Refused, match="证件号不同"):
        join(one, between)
    join(one, weak)


def test_what_got_one_identity_number_after_joining_stays_joined() -> None:
    kept, gone = making.person("王小红", PHONE), making.person("王小红", OTHER_PHONE, identity=NUMBER)
    done = join(kept, gone)
    identify(kept, NUMBER, by=making.SYSTEM)
    with pytest.raises(Refused, match="同一个证件号"):
        undo_merge(done, by=making.SYSTEM)
    assert pointers()[gone.pk] == kept.pk


def test_the_database_keeps_merges_sound() -> None:
    kept, gone, other = people(3)
    join(kept, gone)
    with pytest.raises(IntegrityError, match="merge_once"), transaction.atomic():
        Merge.objects.create(kept=other, gone=gone, reason="又一次")
    with pytest.raises(IntegrityError, match="merge_two_records"), transaction.atomic():
        Merge.objects.create(kept=other, gone=other, reason="自己")
    with pytest.raises(IntegrityError, match="person_not_same_as_itself"), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(same_as=other)
    with pytest.raises(IntegrityError, match="merge_undone"):
        Merge.objects.update(undone_by=kept)


RECORDS = 5
STEPS = st.lists(
    st.tuples(st.just("merge"), st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1))
    | st.tuples(st.just("undo"), st.integers(0, 7), st.just(0)),
    min_size=1,
    max_size=14,
)


class Forest:
    """What merging should come to: a record hangs below the one it was joined to, its root stands for all."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}

    def root(self, record: int) -> int:
        while record in self.above:
            record = self.above[record]
        return record

    def merge(self, kept: int, gone: int) -> bool:
        if kept == gone or kept in self.above or gone in self.above:
            return False
        self.above[gone] = kept
        return True

    def undo(self, kept: int, gone: int) -> bool:
        if self.above.get(gone) != kept or kept in self.above:
            return False
        del self.above[gone]
        return True


@pytest.mark.drill
@settings(max_examples=count(12, 500), deadline=None)
@given(steps=STEPS)
def test_any_merges_and_undoings_leave_what_a_forest_would(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        check_against_a_forest(steps)
        transaction.set_rollback(True)


def check_against_a_forest(steps: list[tuple[str, int, int]]) -> None:
    records, forest = people(RECORDS), Forest()
    place = {record.pk: number for number, record in enumerate(records)}
    merges: list[Merge] = []
    for step, one, other in steps:
        if step == "merge":
            if forest.merge(one, other):
                merges.append(join(records[one], records[other]))
            else:
                check_refused(lambda one=one, other=other: join(records[one], records[other]))  # type: ignore[misc]
        elif merges:
            done = merges[one % len(merges)]
            standing = Merge.objects.get(pk=done.pk).undone_at is None
            if standing and forest.undo(place[done.kept_id], place[done.gone_id]):
                undo_merge(done, by=making.SYSTEM)
            else:
                check_refused(lambda done=done: undo_merge(done, by=making.SYSTEM))  # type: ignore[misc]
        roots = {record: forest.root(place[record]) for record in place}
        assert pointers() == {pk: None if root == place[pk] else records[root].pk for pk, root in roots.items()}
        assert humans() == len(set(roots.values()))


def check_refused(step: Any) -> None:
    with pytest.raises(Refused):
        step()
