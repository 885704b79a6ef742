"""Resolves the dependencies of ``pyproject.toml`` into ``requirements/``, with hashes and for every platform.

    python tools/lock.py [--upgrade]

Each file contains the one before it at the same versions, which a house rule checks. Versions stay
unless an upgrade is asked for.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ("pyproject.toml", "--group", "setup"),
    "test": ("pyproject.toml", "--group", "setup", "--group", "test"),
    "bench": ("pyproject.toml", "--group", "setup", "--group", "test", "--group", "bench"),
    "uv": ("requirements/uv.in", "--no-annotate"),
}
SHAPE = ("--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet")


def main(*upgrade: str) -> None:
    """Write every lock file."""
    uv = shutil.which("uv") or ROOT / ".venv" / "bin" / "uv"
    for name, source in LOCKS.items():
        target = ("--output-file", f"requirements/{name}.txt")
        subprocess.run([uv, "pip", "compile", *source, *target, *SHAPE, *upgrade], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
