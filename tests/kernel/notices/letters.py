"""Messages and channels that the tests of the outbox send."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.channels import Channel, Letter, Undelivered, register
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.notices import Notice, Recipient

PERSON = Recipient(person_id=7)
PHONE = Recipient(address="13800000001")


class Reminder(Notice):
    key = "test.reminder"
    title = "明天{time}\n有课"
    body = "{name}您好，{course}明天{time}上课。{unknown} {name.__class__}"
    category = "lessons"

    def __init__(self, *recipients: Recipient, channels: tuple[str, ...] = ("console",), name: str = "李四") -> None:
        self.recipients, self.channels, self.name = recipients, channels, name

    def audience(self) -> Iterable[Recipient]:
        return self.recipients

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"name": self.name, "course": "书法课", "time": "9:00"}


def refuse(letter: Letter) -> None:
    raise Undelivered("对方手机停机")


def stumble(letter: Letter) -> None:
    raise OSError(f"no route to {letter.address}")


register(Channel("test_refusing", "", refuse))
register(Channel("test_stumbling", "", stumble))


def told(*recipients: Recipient, channel: str = "console", name: str = "李四") -> list[Message]:
    """Tell in a transaction of its own."""
    with transaction.atomic():
        return tell(Reminder(*recipients, channels=(channel,), name=name))


def outbox(home: Path) -> list[str]:
    """What the console channel delivered."""
    return [file.read_text() for file in sorted((home / "outbox").glob("*"))]


def later(message: Message, **passed: dt.timedelta) -> None:
    """Let time pass for a message: its times move into the past."""
    message.refresh_from_db()
    for name, span in passed.items():
        setattr(message, name, (getattr(message, name) or timezone.now()) - span)
    message.save(update_fields=list(passed))
