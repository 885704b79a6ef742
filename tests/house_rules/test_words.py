"""What people read can be translated: no Chinese in pages or faces outside gettext."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house_rules.source import Source, assert_nothing, docstrings, found, name_of, seen

#: Dates as spoken are put together in Chinese there; English has a branch of its own.
SPOKEN = "gongzhi/faces/public/templatetags/spoken.py"
#: The operator's program speaks before there are settings, and so before there are languages.
OPERATOR = "gongzhi/faces/cli/"
#: A language is always named in itself.
ITSELF = "中文"
CHINESE = re.compile(r"[\u3400-\u9fff]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"  # a passage
    r"|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}"  # said to the reader of the template
    r"|\{%\s*trans(?:late)?\s+(?:'[^']*'|\"[^\"]*\")[^%]*%\}"  # a word
    r"|_\((?:'[^']*'|\"[^\"]*\")\)",  # an argument
    re.DOTALL,
)


def bare_words(source: Source) -> Iterator[str]:
    """Chinese constants of a Python file that nobody can translate."""
    wrapped = {
        constant
        for call in source.calls
        if name_of(call) in GETTEXT
        for constant in ast.walk(call)
        if isinstance(constant, ast.Constant)
    }
    for node in source.nodes(ast.Constant):
        if isinstance(node.value, str) and _chinese(node.value) and node not in wrapped | docstrings(source.tree):
            yield source.at(node, f"“{node.value}” is not wrapped in gettext")


def _chinese(text: str) -> bool:
    return bool(CHINESE.search(text.replace(ITSELF, "")))


def bare_markup(source: Source) -> Iterator[str]:
    """Chinese of a template outside the translation tags."""
    left = TRANSLATED.sub(lambda passage: "\n" * passage.group().count("\n"), source.text)
    for number, line in enumerate(left.splitlines(), 1):
        if _chinese(line):
            yield f"{source.path}:{number} “{line.strip()}” is not wrapped for translation"


def test_faces_say_nothing_that_cannot_be_translated() -> None:
    bare = found(bare_words, "gongzhi/faces/**/*.py")
    assert_nothing(sentence for sentence in bare if not sentence.startswith((SPOKEN, OPERATOR)))


def test_templates_say_nothing_that_cannot_be_translated() -> None:
    assert_nothing(found(bare_markup, "gongzhi/templates/**/*"))


def test_a_bare_word_is_seen() -> None:
    assert len(seen(bare_words, 'title = "首页"')) == 1


@pytest.mark.parametrize(
    "line", ['title = _("首页")', 'def f():\n    """首页"""', 'ngettext("%(n)s 人", "%(n)s 人", n)']
)
def test_a_word_that_can_be_translated_is_left_alone(line: str) -> None:
    assert seen(bare_words, line) == []


@pytest.mark.parametrize(
    "line", ["<h1>首页</h1>", '{{ name|default:"无" }}', '{% include "a.html" with title="首页" %}']
)
def test_bare_markup_is_seen(line: str) -> None:
    assert len(seen(bare_markup, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        '{% translate "首页" %}',
        "{% trans '首页' as title %}",
        "{% blocktranslate count n=n %}{{ n }} 人{% plural %}{{ n }} 人{% endblocktranslate %}",
        '{{ name|default:_("无") }}',
        "{# 首页 #}",
    ],
)
def test_markup_that_can_be_translated_is_left_alone(line: str) -> None:
    assert seen(bare_markup, line) == []
