"""The ways in which a story is walked: by phone, at a desktop, in the elder version, by keyboard, without scripts."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser import measure
from tests.browser.looks import DESKTOP, PHONE, Look
from tests.browser.measure import faults
from tests.browser.pictures import photograph

#: More stops than any page has.
FAR = 120
SKIP = "“跳到正文”"


@dataclass(frozen=True, slots=True)
class Way:
    """With what somebody comes, and with what they act: a finger, a mouse or the keyboard."""

    name: str
    number: int
    look: Look
    touch: bool = False
    keys: bool = False
    scripts: bool = True

    def __str__(self) -> str:
        return self.name

    def telephone(self, tail: int = 0) -> str:
        """A mobile number that nobody else in the house has."""
        return f"1380000{self.number}{tail:03}"


WAYS = [
    Way("phone", 1, Look("standard", "light", PHONE), touch=True),
    Way("desktop", 2, Look("standard", "light", DESKTOP)),
    Way("elder", 3, Look("elder", "light", PHONE), touch=True),
    Way("keyboard", 4, Look("standard", "dark", DESKTOP), keys=True),
    Way("no-script", 5, Look("standard", "auto", PHONE), scripts=False),
]


class Visitor:
    """Somebody in front of a window. By keyboard, every stop on the way is seen and not hidden behind a bar."""

    def __init__(self, page: Page, way: Way, house: str) -> None:
        self.page, self.way, self.house = page, way, house
        page.on("filechooser", lambda _chooser: None)  # the browser asks us from the beginning, and opens no window

    def opens(self, address: str) -> Response | None:
        """Type an address of the house, or one in full."""
        return self.page.goto(address if address.startswith("http") else self.house + address)

    def arrives(self, heading: str | re.Pattern[str], *, measured: bool = False) -> None:
        """Stand before the page with this heading; ``GONGZHI_PICTURES=folder`` keeps a photograph of it there.

        What no address leads to is ``measured`` on the way.
        """
        title = self.page.get_by_role("heading", level=1)
        expect(title).to_have_text(heading)
        photograph(self.page, f"{title.inner_text()} {self.way}")
        if measured and self.way.scripts:  # axe needs its clock
            assert faults(self.page, self.way.look) == []

    def follows(self, words: str, *, within: Locator | None = None) -> None:
        self.uses((within or self.page).get_by_role("link", name=words))

    def presses(self, words: str, *, within: Locator | None = None) -> None:
        self.uses((within or self.page).get_by_role("button", name=words))

    def unfolds(self, words: str) -> None:
        """Open what is folded up under these words."""
        self.uses(self.page.locator("summary").filter(has_text=words))

    def uses(self, target: Locator) -> None:
        """Tap, click, or go there and press Enter."""
        if self.way.keys:
            self.goes_to(target)
            self.page.keyboard.press("Enter")
        elif self.way.touch:
            target.tap()
        else:
            target.click()

    def writes(self, label: str, text: str) -> None:
        """Fill a field in, whatever stood there."""
        field = self.page.get_by_label(label, exact=True)
        if self.way.keys:
            self.goes_to(field)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def hands_in(self, label: str, file: Path) -> None:
        """Choose a file."""
        field = self.page.get_by_label(label)
        if self.way.keys:
            self.goes_to(field)
            with self.page.expect_file_chooser() as choosing:
                self.page.keyboard.press("Enter")
            choosing.value.set_files(file)
        else:
            field.set_input_files(file)

    def goes_to(self, target: Locator) -> None:
        """Press Tab until the focus is there, past the header as one may."""
        expect(target).to_be_visible()
        wanted = measure.number(target)
        inside = target.evaluate("target => Boolean(target.closest('main'))")
        for _stop in range(FAR):
            self.page.keyboard.press("Tab")
            where = measure.focus(self.page)
            if where["at"] == wanted and self._shows(where):
                return
            if where["called"] == SKIP and inside:
                self.page.keyboard.press("Enter")
            elif where["at"] >= 0:  # else past the end, where the browser itself begins
                assert self._shows(where), (self.page.url, where)
        raise AssertionError(f"Tab never comes to {target} on {self.page.url}")

    @staticmethod
    def _shows(where: dict[str, object]) -> bool:
        return float(str(where["outline"])) >= 2 and not where["covered"]
