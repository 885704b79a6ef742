"""The folder that holds everything this installation keeps: database, keys, uploaded files."""

from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home(environ: Mapping[str, str]) -> Path:
    """``GONGZHI_HOME`` as an absolute path, else ``var/`` beside the code. It need not exist yet."""
    return Path(environ.get("GONGZHI_HOME") or CHECKOUT / "var").resolve()
