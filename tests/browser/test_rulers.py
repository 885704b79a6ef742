"""The rulers see what they are for: each finds the fault in a page made for it, and none in its mended twin."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import measure

FRAME = (
    '<html lang="zh-CN"><title>试</title><body style="margin: 0"><nav class="nav" aria-label="栏"></nav><main>{}</main>'
)
BUTTON = '<button style="position: absolute; left: {}px; width: 60px; height: {}px">请</button>'
Ruler = Callable[[Page], list[str]]

SMALL = [
    ("<p style='font-size: 15px'>小</p>", "<p style='font-size: 16px'>大</p>"),
    ("<svg viewBox='0 0 50 50' width='40'><text y='20' style='font-size: 18px'>7</text></svg>", "<svg></svg>"),
    (
        "<style>p::before { content: '✓'; font-size: 12px }</style><p>好</p>",
        "<style>p::before { content: '✓' }</style>",
    ),
]
TIGHT = ("<p style='line-height: 1.4'>行</p>", "<p style='line-height: 1.5'>行</p>")
LITTLE = (BUTTON.format(0, 43), BUTTON.format(0, 44))
CLOSE = (BUTTON.format(0, 60) + BUTTON.format(67, 60), BUTTON.format(0, 60) + BUTTON.format(68, 60))
WIDE = ("<p style='width: 391px'>宽</p>", "<p style='width: 390px'>宽</p>")
CUT = (
    "<p style='width: 99px; overflow: hidden; white-space: nowrap'>" + "长" * 99 + "</p>",
    "<p style='width: 99px; overflow: hidden'>" + "长" * 99 + "</p>",
)
MOVES = ("<p style='transition: color 1s'>动</p>", "<p style='transition: color 0s'>静</p>")
PALE = ("<p style='color: #777'>淡淡的字</p>", "<p style='color: #000'>浓浓的字</p>")
MUTE = ("<p class='notice'>停</p>", "<p class='notice'><svg></svg>停</p>")
NEAR = (
    "<p style='font-size: 9px'><a href='/a'>甲</a><br><a href='/b'>乙</a></p>",
    "<p style='font-size: 32px; line-height: 2'><a href='/a'>甲</a><br><a href='/b'>乙</a></p>",
)


def small_text(page: Page) -> list[str]:
    return measure.small_text(page, 16)


def tight_lines(page: Page) -> list[str]:
    return measure.tight_lines(page, 1.5)


def small_targets(page: Page) -> list[str]:
    return measure.small_targets(page, 44)


def close_targets(page: Page) -> list[str]:
    return measure.close_targets(page, 8)


def axe(page: Page) -> list[str]:
    return [fault for fault in measure.barriers(page, enhanced=False) if not fault.startswith("link-in-text")]


@pytest.mark.parametrize(
    ("ruler", "wrong", "mended"),
    [
        *((small_text, *pair) for pair in SMALL),
        (tight_lines, *TIGHT),
        (small_targets, *LITTLE),
        (close_targets, *CLOSE),
        (measure.sideways, *WIDE),
        (measure.sideways, *CUT),
        (measure.movement, *MOVES),
        (measure.mute, *MUTE),
        (axe, *PALE),
        (axe, *NEAR),
    ],
)
def test_a_ruler_sees_its_fault(chromium: Browser, ruler: Ruler, wrong: str, mended: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(FRAME.format(wrong))
    assert ruler(page)
    page.set_content(FRAME.format(mended))
    assert ruler(page) == []
    page.close()


def test_axe_asks_more_of_the_elder_version(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(FRAME.format("<p style='color: #666'>灰灰的字</p>"))
    assert measure.barriers(page, enhanced=False) == []
    assert len(measure.barriers(page, enhanced=True)) == 1
    page.close()
