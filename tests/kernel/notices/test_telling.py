import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import translation
from django.utils.dates import MONTHS
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.notices.actions import opt_in, opt_out, tell
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.notices import Recipient, fill
from gongzhi.kernel.notices.queries import opened
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib.actions import Actor
from tests.kernel.notices.letters import PERSON, PHONE, Reminder, told
from tests.working import empty_queue

SYSTEM = Actor.system("test")


def jobs() -> list[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args -> 'message_ids' FROM procrastinate_jobs ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_notice_becomes_one_message_for_each_recipient_and_channel_and_one_job() -> None:
    empty_queue()

    messages = tell(Reminder(PERSON, Recipient(person_id=8), channels=("console", "inbox")))

    assert [(message.person_id, message.channel) for message in messages] == [
        (7, "console"),
        (7, "inbox"),
        (8, "console"),
        (8, "inbox"),
    ]
    assert {message.state for message in Message.objects.all()} == {MessageState.QUEUED}
    assert jobs() == [[message.pk for message in messages]]


@pytest.mark.django_db
def test_a_crowd_is_told_by_several_jobs() -> None:
    empty_queue()

    messages = tell(Reminder(*(Recipient(person_id=number) for number in range(250))))

    assert [len(ids) for ids in jobs()] == [100, 100, 50]
    assert [message_id for ids in jobs() for message_id in ids] == [message.pk for message in messages]


@pytest.mark.django_db
def test_nobody_to_tell_is_nothing_to_do() -> None:
    empty_queue()

    assert tell(Reminder()) == []
    assert jobs() == []


class ChangedMind(Exception):
    pass


def tell_and_change_ones_mind() -> None:
    with transaction.atomic():
        tell(Reminder(PERSON))
        raise ChangedMind


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_rolled_back_tells_nobody() -> None:
    empty_queue()

    with pytest.raises(ChangedMind):
        tell_and_change_ones_mind()
    assert (Message.objects.count(), jobs()) == (0, [])

    told(PERSON)
    assert (Message.objects.count(), len(jobs())) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_outside_of_an_action_nobody_is_told() -> None:
    with pytest.raises(TransactionManagementError):
        tell(Reminder(PERSON))

    assert len(told(PERSON)) == 1


@pytest.mark.django_db
def test_the_text_is_made_when_it_is_told() -> None:
    letter = opened(tell(Reminder(PHONE))[0])

    assert letter.title == "明天9:00 有课"
    assert letter.body == "李四您好，书法课明天9:00上课。{unknown} {name.__class__}"
    assert letter.address == "13800000001"


@pytest.mark.django_db
def test_a_clerk_who_reads_english_does_not_write_english_to_residents() -> None:
    class Monthly(Reminder):
        title = MONTHS[1]

    with translation.override("en"):
        assert opened(tell(Monthly(PERSON))[0]).title == "一月"
        assert str(MONTHS[1]) == "January"


@pytest.mark.django_db
def test_a_name_is_never_read_as_a_template() -> None:
    letter = opened(tell(Reminder(PERSON, name="{course}\nBcc: {time}"))[0])

    assert letter.body.startswith("{course}\nBcc: {time}您好")


@pytest.mark.django_db
def test_what_is_written_down_cannot_be_read_without_the_key() -> None:
    tell(Reminder(PHONE))

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, title, body FROM notices_message")
        row = b"".join(map(bytes, cursor.fetchone()))

    assert b"13800000001" not in row
    assert "李四".encode() not in row


@pytest.mark.django_db
@pytest.mark.parametrize(("recipient", "channel"), [(PHONE, "inbox"), (Recipient(), "console")])
def test_a_recipient_that_a_channel_cannot_reach_is_a_mistake(recipient: Recipient, channel: str) -> None:
    tell(Reminder(PERSON, channels=(channel,)))

    with pytest.raises(ValueError, match=channel):
        tell(Reminder(recipient, channels=(channel,)))


@pytest.mark.django_db
def test_people_are_not_told_what_they_opted_out_of() -> None:
    opt_out(["lessons"], person_id=7, by=Actor(person_id=7))
    opt_out(["lessons"], person_id=7, by=Actor(person_id=7))

    assert [message.person_id for message in tell(Reminder(PERSON, PHONE, Recipient(person_id=8)))] == [None, 8]

    opt_in(["lessons"], person_id=7, by=SYSTEM)
    assert [message.person_id for message in tell(Reminder(PERSON))] == [7]


@pytest.mark.django_db
def test_what_nobody_may_opt_out_of_is_told() -> None:
    opt_out(["lessons"], person_id=7, by=SYSTEM)

    class Summons(Reminder):
        category = ""

    assert len(tell(Summons(PERSON))) == 1


@pytest.mark.django_db
def test_one_does_not_choose_for_others() -> None:
    opt_out(["lessons"], person_id=7, by=Actor(person_id=7))

    with pytest.raises(PermissionDenied):
        opt_out(["lessons"], person_id=7, by=Actor(person_id=8))


@given(st.text(), st.dictionaries(st.text(alphabet="abc", min_size=1), st.text()))
def test_any_template_can_be_filled_and_only_what_is_allowed_is_replaced(template: str, facts: dict[str, str]) -> None:
    filled = fill(template, facts)

    if not any("{" + name + "}" in template for name in facts):
        assert filled == template


@pytest.mark.parametrize(
    "template", ["{event.__init__.__globals__}", "{name!r}", "{name:>99999999}", "{0}", "{}", "{{name}", "%(name)s"]
)
def test_a_template_is_not_code(template: str) -> None:
    assert fill(template, {"event": object()}) == template
    assert fill("{name}" + template, {"name": "李四"}).startswith("李四")
