"""Encryption of single values and files, and keyed fingerprints to find equal values.

A sealed value is a version byte, a random nonce and AES-256-GCM ciphertext. Each purpose has its
own key (HKDF of the master key) and is authenticated, so that a value sealed for one purpose does
not open for another.
"""

import functools
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.lib.secrets import master_key

VERSION = b"\x01"
NONCE = 12
FINGERPRINT = 16


class Unreadable(Exception):
    """What should be opened is damaged, sealed for another purpose or with another key."""


def seal(text: str, purpose: str) -> bytes:
    """Encrypt ``text`` for ``purpose``; two calls never give the same bytes."""
    return seal_bytes(text.encode(), purpose)


def unseal(sealed: bytes | memoryview, purpose: str) -> str:
    """What :func:`seal` was given. Raises Unreadable."""
    return unseal_bytes(sealed, purpose).decode()


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """As :func:`seal`, for files."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(settings.HOME, purpose).encrypt(nonce, content, _label(purpose))


def unseal_bytes(sealed: bytes | memoryview, purpose: str) -> bytes:
    """What :func:`seal_bytes` was given. Raises Unreadable."""
    sealed = bytes(sealed)
    if not sealed.startswith(VERSION) or len(sealed) <= NONCE:
        raise Unreadable(_("这条加密内容不完整，打不开。请从备份恢复。"))
    try:
        return _cipher(settings.HOME, purpose).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _label(purpose))
    except InvalidTag as error:
        raise Unreadable(_("这条加密内容打不开：密钥不对，或者内容已损坏。请从备份恢复。")) from error


def fingerprint(text: str, purpose: str) -> bytes:
    """16 bytes that are equal for equal ``text`` and tell nothing to who lacks the key (HMAC-SHA256)."""
    return hmac.digest(_marking(settings.HOME, purpose), text.encode(), "sha256")[:FINGERPRINT]


def _label(purpose: str) -> bytes:
    return VERSION + purpose.encode()


@functools.cache
def _cipher(home: Path, purpose: str) -> AESGCM:
    return AESGCM(_derived(home, "seal:" + purpose))


@functools.cache
def _marking(home: Path, purpose: str) -> bytes:
    return _derived(home, "fingerprint:" + purpose)


@functools.cache
def _derived(home: Path, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=use.encode()).derive(_master(home))


@functools.cache
def _master(home: Path) -> bytes:
    return master_key(home)
