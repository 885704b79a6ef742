import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from gongzhi.kernel.rulebook.actions import set_setting
from gongzhi.kernel.rulebook.declared import Declared, Kind, all_declared, declare, declared
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib.actions import Actor, Refused, Seat

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
DAYS = declare(Declared("test_rulebook.notice_days", 5, Kind.WHOLE, "公示天数", "公示几个工作日"))
SHARE = declare(Declared("test_rulebook.share", 0.5, Kind.NUMBER, "首付比例", "签约时付多少"))
WORD = declare(Declared("test_rulebook.template", "花报〔{year}〕{number:4}", Kind.TEXT, "编号", "怎样编号"))
FLAG = declare(Declared("test_rulebook.open", False, Kind.YES_NO, "公开", "是否公开"))
MONTHS = declare(Declared("test_rulebook.months", 12, Kind.WHOLE, "保存月数", "保存几个月", least=6, for_all=True))
MARCH, JUNE = dt.date(2026, 3, 1), dt.date(2026, 6, 1)


def test_a_setting_nobody_has_set_has_its_default() -> None:
    assert setting(DAYS.key, on=MARCH) == 5


def test_a_value_holds_from_its_day_on() -> None:
    set_setting(DAYS.key, 7, valid_from=MARCH, by=SYSTEM)
    set_setting(DAYS.key, 10, valid_from=JUNE, by=SYSTEM)

    assert setting(DAYS.key, on=MARCH - dt.timedelta(1)) == 5
    assert setting(DAYS.key, on=MARCH) == 7
    assert setting(DAYS.key, on=JUNE - dt.timedelta(1)) == 7
    assert setting(DAYS.key, on=dt.date(2030, 1, 1)) == 10


def test_the_value_of_the_street_goes_before_that_of_all() -> None:
    set_setting(DAYS.key, 7, valid_from=JUNE, by=SYSTEM)
    set_setting(DAYS.key, 3, valid_from=MARCH, street_id=1, by=SYSTEM)

    assert setting(DAYS.key, on=JUNE, street_id=1) == 3
    assert setting(DAYS.key, on=JUNE, street_id=2) == 7
    assert setting(DAYS.key, on=JUNE) == 7


def test_a_value_set_again_for_the_same_day_is_corrected() -> None:
    set_setting(DAYS.key, 7, valid_from=MARCH, by=SYSTEM)
    set_setting(DAYS.key, 8, valid_from=MARCH, by=SYSTEM)

    assert setting(DAYS.key, on=MARCH) == 8
    assert Setting.objects.filter(key=DAYS.key).count() == 1


def test_the_database_keeps_one_value_a_day_even_for_all_streets() -> None:
    Setting.objects.create(key=DAYS.key, value=7, valid_from=MARCH)

    with pytest.raises(IntegrityError, match="setting_once_a_day"):
        Setting.objects.create(key=DAYS.key, value=8, valid_from=MARCH)


@pytest.mark.parametrize(
    ("declaration", "good", "bad"),
    [
        (DAYS, 0, -1),
        (DAYS, 5, 5.0),
        (DAYS, 5, True),
        (DAYS, 5, "5"),
        (SHARE, 1, "一半"),
        (SHARE, 0.3, None),
        (WORD, "", 5),
        (FLAG, True, 1),
    ],
)
def test_a_value_of_another_kind_is_refused(declaration: Declared, good: Any, bad: Any) -> None:
    set_setting(declaration.key, good, valid_from=MARCH, by=SYSTEM)

    with pytest.raises(Refused, match=str(declaration.title)):
        set_setting(declaration.key, bad, valid_from=MARCH, by=SYSTEM)

    assert setting(declaration.key, on=MARCH) == good


def test_a_setting_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        setting("test_rulebook.unknown", on=MARCH)
    with pytest.raises(KeyError):
        set_setting("test_rulebook.unknown", 1, valid_from=MARCH, by=SYSTEM)


def test_a_street_is_configured_by_its_own_leader() -> None:
    leader = Actor(person_id=7, seats=(Seat("street_leader", 1, "1.", rights=frozenset({"change_settings"})),))

    assert set_setting(DAYS.key, 7, valid_from=MARCH, street_id=1, by=leader).set_by == 7
    for street_id in (2, 11, None):
        with pytest.raises(PermissionDenied):
            set_setting(DAYS.key, 7, valid_from=MARCH, street_id=street_id, by=leader)
    with pytest.raises(PermissionDenied):
        set_setting(DAYS.key, 7, valid_from=MARCH, street_id=1, by=Actor(person_id=8))


def test_a_declaration_is_found_once_and_its_default_fits() -> None:
    assert declared(DAYS.key) is DAYS
    assert {DAYS, SHARE, WORD, FLAG} <= set(all_declared())
    with pytest.raises(ValueError, match="two settings"):
        declare(DAYS)
    with pytest.raises(ValueError, match="default"):
        declare(Declared("test_rulebook.wrong", "five", Kind.WHOLE, "", ""))
    with pytest.raises(ValueError, match="default"):
        declare(Declared("test_rulebook.wrong", 5, Kind.WHOLE, "", "", least=6))


def test_a_value_that_is_too_low_is_refused() -> None:
    set_setting(MONTHS.key, 6, valid_from=MARCH, by=SYSTEM)

    with pytest.raises(Refused, match=r"保存月数.* 6"):
        set_setting(MONTHS.key, 5, valid_from=MARCH, by=SYSTEM)

    assert setting(MONTHS.key, on=MARCH) == 6


def test_a_setting_for_all_streets_has_no_value_for_one() -> None:
    with pytest.raises(Refused, match="保存月数"):
        set_setting(MONTHS.key, 7, valid_from=MARCH, street_id=1, by=SYSTEM)

    set_setting(MONTHS.key, 7, valid_from=MARCH, by=SYSTEM)
    assert setting(MONTHS.key, on=MARCH, street_id=1) == 7
