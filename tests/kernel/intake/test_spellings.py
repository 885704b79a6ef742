"""The same facts in other headings, orders, spellings, layouts and kinds of files are the same facts."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.drill import count
from tests.kernel.intake.dumps import check_references, figures, told
from tests.kernel.intake.taking import Files, counts, take, whole
from tests.offices import office
from tests.workbooks import files, tabs

OFFICE = office(1)
Outcome = tuple[object, object]


def outcome(workbooks: Files) -> Outcome:
    """What is known and the figures once they are taken in; nothing of it stays."""
    with transaction.atomic():
        reports = take(workbooks)
        check_references()
        assert [(r.name, r.refusal) for r in reports if r.waits] == []
        found = told(), figures()
        assert set(counts(take(workbooks))) <= {"same", "merged"}
        transaction.set_rollback(True)
    return found


@pytest.fixture
def expected(db: None) -> Outcome:
    """What the official forms tell."""
    return outcome(whole(OFFICE))


@pytest.mark.drill
@settings(
    max_examples=count(6, 300),
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_however_it_is_written_the_same_is_known(expected: Outcome, seed: int) -> None:
    random = Random(seed)

    known, figures_then = outcome(files(tabs(OFFICE, random), random))

    assert figures_then == expected[1]
    assert known == expected[0]
