"""The tokens: contrast of every pairing we use, by day and by night, and the weight of all style sheets."""

import re
from pathlib import Path

import pytest

CSS = Path("gongzhi/static/css")
TOKENS = (CSS / "tokens.css").read_text()
BY_NIGHT = (CSS / "dark.css").read_text()
KINDS = ("red", "gold", "green", "blue")
INKS = ("ink", "soft", *KINDS)
GROUNDS = ("paper", "card", "sunk")
WASHES = tuple(f"{kind}-soft" for kind in KINDS)

Colours = dict[str, str]


def block(selector: str, sheet: str = TOKENS) -> Colours:
    """The colours that one rule sets."""
    found = re.search(re.escape(selector) + r"\s*\{(.*?)\}", sheet, re.DOTALL)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", found[1]))


LIGHT = block(":root")
ELDER = LIGHT | block(':root[data-mode="elder"]')
DARK = LIGHT | block(":root[data-theme]", BY_NIGHT)
ELDER_DARK = ELDER | block(":root[data-theme]", BY_NIGHT) | block(':root[data-theme][data-mode="elder"]', BY_NIGHT)
THEMES = pytest.mark.parametrize(
    ("colours", "least"),
    [(LIGHT, 4.5), (ELDER, 7), (DARK, 4.5), (ELDER_DARK, 7)],
    ids=["light", "elder", "dark", "elder-dark"],
)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_text_stands_out(colours: Colours, least: float) -> None:
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + [("on-red", "red")]
    pairs += [(kind, f"{kind}-soft") for kind in KINDS] + [(ink, wash) for ink in ("ink", "soft") for wash in WASHES]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: value for pair, value in faint.items() if value < least} == {}


@THEMES
def test_borders_of_controls_and_the_focus_ring_are_seen(colours: Colours, least: float) -> None:
    for ground in (*GROUNDS, *WASHES):
        assert contrast(colours["edge"], colours[ground]) >= 3
        assert contrast(colours["blue"], colours[ground]) >= 3


def test_every_colour_has_its_night() -> None:
    assert block(":root[data-theme]", BY_NIGHT).keys() == LIGHT.keys()


def test_colours_are_named_in_the_tokens_only() -> None:
    others = [sheet for sheet in CSS.glob("*.css") if sheet.name not in ("tokens.css", "dark.css", "print.css")]
    assert len(others) == 5
    for sheet in others:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text()), sheet


def test_every_token_is_used_and_every_used_one_is_there() -> None:
    sheets = "".join(path.read_text() for path in CSS.glob("*.css"))
    assert set(re.findall(r"var\(--([\w-]+)", sheets)) == set(re.findall(r"--([\w-]+):", TOKENS))


def test_all_style_sheets_together_are_light() -> None:
    every = {path.name: path.stat().st_size for path in CSS.glob("*.css")}
    assert every.pop("map.css") <= 3_000  # only where there is a map
    assert sum(every.values()) <= 25_000
