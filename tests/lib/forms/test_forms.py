"""What forms make of what people type, and what they say if they cannot."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from gongzhi.lib import forms
from tests.assets import collect


class Asked(forms.Form):
    """A few questions."""

    name = forms.Name(label="姓名")
    coming = forms.OneOf(label="来不来", choices=[("yes", "来"), ("no", "不来")])
    tools = forms.Several(label="带什么", choices=[("broom", "扫把"), ("bucket", "水桶")], required=False)
    born = forms.Day(label="出生日期", required=False, birth=True)
    secret = forms.Secret(label="密码", required=False)
    agreed = forms.Tick("我同意", required=False)


def sent(text: str) -> QueryDict:
    return QueryDict(text)


def refusal(field: Any, typed: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return list(refused.value.messages)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (forms.Name(), " 李 强 ", "李强"),
        (forms.Name(), "阿卜杜热西提•买买提", "阿卜杜热西提·买买提"),
        (forms.Name(), "刘𠅤", "刘𠅤"),
        (forms.Text(), "一辆电动车。", "一辆电动车。"),
        (forms.Phone(), "138-0000 0101", "13800000101"),
        (forms.Phone(), "１３８００００１０１０", "13800001010"),
        (forms.Phone(), "0371-65900001", "0371-65900001"),
        (forms.Phone(required=False), "", ""),
        (forms.Code(), "384 201", "384201"),
        (forms.Code(), "３８４２０１", "384201"),
        (forms.Whole(), "36", 36),
        (forms.Whole(), "三十六人", 36),
        (forms.Whole(required=False), "", None),
        (forms.Day(), ["1925", "3", "5"], dt.date(1925, 3, 5)),
        (forms.Day(), ["１９２５", "03", " 5 "], dt.date(1925, 3, 5)),
        (forms.Day(birth=True), ["25", "3", "5"], dt.date(1925, 3, 5)),
        (forms.Day(required=False), ["", "", ""], None),
        (forms.Pick(choices=[("1", "一")]), "1", "1"),
        (forms.Pick(choices=lambda: [("1", "一")]), "1", "1"),
    ],
)
def test_what_is_typed_is_understood(field: Any, typed: Any, meant: Any) -> None:
    assert field.clean(typed) == meant


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.Text(label="留言", longest=3), "太长了吧", "“留言”最多写3个字，现在有4个。"),
        (forms.Phone(), "1380000010", "手机号应是11位，“1380000010”有10位，请核对。"),
        (forms.Code(), "38", "验证码是6位数字，请看短信。"),
        (forms.Whole(label="人数", most=9), "12", "“人数”最多是9。"),
        (forms.Whole(label="人数", least=1), "0", "“人数”最少是1。"),
        (forms.Day(label="出生日期"), ["1925", "3", ""], "“出生日期”的年、月、日都要写，比如1925年3月5日。"),
        (forms.Day(), ["2017", "2", "31"], "2017年2月没有31日，请核对。"),
        (forms.Day(), ["二〇", "x", "5"], "“二〇年x月5日”看不出是哪一天，请写成2017年3月5日的样子。"),
        (forms.OneOf(choices=[("1", "一")]), "2", "请从列出来的里面选一个。"),
        (forms.Tick("我同意"), False, "请看过以后，在方框里打勾。"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_to_mend_it(field: Any, typed: Any, said: str) -> None:
    assert refusal(field, typed) == [said]


def test_what_is_missing_is_asked_for_by_its_name() -> None:
    assert Asked(sent("")).errors.get_json_data() == {
        "name": [{"message": "请填“姓名”。", "code": "required"}],
        "coming": [{"message": "请选“来不来”。", "code": "required"}],
    }


def test_answers_are_read_back_as_understood_without_the_password() -> None:
    typed = "name=李+强&coming=no&tools=broom&tools=bucket&born_0=1925&born_1=3&born_2=5&secret=x&agreed=on"
    form = Asked(sent(typed))
    assert form.is_valid()
    told = [(str(answer.label), str(answer.text), answer.day) for answer in form.answers()]
    assert told == [
        ("姓名", "李强", None),
        ("来不来", "不来", None),
        ("带什么", "扫把、水桶", None),
        ("出生日期", "—", dt.date(1925, 3, 5)),
        ("我同意", "是", None),
    ]


def test_a_form_is_drawn_with_its_mistakes_at_the_top_and_at_the_field() -> None:
    collect()
    drawn = str(Asked(sent("name=&coming=maybe&born_0=1925")))
    assert drawn.index("还有地方要改") < drawn.index("<label")
    for target in ("#id_name", "#id_coming_0", "#id_born_0"):
        assert f'<a href="{target}">' in drawn
        assert f'id="{target.removeprefix("#")}"' in drawn
    assert 'aria-describedby="id_name_error"' in drawn
    assert '<fieldset aria-describedby="id_born_error">' in drawn
    assert " checked" not in drawn
    assert " required" not in drawn


def test_the_telephone_is_offered_to_be_filled_in() -> None:
    class Reach(forms.Form):
        phone = forms.Phone(label="手机号")

    assert 'type="tel"' in str(Reach())
    assert 'autocomplete="tel"' in str(Reach())


def test_filters_need_not_be_filled_and_do_not_say_so() -> None:
    class Narrow(forms.Filters):
        word = forms.Text(label="姓名")

    assert Narrow(sent("")).is_valid()
    assert "可不填" not in str(Narrow())
    assert 'id="filter_word"' in str(Narrow())
