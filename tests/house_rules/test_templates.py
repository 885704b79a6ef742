"""Templates and style sheets: no unknown variable, nothing that nobody uses."""

import re
from collections.abc import Iterable

import pytest
from django.template import Context, Template

from tests.house_rules.source import assert_nothing, files, paths

TEMPLATES, STATIC = "gongzhi/templates/", "gongzhi/static/"
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


def unused(names: Iterable[str], texts: str) -> list[str]:
    """Names that no text says in full."""
    return [name for name in names if not re.search(rf"(?<![\w/-]){re.escape(name)}", texts)]


def classes(sheet: str) -> set[str]:
    """The classes a style sheet speaks of."""
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", " ", sheet, flags=re.DOTALL)
    return set(CLASS.findall(plain))


def unworn(sheet: str, markup: str) -> list[str]:
    """Classes of a style sheet that no markup carries. ``state-{{ … }}`` carries all that begin with ``state-``."""
    words = set(re.findall(r"[\w-]+", markup))
    beginnings = tuple(re.findall(r"([\w-]+-)\{[{%]", markup))
    worn = (*beginnings, "leaflet-")  # what Leaflet itself draws
    return sorted(name for name in classes(sheet) if name not in words and not name.startswith(worn))


def everything() -> str:
    """All of our code, pages and styles in one text."""
    kinds = ("py", "html", "css", "js", "json")
    return "\n".join(source.text for source in files(*(f"gongzhi/**/*.{kind}" for kind in kinds)))


def test_every_template_is_used() -> None:
    by_django = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")
    names = [path.removeprefix(TEMPLATES) for path in paths(f"{TEMPLATES}**/*")]
    assert_nothing(unused((name for name in names if name not in by_django), everything()))


def test_every_static_file_is_used() -> None:
    assert_nothing(unused((path.removeprefix(STATIC) for path in paths(f"{STATIC}**/*")), everything()))


def test_every_style_is_worn() -> None:
    markup = "\n".join(source.text for source in files("gongzhi/**/*.html", "gongzhi/**/*.py", "gongzhi/**/*.js"))
    assert_nothing(name for sheet in files("gongzhi/static/**/*.css") for name in unworn(sheet.text, markup))


def test_an_unknown_variable_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="missing"):
        Template("{{ missing }}").render(Context({}))
    assert Template("{{ there }}").render(Context({"there": "here"})) == "here"


def test_an_unused_template_is_seen() -> None:
    texts = """{% include 'ui/card.html' %} render(request, "public/home.html") "public/old/page.html" """
    assert unused(["ui/card.html", "public/home.html", "old/page.html"], texts) == ["old/page.html"]


def test_an_unworn_style_is_seen() -> None:
    sheet = ".card { color: red } .state-new, .old > a { width: 1.5rem }"
    assert unworn(sheet, '<p class="card state-{{ state }}">') == ["old"]
