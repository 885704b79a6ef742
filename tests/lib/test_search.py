import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongzhi.lib.search import NameKeys, query_kind, reading


def test_a_name_is_found_by_characters_reading_and_initials() -> None:
    assert reading("王小红") == NameKeys("王小红", "小红", "wangxiaohong", "xiaohong", "wxh")


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单雄信", "shanxiongxin"),
        ("曾国藩", "zengguofan"),
        ("仇英", "qiuying"),
        ("查良镛", "zhaliangyong"),
        ("区楚良", "ouchuliang"),
        ("解晓东", "xiexiaodong"),
        ("任小明", "renxiaoming"),
        ("盖小明", "gexiaoming"),
        ("朴小明", "piaoxiaoming"),
        ("翟小明", "zhaixiaoming"),
        ("乐小明", "yuexiaoming"),
        ("员小明", "yunxiaoming"),
        ("缪小明", "miaoxiaoming"),
        ("覃小明", "qinxiaoming"),
        ("种小明", "chongxiaoming"),
        ("洗小明", "xianxiaoming"),
        ("尉小明", "weixiaoming"),
        ("万小明", "wanxiaoming"),
        ("單小明", "shanxiaoming"),
        ("吕小绿", "lvxiaolv"),
    ],
)
def test_a_surname_has_its_own_reading(name: str, sound: str) -> None:
    assert reading(name).pinyin == sound


@pytest.mark.parametrize(("sign", "sound"), [("单", "dan"), ("查", "cha"), ("解", "jie"), ("盖", "gai"), ("朴", "pu")])
def test_the_same_character_in_a_given_name_is_read_as_usual(sign: str, sound: str) -> None:
    assert reading("王" + sign).given_pinyin == sound


@pytest.mark.parametrize(
    ("name", "given", "sound", "initials"),
    [
        ("尉迟小明", "小明", "yuchixiaoming", "ycxm"),
        ("万俟小明", "小明", "moqixiaoming", "mqxm"),
        ("长孙小明", "小明", "zhangsunxiaoming", "zsxm"),
        ("澹台小明", "小明", "tantaixiaoming", "ttxm"),
        ("欧阳小明", "小明", "ouyangxiaoming", "oyxm"),
        ("司马明", "明", "simaming", "smm"),
        ("诸葛明", "明", "zhugeming", "zgm"),
        ("爱新觉罗明", "明", "aixinjueluoming", "axjlm"),
    ],
)
def test_a_surname_of_several_characters_is_kept_together(name: str, given: str, sound: str, initials: str) -> None:
    assert reading(name)[1:3] == (given, sound)
    assert reading(name).initials == initials


def test_names_use_characters_in_their_own_readings() -> None:
    assert reading("李晟琢").given_pinyin == "shengzhuo"
    assert reading("李长青").given_pinyin == "changqing"


def test_a_character_without_a_reading_stays_out() -> None:
    assert reading("李\U00030010明") == NameKeys("李\U00030010明", "\U00030010明", "liming", "ming", "lm")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("李 强", NameKeys("李强", "强", "liqiang", "qiang", "lq")),
        ("\u200b李\xa0强 ", NameKeys("李强", "强", "liqiang", "qiang", "lq")),
        ("阿依古丽•买买提", NameKeys("阿依古丽·买买提", "买买提", "ayigulimaimaiti", "maimaiti", "ayglmmt")),
        ("Anna  Müller", NameKeys("Anna Müller", "Müller", "annamvller", "mvller", "am")),
        ("ＬＩ　Ｍing", NameKeys("LI Ming", "Ming", "liming", "ming", "lm")),
        ("李Tom", NameKeys("李Tom", "Tom", "litom", "tom", "lt")),
        ("欧阳", NameKeys("欧阳", "", "ouyang", "", "oy")),
        ("王", NameKeys("王", "", "wang", "", "w")),
        ("", NameKeys("", "", "", "", "")),
    ],
)
def test_a_name_is_tidied_before_it_is_read(name: str, keys: NameKeys) -> None:
    assert reading(name) == keys


@example("A\u00b4王")  # a sign that is a blank and an accent
@example("A\u200b\u0301")
@given(st.text(max_size=30))
def test_any_text_can_be_read_and_readings_are_plain_letters(name: str) -> None:
    keys = reading(name)

    assert all(part == "" or (part.isascii() and part.isalpha() and part.islower()) for part in keys[2:])
    assert keys.pinyin.endswith(keys.given_pinyin)
    assert reading(keys.name) == keys


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("王小红", ("han", "王小红")),
        (" 王 小红 ", ("han", "王小红")),
        ("阿依古丽•买", ("han", "阿依古丽·买")),
        ("王x", ("han", "王x")),
        ("wxh", ("latin", "wxh")),
        ("Wáng Xiǎohóng", ("latin", "wangxiaohong")),
        ("ｗｘｈ", ("latin", "wxh")),
        ("lǚ", ("latin", "lv")),
        ("wang'an", ("latin", "wangan")),
        ("0001", ("tail", "0001")),
        ("００ ０１", ("tail", "0001")),
        ("138 0000 0001", ("mobile", "13800000001")),
        ("+86 138-0000-0001", ("mobile", "13800000001")),
        ("8613800000001", ("mobile", "13800000001")),
        ("41010119850707014x", ("identity", "41010119850707014X")),
        ("410101850707014", ("identity", "410101850707014")),
        ("123", ("none", "")),
        ("12800000001", ("none", "")),
        ("%_", ("none", "")),
        ("\x00", ("none", "")),
        ("   ", ("none", "")),
        ("", ("none", "")),
    ],
)
def test_what_a_clerk_types_is_understood(typed: str, meant: tuple[str, str]) -> None:
    assert query_kind(typed) == meant


@given(st.text(max_size=200))
@example("x" * 100)
@example("王" * 100)
@example("\ufdfa" * 60)  # one sign that stands for eighteen
def test_any_text_may_be_typed_and_64_characters_of_it_count(typed: str) -> None:
    kind, meant = query_kind(typed)

    assert kind in {"han", "latin", "tail", "mobile", "identity", "none"}
    assert len(meant) <= 64
    assert (meant == "") == (kind == "none")
