"""Calm pages in plain words: nothing moves, lures, runs or is fetched from elsewhere; nothing is chosen for anybody.

trust.md A6, A14, A29, A35.
"""

import re
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django import forms

import gongzhi.urls  # noqa: F401  every form is declared in a module that an address leads to
from gongzhi.lib.forms import Form, OneOf, Tick
from tests.house_rules.source import Source, assert_nothing, found, read, seen

PAGES, SHEETS = "gongzhi/templates/**/*.html", "gongzhi/static/**/*.css"
ENGLISH = "gongzhi/locale/en/LC_MESSAGES/django.po"

#: What templates never hold, and why.
FORBIDDEN = {
    # a map needs a script of ours; without it the page says the same in words
    r"<script(?! type=\"module\" src=\"\{% static)": "runs by itself",
    r"<(style|iframe|object|embed|marquee|blink|video|audio)\b": "runs, moves or makes a noise",
    r"\s(style|on\w+|autoplay|draggable)=": "is written into the page, runs or is dragged",
    r"http-equiv": "reloads or redirects by itself",
    r"(src|href|action)=\"(https?:)?//": "comes from somebody else",
    r"\bchecked\b(?!\{% endif %\})": "is ticked beforehand",
    r"\btarget=\"_blank\"": "opens a window not asked for",
    r"carousel|slideshow|lightbox|popup": "is a luring part",
}
#: What style sheets never hold.
RESTLESS = {
    r"@keyframes|\banimation\b": "moves by itself",
    r"url\(\s*['\"]?(https?:)?//|@import": "comes from somebody else",
    r":hover[^{]*\{[^}]*(display|visibility|opacity)\s*:": "shows something only to who has a mouse",
    r"scroll-behavior|scroll-snap": "moves the page",
}
STILL = re.compile(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}", re.DOTALL)

#: Words of programmers, and of offices that do not want to be asked again.
STRANGE = re.compile(
    r"提交失败|操作失败|系统错误|未知错误|系统异常|异常|非法|无效|参数|鉴权|权限不足|字段|必填|校验失败|验证失败|格式错误"
    r"|用户名|会话|缓存|服务器|接口|请求超时|超时|加载|点击|token|cookie|null|\b(404|403|500)\b",
    re.IGNORECASE,
)
#: Buttons that do not say what they do.
VAGUE = {"确定", "提交", "确认", "是", "否", "更多", "点这里", "OK", "操作", "处理"}
BUTTON = re.compile(r"<button\b.*?</button>|<a class=\"button.*?</a>", re.DOTALL)
SAID = re.compile(r"\{% translate \"(.*?)\"")


def forbidden(source: Source) -> Iterator[str]:
    yield from _lines(source, FORBIDDEN)


def restless(source: Source) -> Iterator[str]:
    yield from _lines(source, RESTLESS)
    if "transition" in STILL.sub("", source.text):
        yield f"{source.path} moves for who asked for rest"


def _lines(source: Source, patterns: dict[str, str]) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for pattern, why in patterns.items():
            if match := re.search(pattern, line):
                yield f"{source.path}:{number} “{match[0].strip()}” {why}"


def strange(source: Source) -> Iterator[str]:
    """Words that nobody says at a counter, in what the house says (the msgids of a catalogue)."""
    for entry in polib.pofile(source.text):
        if match := STRANGE.search(entry.msgid):
            yield f"“{entry.msgid}” says “{match[0]}”"


def vague(source: Source) -> Iterator[str]:
    for button in BUTTON.findall(source.text):
        words = SAID.findall(button)
        if words and words[0] in VAGUE:
            yield f"{source.path}: the button “{words[0]}” does not say what happens"


def beforehand(form: type[forms.Form]) -> Iterator[str]:
    """Questions of a form that come with an answer to agree to."""
    for name, field in form.base_fields.items():
        if isinstance(field, forms.BooleanField | forms.ChoiceField) and field.initial:
            yield f"{form.__name__}.{name} is chosen beforehand"


def foreign(form: type[forms.Form]) -> Iterator[str]:
    """Fields that speak to programmers."""
    for name, field in form.base_fields.items():
        if not type(field).__module__.startswith("gongzhi."):
            yield f"{form.__name__}.{name} is a field of Django; take one of gongzhi.lib.forms"


def every_form(parent: type[forms.Form] = Form) -> list[type[forms.Form]]:
    """The forms of the house, not those made up in tests."""
    children = [child for child in parent.__subclasses__() if child.__module__.startswith("gongzhi.")]
    return [*children, *(form for child in children for form in every_form(child))]


def test_pages_hold_nothing_that_lures_or_runs() -> None:
    assert_nothing(found(forbidden, PAGES))


def test_nothing_moves_by_itself() -> None:
    assert_nothing(found(restless, SHEETS))


def test_the_house_speaks_as_people_do() -> None:
    assert_nothing(strange(read(ENGLISH)))


def test_buttons_say_what_they_do() -> None:
    assert_nothing(found(vague, PAGES))


def test_no_form_answers_for_anybody() -> None:
    assert len(every_form()) >= 3
    assert_nothing(sentence for form in every_form() for sentence in beforehand(form))


def test_every_question_is_asked_in_our_words() -> None:
    assert_nothing(sentence for form in every_form() for sentence in foreign(form))


@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<img src="https://example.org/a.png">',
        '<meta http-equiv="refresh" content="5">',
        '<input type="checkbox" checked>',
        '<a href="/a" target="_blank">',
    ],
)
def test_what_lures_or_runs_is_seen(line: str) -> None:
    assert len(seen(forbidden, line)) == 1


def test_a_box_that_somebody_ticked_is_left_alone() -> None:
    assert seen(forbidden, "<input{% if option.selected %} checked{% endif %}>") == []


@pytest.mark.parametrize(
    "rule",
    [
        "a { transition: color 1s; }",
        "a { animation: turn 1s; }",
        "a:hover .more { display: block; }",
        "a { background: url(//example.org/a.png); }",
    ],
)
def test_what_moves_is_seen(rule: str) -> None:
    assert len(seen(restless, rule)) == 1


def test_movement_for_who_does_not_mind_is_left_alone() -> None:
    rule = "@media (prefers-reduced-motion: no-preference) {\n  a { transition: color .1s; }\n}\n"
    assert seen(restless, rule) == []


@pytest.mark.parametrize("text", ["提交失败", "Token 已过期", "参数错误", "404 找不到", "该字段必填"])
def test_a_strange_word_is_seen(text: str) -> None:
    assert len(seen(strange, f'msgid "{text}"\nmsgstr "x"\n')) == 1


def test_a_plain_sentence_is_left_alone() -> None:
    assert seen(strange, 'msgid "名额已满，您可以候补。"\nmsgstr "x"\n') == []


def test_a_vague_button_is_seen() -> None:
    assert len(seen(vague, '<button class="button">{% translate "提交" %}</button>')) == 1
    assert seen(vague, '<button class="button">{% translate "我要报名" %}</button>') == []


def test_an_answer_given_beforehand_is_seen() -> None:
    class Luring(Form):
        news = Tick("通知我", required=False, initial=True)
        kind = OneOf(choices=[("a", "甲")], initial="a")
        plain: Any = forms.CharField()

    assert len(list(beforehand(Luring))) == 2
    assert len(list(foreign(Luring))) == 1
