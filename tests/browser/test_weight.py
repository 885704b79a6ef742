"""What a first visit costs, and that nobody else learns of it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, Request

from tests.browser.conftest import Opener, Site

LIGHT = 100_000  # bytes over the network for a resident's page (trust.md A27)


@dataclass
class Visit:
    """What the browser did and said while it opened one page for the first time."""

    bytes: float = 0
    asked: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


def first_visit(page: Page, address: str) -> Visit:
    visit = Visit()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: weigh(visit, event["encodedDataLength"]))
    page.on("request", lambda request: note(visit, request))
    page.on("console", lambda message: visit.said.append(message.text))
    page.goto(address, wait_until="load")
    return visit


def weigh(visit: Visit, size: float) -> None:
    visit.bytes += size


def note(visit: Visit, request: Request) -> None:
    visit.asked.append(request.url)
    visit.kinds.add(request.resource_type)


def test_a_first_visit_is_light_and_nobody_else_learns_of_it(window: Opener, site: Site) -> None:
    for address in site.pages:
        visit = first_visit(window(), site.url + address)
        assert len(visit.asked) >= 4, address  # the page and its style sheets
        assert 5_000 < visit.bytes <= LIGHT, address
        assert [url for url in visit.asked if not url.startswith(site.url)] == [], address
        assert visit.kinds <= {"document", "stylesheet", "script", "fetch", "image", "manifest", "other"}, address
        assert [text for text in visit.said if "404 (Not Found)" not in text] == [], address


def test_style_sheets_are_kept_for_ever_under_their_hashed_names(window: Opener, site: Site) -> None:
    page = window()
    page.goto(site.url)
    for address in page.locator("link[rel=stylesheet]").evaluate_all("links => links.map(link => link.href)"):
        answer = page.request.get(address)
        assert answer.ok
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers.get("content-encoding") == "gzip" or len(answer.body()) < 1000
