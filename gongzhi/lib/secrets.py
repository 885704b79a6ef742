"""The two keys of an installation. They lie beside the database, never in it.

``GONGZHI_KEY`` (32 bytes in hexadecimal or base64) replaces the key files, for servers that keep
their keys elsewhere. A mark in the home tells which master key was used there, and nothing about the key:
one that is lost must be said, not replaced by another that opens nothing. Settings read this module,
so its sentences cannot be translated yet.
"""

import base64
import hmac
import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from gongzhi.lib.files import write_once

LENGTH = 32


class BadKey(ImproperlyConfigured):
    """A key is there but cannot be the right one."""


def master_key(home: Path) -> bytes:
    """The 32 bytes that everything sealed depends on. Raises BadKey, also for one that is not that of this home."""
    file, mark = home / "keys" / "master.key", home / "key.mark"
    given = _given()
    if given is None and mark.exists() and not file.exists():
        raise BadKey(
            f"密钥文件 {file} 不见了，这里的身份证号、电话和表格都是用它加密的。请从备份放回同一个文件；"
            "要从头开始，请用 GONGZHI_HOME 另选一个空的文件夹。"
        )
    key = given or _kept(file)
    told = hmac.digest(key, b"gongzhi mark", "sha256").hex().encode()
    if not mark.exists():
        write_once(mark, told, mode=0o644)
    if not hmac.compare_digest(mark.read_bytes(), told):
        source = "环境变量 GONGZHI_KEY" if given else f"密钥文件 {file}"
        raise BadKey(f"{source} 不是这里加密时用的那一把，用它什么也打不开。请从备份换回原来的密钥。")
    return key


def django_key(home: Path) -> str:
    """What cookies and forms are signed with; it may be changed without losing anything sealed. Raises BadKey."""
    given = _given()
    secret = hmac.digest(given, b"gongzhi django", "sha256") if given else _kept(home / "keys" / "django.key")
    return base64.urlsafe_b64encode(secret).decode()


def _given() -> bytes | None:
    text = os.environ.get("GONGZHI_KEY", "").strip()
    if not text:
        return None
    key = _decoded(text)
    if len(key) != LENGTH:
        raise BadKey("环境变量 GONGZHI_KEY 应是 32 字节的十六进制或 base64 文字，请检查是否抄漏。")
    return key


def _decoded(text: str) -> bytes:
    if re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        return bytes.fromhex(text)
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return b""


def _kept(path: Path) -> bytes:
    """The key in ``path``, made by whichever process comes first."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_once(path, os.urandom(LENGTH))
    key = path.read_bytes()
    if len(key) != LENGTH:
        raise BadKey(
            f"密钥文件 {path} 应有 {LENGTH} 字节，现在是 {len(key)} 字节。请用备份里的同名文件换回，不要删除。"
        )
    return key
