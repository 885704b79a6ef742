"""Reading a page as somebody who looks at it."""

import html
import re
from typing import Protocol


class Answer(Protocol):
    """What the test client brings back."""

    content: bytes


def markup(page: Answer) -> str:
    return page.content.decode()


def plain(fragment: str) -> str:
    """Words without tags, one space between them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment)).split())


def text(page: Answer) -> str:
    """Everything the page says in its main part."""
    main = markup(page).partition("<main")[2].partition("</main>")[0]
    return plain(main.partition(">")[2])


def headings(page: Answer) -> list[str]:
    """The headings, largest and second."""
    return [plain(found) for found in re.findall(r"<h[12].*?>(.*?)</h[12]>", markup(page))]


def figures_on(page: Answer) -> dict[str, str]:
    """Every big number by its label."""
    found = re.findall(r'class="figure".*?><b>(.*?)</b><span>(.*?)</span>', markup(page))
    return {plain(label): plain(number) for number, label in found}
