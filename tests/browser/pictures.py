"""Photographs of pages, for somebody who looks at them: ``GONGZHI_PICTURES=folder`` keeps them there."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page


def photograph(page: Page, name: str) -> None:
    """The whole page, if photographs are wanted."""
    if folder := os.environ.get("GONGZHI_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        called = re.sub(r"[^\w.]+", "-", name).strip("-")
        page.screenshot(path=Path(folder) / f"{called}.png", full_page=True)
