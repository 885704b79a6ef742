"""Two desks at the same moment: nothing is joined, agreed or entrusted twice."""

import datetime as dt

import pytest

from gongzhi.kernel.people.actions import confirm_merge, give_consent, give_mandate, propose_merge, undo_merge
from gongzhi.kernel.people.models import Consent, Mandate, Merge, MergeProposal, Person
from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.actions import Refused
from tests import making
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

YEAR = {"since": dt.date(2024, 3, 1), "until": dt.date(2025, 3, 1)}


@pytest.mark.parametrize("turn", range(3))
def test_a_merge_and_the_undoing_of_an_earlier_one_do_not_cross(turn: int) -> None:
    root, kept, gone = (making.person("王小红") for _number in range(3))
    earlier = making.joined(kept, gone)
    one, other = making.two_officers(kept.street)
    proposal = propose_merge(root, kept, reason="同一人", by=one)

    def work(number: int) -> Merge:
        if (number + turn) % 2:
            return undo_merge(earlier, by=one)
        return confirm_merge(proposal, by=other)

    refused = [answer for answer in together(2, work) if isinstance(answer, Refused)]
    undone = Merge.objects.get(pk=earlier.pk).undone_at is not None
    assert len(refused) == (0 if undone else 1)
    pointers = dict(Person.objects.filter(name="王小红").values_list("pk", "same_as"))
    assert pointers == {root.pk: None, kept.pk: root.pk, gone.pk: None if undone else root.pk}


def test_of_two_opposite_proposals_one_stands_and_is_confirmed_once() -> None:
    one, other = (making.person("王小红") for _number in range(2))
    proposer, confirmer = making.two_officers(one.street)
    pairs = [(one, other), (other, one)]
    answers = together(2, lambda number: propose_merge(*pairs[number], reason="同一人", by=proposer))
    assert sorted(type(answer).__name__ for answer in answers) == ["MergeProposal", "Refused"]
    proposal = next(answer for answer in answers if isinstance(answer, MergeProposal))
    answers = together(3, lambda _number: confirm_merge(proposal, by=confirmer))
    assert sorted(type(answer).__name__ for answer in answers) == ["Merge", "Refused", "Refused"]
    assert Person.objects.filter(name="王小红", same_as=None).count() == 1


def test_one_consent_and_one_mandate_come_of_many_clicks() -> None:
    mother, son = making.person("王秀英"), making.person("李强")

    def consent(_number: int) -> Consent:
        return give_consent(mother, purpose="photo", version="1", how="签字", given_by=mother, by=making.SYSTEM)

    def mandate(_number: int) -> Mandate:
        return give_mandate(mother, helper=son, scope=MandateScope.SIGN_UP, how="口头", by=making.SYSTEM, **YEAR)

    assert {type(answer) for answer in together(4, consent)} == {Consent}
    assert Consent.objects.count() == 1
    answers = together(4, mandate)
    assert sorted(type(answer).__name__ for answer in answers) == ["Mandate", "Refused", "Refused", "Refused"]
