"""Joining two records takes two of the staff, is told to both people, and can be taken back for thirty days."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.models import TEXT, Message
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import (
    add_alias,
    confirm_merge,
    hand_over,
    move_in,
    propose_merge,
    turn_down_merge,
    undo_merge,
)
from gongzhi.kernel.people.comparing import Compared, compare
from gongzhi.kernel.people.models import Merge, MergeProposal, Person
from gongzhi.kernel.people.queries import (
    access_reversible_merge,
    access_waiting_merge,
    reversible_merges,
    waiting_merges,
)
from gongzhi.kernel.people.states import ProposalState, Sex
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, NotThere, Refused
from gongzhi.lib.sealing import unseal
from gongzhi.lib.values import PartialDate
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
NUMBER = "41010519000101001X"


def two_of(community: Place) -> tuple[Person, Person]:
    return making.neighbour(community, "王秀英", PHONE), making.neighbour(community, "王秀英", OTHER_PHONE)


def proposed(kept: Person, gone: Person, by: Actor) -> MergeProposal:
    return propose_merge(kept, gone, reason="同一人", by=by)


def apart(*people: Person) -> bool:
    return not Person.objects.filter(pk__in=[person.pk for person in people]).exclude(same_as=None).exists()


def test_one_proposes_and_another_confirms() -> None:
    community = making.community()
    kept, gone = two_of(community)
    one, other = making.community_worker(community), making.street_officer(kept.street)
    proposal = proposed(kept, gone, one)
    assert apart(kept, gone)
    with pytest.raises(Refused, match="另一位工作人员"):
        confirm_merge(proposal, by=one)
    assert apart(kept, gone)
    done = confirm_merge(proposal, by=other)
    assert Person.objects.get(pk=gone.pk).same_as == kept
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_id, proposal.merge) == ("confirmed", other.person_id, done)
    assert (done.merged_by_id, done.reason) == (other.person_id, "同一人")
    with pytest.raises(Refused, match="不能这样做"):
        confirm_merge(proposal, by=other)


def test_no_machine_joins_people() -> None:
    kept, gone = two_of(making.community())
    with pytest.raises(PermissionDenied, match="两位工作人员"):
        proposed(kept, gone, making.SYSTEM)
    proposal = proposed(kept, gone, making.two_officers(kept.street)[0])
    with pytest.raises(PermissionDenied, match="两位工作人员"):
        confirm_merge(proposal, by=making.SYSTEM)
    assert apart(kept, gone)


def test_two_records_of_one_clerk_are_one_clerk() -> None:
    kept, gone = two_of(making.community())
    clerk, other = making.street_officer(kept.street), making.street_officer(kept.street)
    second_self = making.person("钱干事")
    making.joined(Person.objects.get(pk=clerk.person_id), second_self)
    proposal = proposed(kept, gone, clerk)
    with pytest.raises(Refused, match="另一位工作人员"):
        confirm_merge(proposal, by=replace(clerk, person_id=second_self.pk))
    confirm_merge(proposal, by=other)


def test_nobody_joins_what_is_their_own() -> None:
    street = making.street()
    one, other = making.two_officers(street)
    own, double = Person.objects.get(pk=one.person_id), making.person("吴干事")
    with pytest.raises(PermissionDenied, match="自己的登记"):
        proposed(double, own, one)
    proposal = proposed(double, own, other)
    with pytest.raises(PermissionDenied, match="自己的登记"):
        confirm_merge(proposal, by=one)
    confirm_merge(proposal, by=making.street_officer(street))


def test_both_people_belong_to_both_desks() -> None:
    here = making.community()
    sister, elsewhere = making.community(name="经一路社区"), making.street("别处街道", code="410105003")
    kept, gone = making.neighbour(here, "王秀英", PHONE), making.neighbour(sister, "王秀英", OTHER_PHONE)
    chief = making.actor(Role.BUILDING_CHIEF, making.committee(here), over=here)
    for by in (
        making.community_worker(here),
        making.community_worker(sister),
        making.street_officer(elsewhere),
        making.resident(making.person("李强")),
        chief,
    ):
        with pytest.raises(PermissionDenied):
            proposed(kept, gone, by)
    proposal = proposed(kept, gone, making.street_officer(kept.street))
    with pytest.raises(PermissionDenied):
        confirm_merge(proposal, by=making.community_worker(here))
    hand_over(gone, community=here, by=making.SYSTEM)
    done = confirm_merge(proposal, by=making.community_worker(here))
    with pytest.raises(PermissionDenied):
        undo_merge(done, by=making.community_worker(sister))
    undo_merge(done, by=making.community_worker(here))


def test_a_proposal_needs_a_reason_and_stands_once() -> None:
    kept, gone = two_of(making.community())
    one, other = making.two_officers(kept.street)
    for reason in ("", " 同 ", "\n"):
        with pytest.raises(Refused, match="至少两个字"):
            propose_merge(kept, gone, reason=reason, by=one)
    first = proposed(kept, gone, one)
    for pair in ((kept, gone), (gone, kept)):
        with pytest.raises(Refused, match="已经有人提出"):
            proposed(*pair, other)
    assert turn_down_merge(first, by=other).state == ProposalState.TURNED_DOWN
    with pytest.raises(Refused, match="不能这样做"):
        confirm_merge(first, by=other)
    proposed(gone, kept, one)
    assert apart(kept, gone)


def test_what_stands_against_it_is_looked_at_again_when_it_is_confirmed() -> None:
    kept, gone = two_of(making.community())
    one, other = making.two_officers(kept.street)
    proposal = proposed(kept, gone, one)
    making.joined(making.person("王秀英"), gone)
    with pytest.raises(Refused, match="已经并入别的记录"):
        confirm_merge(proposal, by=other)


def test_whoever_proposed_it_takes_it_back() -> None:
    kept, gone = two_of(making.community())
    one, _other = making.two_officers(kept.street)
    turned_down = turn_down_merge(proposed(kept, gone, one), by=one)
    assert turned_down.decided_by_id == one.person_id
    assert [entry.verb for entry in entries_about(kept)][:2] == ["person.merge_turned_down", "person.merge_proposed"]


def test_both_people_are_told_and_told_again_when_it_is_taken_back() -> None:
    kept, gone = two_of(making.community())
    done = making.joined(kept, gone)
    told = Message.objects.filter(notice="people.records_joined", channel="inbox")
    assert set(told.values_list("person_id", flat=True)) == {kept.pk, gone.pk}
    last_day = timezone.localdate() + dt.timedelta(days=30)
    assert all(str(last_day) in unseal(message.body or b"", TEXT) for message in told)
    undo_merge(done, by=making.two_officers(kept.street)[0])
    told = Message.objects.filter(notice="people.records_parted", channel="inbox")
    assert set(told.values_list("person_id", flat=True)) == {kept.pk, gone.pk}


@pytest.mark.parametrize(("days", "undone"), [(29, True), (31, False)])
def test_it_can_be_taken_back_for_thirty_days(days: int, undone: bool) -> None:
    kept, gone = two_of(making.community())
    by = making.two_officers(kept.street)[0]
    done = making.joined(kept, gone)
    Merge.objects.update(merged_at=timezone.now() - dt.timedelta(days=days))
    if undone:
        assert list(reversible_merges(by)) == [done]
        undo_merge(done, by=by)
        assert apart(kept, gone)
    else:
        assert not reversible_merges(by).exists()
        with pytest.raises(Refused, match="超过30天"):
            undo_merge(done, by=by)
        assert not apart(kept, gone)


def test_a_desk_finds_what_waits_for_it_and_what_it_can_take_back() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    kept, gone = two_of(community)
    worker, neighbour = making.community_worker(community), making.community_worker(sister)
    proposal = proposed(kept, gone, making.two_officers(kept.street)[0])
    assert access_waiting_merge(worker, proposal.pk) == proposal
    assert not waiting_merges(neighbour).exists()
    with pytest.raises(NotThere):
        access_waiting_merge(neighbour, proposal.pk)
    done = confirm_merge(proposal, by=worker)
    assert not waiting_merges(worker).exists()
    assert access_reversible_merge(worker, done.pk) == done
    with pytest.raises(NotThere):
        access_reversible_merge(neighbour, done.pk)


def test_the_database_knows_of_two_staff_and_of_one_merge() -> None:
    kept, gone = two_of(making.community())
    making.joined(kept, gone)
    proposal = MergeProposal.objects.filter(merge__isnull=False)
    for wrong, name in (
        ({"decided_by": proposal.get().proposed_by}, "proposal_two_staff"),
        ({"merge": None}, "proposal_state"),
        ({"decided_by": None}, "proposal_state"),
        ({"state": "proposed"}, "proposal_state"),
        ({"gone": kept}, "proposal_two_records"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            proposal.update(**wrong)


def test_two_records_are_compared_behind_the_mask() -> None:
    community = making.community()
    born = {"sex": Sex.FEMALE, "birth": PartialDate(1950, 3, 17)}
    kept = making.neighbour(community, "王秀英", PHONE, identity=NUMBER, **born)
    gone = making.neighbour(community, "王秀英", other_numbers=(PHONE, "13800009999"), birth=PartialDate(1950))
    add_alias(gone, "王奶奶", by=making.SYSTEM)
    move_in(kept, place=making.courtyard(community), door="501", by=making.SYSTEM)
    earlier = making.neighbour(community, "王秀荣", "13800000005")
    making.joined(gone, earlier)
    rows = {row.label: row for row in compare(kept, gone)}
    assert rows["姓名"] == Compared("姓名", "王秀英", "王秀英", same=True)
    assert rows["电话"] == Compared("电话", "138****0001", "138****0001、138****0005、138****9999", same=True)
    assert rows["证件号"] == Compared("证件号", "已登记", "未登记", same=None)
    assert rows["出生年月"] == Compared("出生年月", "1950年3月", "1950年", same=False)
    assert rows["住处"] == Compared("住处", "东院", "", same=None)
    assert rows["别名"].gone == "王奶奶"
    shown = " ".join(f"{row.kept} {row.gone}" for row in rows.values())
    assert not [secret for secret in (PHONE, NUMBER, "501", "17", "13800009999") if secret in shown]
