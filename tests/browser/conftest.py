"""A real Chromium, and a street to look at."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gongzhi.kernel.places.models import Place
from tests.assets import collect
from tests.browser.looks import EVERY, Look
from tests.faces.streets import furnished
from tools.browser import find

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = 844


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser that ``tools/browser.py`` finds. It goes with its module: others have loops of their own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; Django sees it and refuses
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass(frozen=True, slots=True)
class Site:
    """The street as it is served."""

    url: str
    community: Place

    @property
    def pages(self) -> list[str]:
        """An address of every kind of page."""
        return [
            "/",
            "/communities/",
            f"/communities/{self.community.pk}/",
            "/figures/",
            "/figures/agreements/",
            f"/figures/members_checked_in/?place={self.community.pk}",
            "/display/?next=/figures/",
            "/accessibility/",
            "/no-such-page/",
            *self.gallery,
        ]

    @property
    def gallery(self) -> list[str]:
        """The parts that pages are built from, in all their states."""
        return [
            "/ui/",
            "/ui/event/",
            "/ui/forms/?wrong=1",
            "/ui/question/",
            "/ui/check/",
            "/ui/lists/?sort=-name",
            "/ui/records/",
            "/ui/desk/",
            "/ui/intake/",
        ]


@pytest.fixture
def served(transactional_db: None) -> Iterator[str]:
    """The address of the real application, which also serves its own style sheets."""
    collect()
    server = LiveServerThread("127.0.0.1", itself)
    server.daemon = True
    server.start()
    server.is_ready.wait(timeout=30)
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


def itself(application: WSGIHandler) -> WSGIHandler:
    """Nothing between the server and the application."""
    return application


@pytest.fixture
def site(served: str) -> Site:
    """A furnished street behind a real web server."""
    return Site(served, furnished(communities=3, lines=5))


Opener = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, site: Site) -> Iterator[Opener]:
    """``window(look)`` opens an empty page of the site as somebody with that look sees it."""
    opened: list[BrowserContext] = []

    def open_window(look: Look = EVERY[0], **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": look.width, "height": HEIGHT}, **options)
        context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in look.cookies.items()])
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()
