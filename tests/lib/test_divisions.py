"""Where a division code lies, in words."""

import pytest

from gongzhi.lib.divisions import Region, region_of


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("410105002", Region("河南省", "郑州市", "金水区")),
        ("410105002091", Region("河南省", "郑州市", "金水区")),
        ("410184", Region("河南省", "郑州市", "新郑市")),
        ("150102", Region("内蒙古自治区", "呼和浩特市", "新城区")),
        ("522701", Region("贵州省", "黔南布依族苗族自治州", "都匀市")),
        ("110105001001", Region("北京市", "", "朝阳区")),
        ("500230", Region("重庆市", "", "丰都县")),
        ("441900003", Region("广东省", "东莞市", "")),
        ("419001", Region("河南省", "", "济源市")),
        ("659001", Region("新疆维吾尔自治区", "", "石河子市")),
        ("4101", Region("河南省", "郑州市", "")),
        ("41", Region("河南省", "", "")),
        ("990000", Region()),
        ("", Region()),
    ],
)
def test_a_code_names_its_three_levels(code: str, region: Region) -> None:
    assert region_of(code) == region


def test_a_renamed_place_goes_by_its_newest_name() -> None:
    assert region_of("420602").city == "襄阳市"


@pytest.mark.parametrize(
    ("code", "words"),
    [("410105", "河南省郑州市金水区"), ("310115", "上海市浦东新区"), ("441900", "广东省东莞市"), ("990000", "")],
)
def test_a_region_is_said_without_repeating_itself(code: str, words: str) -> None:
    assert str(region_of(code)) == words
