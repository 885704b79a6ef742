"""Rulers for pages: text, lines, targets, width, movement, and what axe finds. Each returns sentences."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.browser.looks import Look

RULERS = Path(__file__).with_name("rulers.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _ask(page: Page, ruler: str, argument: float = 0) -> Any:
    return page.evaluate(f"(argument) => {{ {RULERS}; return {ruler}(argument); }}", argument)


def small_text(page: Page, least: float) -> list[str]:
    """Visible text, generated text and text in drawings below ``least`` px."""
    return list(_ask(page, "smallText", least))


def tight_lines(page: Page, least: float) -> list[str]:
    """Text whose lines stand closer than ``least`` times its size."""
    return list(_ask(page, "tightLines", least))


def small_targets(page: Page, least: float) -> list[str]:
    """Links, buttons and fields whose box is less than ``least`` px wide or high."""
    return list(_ask(page, "smallTargets", least))


def close_targets(page: Page, least: float) -> list[str]:
    """Pairs of targets less than ``least`` px apart; a bar that floats over the page is measured by itself."""
    return list(_ask(page, "closeTargets", least))


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways, stands outside the window or is cut."""
    return list(_ask(page, "sideways"))


def mute(page: Page) -> list[str]:
    """States that are a colour only, because their word or their icon is missing (trust.md A28)."""
    return list(_ask(page, "mute"))


def movement(page: Page) -> list[str]:
    """What still moves."""
    return list(_ask(page, "movement"))


def focus(page: Page) -> dict[str, Any]:
    """Where the keyboard is: ``called``, its number ``at``, the width of its ``outline``, whether it is ``covered``."""
    return dict(_ask(page, "focus"))


def number(target: Locator) -> int:
    """The number by which :func:`focus` would know an element."""
    return int(target.evaluate("target => [...document.body.querySelectorAll('*')].indexOf(target)"))


def barriers(page: Page, *, enhanced: bool) -> list[str]:
    """What axe finds by WCAG 2.2 AA with the size of targets; ``enhanced`` asks for 7:1 instead of 4.5:1."""
    rules = {"target-size": {"enabled": True}, "color-contrast-enhanced": {"enabled": enhanced}}
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {node['html'][:90]}: {node.get('failureSummary', '')}"
        for found in violations
        for node in found["nodes"]
    ]


def faults(page: Page, look: Look) -> list[str]:
    """Everything that is wrong with the page as somebody with this look sees it."""
    return [
        *barriers(page, enhanced=look.elder),
        *small_text(page, look.text),
        *tight_lines(page, 1.5),
        *small_targets(page, look.target),
        *close_targets(page, 8),
        *sideways(page),
        *mute(page),
    ]
