import pytest

from gongzhi.lib.numbers import numbered


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("花报〔{year}〕{number:4}", "花报〔2026〕0012"),
        ("花纪〔{year}〕{number}号", "花纪〔2026〕12号"),
        ("GYCT-{year}-{round}-{number:2}", "GYCT-2026-1-12"),
        ("{number:1}", "12"),
    ],
)
def test_a_number_is_written_as_its_template_says(template: str, written: str) -> None:
    assert numbered(template, year=2026, number=12, round=1) == written


@pytest.mark.parametrize("template", ["花报〔{year}〕", "{number}{unknown}", "", "{number.real}"])
def test_a_template_that_cannot_tell_numbers_apart_or_asks_for_more_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="template"):
        numbered(template, year=2026, number=12)


def test_a_value_is_not_read_as_a_template() -> None:
    assert numbered("{code}-{number}", year=2026, number=1, code="{year}") == "{year}-1"
