"""What the database itself promises of a batch: its rows name one that exists, and it stays."""

import pytest
from django.db import IntegrityError, connection, transaction

from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.lib import bulk
from tests.kernel.intake.taking import batch, take, whole
from tests.offices import office

pytestmark = pytest.mark.django_db

ROW = ("batch_id", "tab", "row", "sheet", "status", "reason", "choice")
PROVENANCE = ("batch_id", "tab", "row", "subject_kind", "subject_id", "effect")


@pytest.fixture
def taken() -> Batch:
    take(whole(office(2, members=2)))
    return batch("report_ins.xlsx")


def test_rows_of_a_batch_are_entered(taken: Batch) -> None:
    bulk.copy(Row, ROW, [(taken.pk, "另一页", 1, "alliance.report_ins", "new", "", "")])
    bulk.copy(Provenance, PROVENANCE, [(taken.pk, "另一页", 1, "people.person", 1, "created")])

    assert taken.rows.filter(tab="另一页").count() == taken.provenance.filter(tab="另一页").count() == 1


def test_rows_of_no_batch_are_refused(taken: Batch) -> None:
    nowhere = taken.pk + 1000
    with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
        bulk.copy(Row, ROW, [(nowhere, "另一页", 1, "alliance.report_ins", "new", "", "")])
    with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
        bulk.copy(Provenance, PROVENANCE, [(nowhere, "另一页", 1, "people.person", 1, "created")])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM intake_batch WHERE id = {batch}",
        "UPDATE intake_row SET batch_id = batch_id + 1000 WHERE batch_id = {batch}",
        "UPDATE intake_provenance SET batch_id = batch_id + 1000 WHERE batch_id = {batch}",
    ],
)
def test_a_batch_stays_and_its_rows_with_it(taken: Batch, statement: str) -> None:
    with pytest.raises(IntegrityError, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(batch=taken.pk))
