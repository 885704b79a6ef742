"""``gongzhi due``: looked at, not touched."""

import datetime as dt

import pytest
from django.utils import timezone

from gongzhi.faces.cli import due as command
from gongzhi.kernel.people.actions import ask_correction
from gongzhi.kernel.people.models import Correction
from tests import making
from tests.faces.cli.typed import run

pytestmark = pytest.mark.django_db


def test_what_is_due_is_listed_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    ask_correction("名字", "王秀瑛", by=making.resident(making.person("王秀英")))
    Correction.objects.update(asked_at=timezone.now() - dt.timedelta(days=731))
    assert run(command) == 0
    said = capsys.readouterr().out.splitlines()
    assert "       1 条  更正：哪里不对、应该是什么、答复（两年）" in said
    assert "       0 条  在职党员报到：特长、认领岗位（事情进行期间）" in said
    assert Correction.objects.exclude(wrong=None).count() == 1
