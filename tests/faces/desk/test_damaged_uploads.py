"""Whatever a workbook has been through, its clerk gets pages with sentences: never a failure of ours, never a half."""

import logging
from collections import Counter
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from gongzhi.kernel.intake import jobs
from gongzhi.kernel.intake.models import Draft
from gongzhi.kernel.intake.queries.drafts import draft_page
from gongzhi.kernel.intake.states import DraftState
from gongzhi.kernel.organizations.actors import seats_of
from gongzhi.kernel.people.models import Person
from tests import making
from tests.damage import damaged
from tests.drill import count
from tests.entering import enter, hidden
from tests.faces.reading import markup, text
from tests.kernel.intake.desks import Clerk, fresh, ground
from tests.kernel.intake.dumps import MEMORY, check_references, contents
from tests.kernel.intake.taking import whole
from tests.offices import office

COUNT = count(12, 500)
OFFICE = office(7)


def looked_through(client: Client, draft: Draft) -> None:
    """Every kind of page that this workbook has."""
    here = f"/desk/intake/{draft.pk}/"
    page = draft_page(draft)
    addresses = [here, f"{here}?shown=all", f"{here}?shown=new&page=2", "/desk/intake/"]
    addresses += [f"{here}tabs/{tab.place}/" for tab in page.tabs[:3]]
    addresses += [
        f"{here}tabs/{card.tab}/rows/{card.row}/" for section in page.sections[:2] for card in section.rows[:2]
    ]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def handed_in(client: Client, clerk: Clerk, number: int) -> str:
    """Hand one damaged workbook in, look through it, confirm it. Says what came of it."""
    name, data = damaged(OFFICE, Random(number))
    key = hidden(markup(client.get("/desk/intake/")), "once")
    before = contents(but=MEMORY)
    answer = client.post("/desk/intake/", {"workbooks": SimpleUploadedFile(name, data), "once": key})
    if answer.status_code == 200:
        assert "还有地方要改" in text(answer)
        return "refused at once"
    draft = clerk.looked_at(Draft.objects.latest("id"))
    assert contents(but=MEMORY) == before
    if draft.state == DraftState.REFUSED:
        assert draft.note.endswith("。")
        assert draft.note in text(client.get(f"/desk/intake/{draft.pk}/"))
        return "refused"
    looked_through(client, draft)
    if not draft.digest:
        return "nothing new"
    draft = clerk.write(draft)
    check_references()
    assert draft.state == DraftState.WRITTEN, draft.note
    jobs.hand_back("batch", draft.batch_id or 0)
    assert client.get(f"/desk/intake/batches/{draft.batch_id}/").status_code == 200
    assert client.get(f"/desk/intake/batches/{draft.batch_id}/workbook/").status_code == 200
    clerk.undo(fresh(draft).batch)  # type: ignore[arg-type]  # it is written
    assert contents(but=MEMORY) == before
    return "written"


@pytest.mark.drill
@pytest.mark.django_db
def test_damaged_workbooks_are_handed_in_and_nothing_fails(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    clerk = ground(whole(office(8, members=12)))
    person = Person.objects.get(pk=clerk.by.person_id)
    enter(client, person, seats_of(person.pk, on=making.TODAY)[0])
    outcomes: Counter[str] = Counter()
    for number in range(COUNT):
        with transaction.atomic(), caplog.at_level(logging.ERROR):
            outcomes[handed_in(client, clerk, number)] += 1
            transaction.set_rollback(True)
    print(f"{COUNT} damaged workbooks at the desk: {dict(outcomes)}")
    assert [record.getMessage() for record in caplog.records] == []
    assert len(outcomes) > 1
