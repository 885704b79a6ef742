"""Finds a Chromium for the tests, or makes one, and prints its path.

    python tools/browser.py [--quiet]

First one named by GONGZHI_BROWSER, then one on the machine, then Playwright's own (downloaded once),
then the distribution's package if we may install it. ``--quiet`` prints nothing if all is well.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@cache
def find() -> str:
    """The path of a Chromium that starts. Raises LookupError with a sentence if there is none."""
    for path in candidates():
        if starts(path):
            return path
    raise LookupError(
        "No Chromium for the tests: none on this machine, and none could be fetched. "
        "Install chromium, or name one: GONGZHI_BROWSER=/path/to/chromium"
    )


def candidates() -> Iterator[str]:
    """Paths in the order of preference; the later ones are made only when asked for."""
    if named := os.environ.get("GONGZHI_BROWSER"):
        yield named
    yield from on_path(NAMES)
    yield playwrights()
    run(sys.executable, "-m", "playwright", "install", *(["--with-deps"] if may_install() else []), "chromium")
    yield playwrights()
    if may_install():
        install("chromium")
        yield from on_path(NAMES)


def on_path(names: Iterable[str]) -> Iterator[str]:
    """Those of ``names`` that are programs here."""
    return (path for name in names if (path := shutil.which(name)))


def playwrights() -> str:
    """Where Playwright keeps its own Chromium, there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether ``path`` is a browser that runs here; a distribution's place-holder does not."""
    return Path(path).exists() and run(path, "--version", seconds=30)


def chinese_font() -> bool:
    """Whether pages with Chinese can be photographed here."""
    asked = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh", "file"], capture_output=True, check=False
    )
    return bool(asked and asked.stdout.strip())


def may_install() -> bool:
    """Whether we are root on a machine with apt."""
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install(package: str) -> bool:
    """The distribution's own package, without questions."""
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    run("apt-get", "update")
    return run("apt-get", "install", "--yes", "--no-install-recommends", package)


def run(*command: str, seconds: int = 900) -> bool:
    """Whether the command ends well in time. It says nothing."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main(quiet: bool) -> None:
    """Print the path; make sure that Chinese can be drawn."""
    try:
        path = find()
    except LookupError as reason:
        sys.exit(str(reason))
    if not (chinese_font() or (may_install() and install("fonts-noto-cjk"))):
        print("No Chinese font here: photographs of pages will show boxes. Package: fonts-noto-cjk", file=sys.stderr)
    if not quiet:
        print(path)


if __name__ == "__main__":
    main("--quiet" in sys.argv)
