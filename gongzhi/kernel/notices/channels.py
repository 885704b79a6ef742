"""Ways to reach people. A channel must bear the same message twice: ``Letter.key`` tells it."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.files import write_once

logger = logging.getLogger(__name__)


class Undelivered(Exception):
    """The channel could not take the message. The reason is shown to clerks and holds no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, opened for its channel."""

    key: uuid.UUID
    person_id: int | None
    address: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to people. ``send`` raises Undelivered; any other error counts as a failure too.

    The way into our own inbox has no ``send``: the message arrives in the transaction in which it
    becomes SENT. It reaches persons on record only.
    """

    key: str
    title: str | Promise
    send: Callable[[Letter], None] | None = None


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel known. Raises ValueError if the key is taken."""
    if channel.key in _channels:
        raise ValueError(f"two channels with the key {channel.key}")
    _channels[channel.key] = channel


def channel(key: str) -> Channel:
    """The channel with this key. Raises KeyError."""
    return _channels[key]


def write_file(letter: Letter) -> None:
    """The console channel: one file for each message under ``HOME/outbox``, for trying out and for small offices."""
    lines = (
        f"person: {letter.person_id or ''}",
        f"address: {letter.address}",
        f"title: {letter.title}",
        "",
        letter.body,
    )
    fresh = write_once(_outbox() / f"{letter.key}.txt", "\n".join(lines).encode())
    logger.info("message %s %s", letter.key, "written" if fresh else "was written before")


def forget_files(before: dt.datetime) -> None:
    """Delete what the console channel wrote before a moment."""
    for path in _outbox().glob("*.txt"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def forget_letters(keys: Iterable[uuid.UUID]) -> None:
    """Delete what the console channel wrote of some messages."""
    for key in keys:
        (_outbox() / f"{key}.txt").unlink(missing_ok=True)


def _outbox() -> Path:
    return Path(settings.HOME) / "outbox"


register(Channel("console", _("文件"), write_file))
register(Channel("inbox", _("站内消息")))
