"""A real Chromium, and a street to look at."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from gongzhi.kernel.places.models import Place
from tests.assets import collect
from tests.browser.looks import EVERY, Look
from tests.browser.ways import WAYS, Visitor, Way
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
expect.set_options(timeout=20_000)  # ms: a machine that shares its cores is slow, and not wrong


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The browser that ``tools/browser.py`` finds. Its tests are the last, because others have loops of their own."""
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


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the real application on a database of its own, which also serves its style sheets.

    All tests of a module meet in one house: it is furnished once, and empty again when the next one begins. What a
    test changes must leave the others as they were.
    """
    collect()
    with django_db_blocker.unblock():
        server = LiveServerThread("127.0.0.1", itself)
        server.daemon = True
        server.start()
        server.is_ready.wait(timeout=30)
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def itself(application: WSGIHandler) -> WSGIHandler:
    """Nothing between the server and the application."""
    return application


@pytest.fixture(scope="module")
def site(house: str) -> Site:
    """A furnished street behind a real web server."""
    return Site(house, furnished(communities=3, lines=5))


Opener = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, house: str) -> Iterator[Opener]:
    """``window(look)`` opens an empty page as somebody with that look sees it; ``key`` is that of their session."""
    opened: list[BrowserContext] = []

    def open_window(look: Look = EVERY[0], *, key: str = "", **options: Any) -> Page:
        calm = {"reduced_motion": "reduce"} | options  # else what is measured may still change its colour
        context = chromium.new_context(viewport={"width": look.width, "height": HEIGHT}, **calm)
        cookies = look.cookies | ({settings.SIGN_IN_COOKIE: key} if key else {})
        context.add_cookies([{"name": n, "value": v, "url": house} for n, v in cookies.items()])
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """Each of the ways in which a story is walked."""
    found: Way = request.param
    return found


@pytest.fixture
def visit(window: Opener, house: str, way: Way) -> Callable[..., Visitor]:
    """``visit()`` is somebody new, who does everything in this way; ``visit(key)`` is signed in already."""

    def begin(key: str = "") -> Visitor:
        return Visitor(window(way.look, key=key, java_script_enabled=way.scripts, has_touch=way.touch), way, house)

    return begin
