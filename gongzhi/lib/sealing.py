"""Encryption of single values and files, and keyed fingerprints to find equal values.

A sealed value is a version byte, a random nonce and AES-256-GCM ciphertext. Each purpose has its
own key (HKDF of the master key) and is authenticated, so that a value sealed for one purpose does
not open for another.
"""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.lib.actions import Refused
from gongzhi.lib.secrets import master_key

VERSION = b"\x01"
NONCE = 12
FINGERPRINT = 16


class Unreadable(Exception):
    """What should be opened is damaged, sealed for another purpose or with another key."""


class Closed(Refused):
    """What is sealed stays so for whoever looks through somebody else's eyes."""


_closed: ContextVar[bool] = ContextVar("closed", default=False)


@contextmanager
def closed(*, stays: bool = True) -> Iterator[None]:
    """Within, nothing sealed is opened: a page that forgot to leave it out is refused.

    With ``stays=False`` it is opened all the same, for what is masked before anybody sees it.
    """
    before = _closed.set(stays)
    try:
        yield
    finally:
        _closed.reset(before)


def is_closed() -> bool:
    """Whether sealed values stay sealed, and a page says so in their place."""
    return _closed.get()


def left_out() -> str:
    """What stands in the place of a sealed value that stays so."""
    return _("（加密保存的内容，这里不显示）")


def seal(text: str, purpose: str) -> bytes:
    """Encrypt ``text`` for ``purpose``; two calls never give the same bytes."""
    return seal_bytes(text.encode(), purpose)


def unseal(sealed: bytes | memoryview, purpose: str) -> str:
    """What :func:`seal` was given. Raises Unreadable."""
    return unseal_bytes(sealed, purpose).decode()


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """As :func:`seal`, for files."""
    return sealer(purpose)(content)


def sealer(purpose: str) -> Callable[[bytes], bytes]:
    """:func:`seal_bytes` for one purpose: whoever seals thousands of values looks the key up once."""
    return _sealer(settings.HOME, purpose)


def unseal_bytes(sealed: bytes | memoryview, purpose: str) -> bytes:
    """What :func:`seal_bytes` was given. Raises Unreadable, and Closed within :func:`closed`."""
    if is_closed():
        raise Closed(_("这一页有加密保存的内容，只有本人看得到。请回去看别的页面。"))
    sealed = bytes(sealed)
    if not sealed.startswith(VERSION) or len(sealed) <= NONCE:
        raise Unreadable(_("这条加密内容不完整，打不开。请从备份恢复。"))
    try:
        return _cipher(settings.HOME, purpose).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _label(purpose))
    except InvalidTag as error:
        raise Unreadable(_("这条加密内容打不开：密钥不对，或者内容已损坏。请从备份恢复。")) from error


def fingerprint(text: str, purpose: str) -> bytes:
    """16 bytes that are equal for equal ``text`` and tell nothing to who lacks the key (HMAC-SHA256)."""
    return marker(purpose)(text)


def marker(purpose: str) -> Callable[[str], bytes]:
    """:func:`fingerprint` for one purpose: whoever marks thousands of values looks the key up once."""
    return _marker(settings.HOME, purpose)


def _label(purpose: str) -> bytes:
    return VERSION + purpose.encode()


@functools.cache
def _cipher(home: Path, purpose: str) -> AESGCM:
    return AESGCM(_derived(home, "seal:" + purpose))


@functools.cache
def _sealer(home: Path, purpose: str) -> Callable[[bytes], bytes]:
    encrypt, label = _cipher(home, purpose).encrypt, _label(purpose)

    def seal_one(content: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return VERSION + nonce + encrypt(nonce, content, label)

    return seal_one


@functools.cache
def _marker(home: Path, purpose: str) -> Callable[[str], bytes]:
    begun = HMAC(_derived(home, "fingerprint:" + purpose), SHA256())

    def mark(text: str) -> bytes:
        keyed = begun.copy()  # taking the key in costs more than the text
        keyed.update(text.encode())
        return keyed.finalize()[:FINGERPRINT]

    return mark


@functools.cache
def _derived(home: Path, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=use.encode()).derive(_master(home))


@functools.cache
def _master(home: Path) -> bytes:
    return master_key(home)
