"""The fast checks, side by side; each says how long it took, and a failing one what it saw.

python tools/check.py
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("gongzhi/**/*.html"))
CHECKS: dict[str, tuple[str, ...]] = {
    "types": ("mypy",),  # first, because it takes longest
    "migrations": ("python", "tools/migrations.py"),
    "translations": ("python", "tools/translations.py", "check"),
    "layers": ("lint-imports",),
    "lint": ("ruff", "check", "--quiet"),
    "format": ("ruff", "format", "--check", "--quiet"),
    "templates": ("djade", "--check", "--target-version", "5.2", *TEMPLATES),
}


def main() -> None:
    """Run every check; exit 1 if one of them fails."""
    with ThreadPoolExecutor() as pool:
        verdicts = list(pool.map(verdict, CHECKS))
    sys.exit(0 if all(verdicts) else 1)


def verdict(name: str) -> bool:
    """Run one check, print its line, and whether it is content."""
    start = time.monotonic()
    program, *arguments = CHECKS[name]
    done = subprocess.run([BIN / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    well = done.returncode == 0
    line = f"  {name:13}{time.monotonic() - start:5.1f} s  {'well' if well else 'NOT WELL'}"
    print("\n".join([line] if well else [line, done.stdout.strip(), done.stderr.strip()]), flush=True)
    return well


if __name__ == "__main__":
    main()
