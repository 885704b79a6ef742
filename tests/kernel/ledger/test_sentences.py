import pytest
from django.utils import translation

from gongzhi.kernel.ledger.models import Entry, Result
from gongzhi.kernel.ledger.sentences import said, say, sentence


def test_a_line_is_told_in_the_language_of_the_reader() -> None:
    entry = Entry(verb="person.registered")

    assert sentence(entry) == said()["person.registered"] == "登记人员"
    with translation.override("en"):
        assert sentence(entry) == said()["person.registered"] == "Register a person"


def test_what_was_refused_is_told_as_refused() -> None:
    assert sentence(Entry(verb="person.registered", result=Result.REFUSED)) == "登记人员（被拒绝）"


def test_an_old_verb_stands_for_itself() -> None:
    assert sentence(Entry(verb="person.vanished")) == "person.vanished"


def test_verbs_are_told_in_their_order() -> None:
    assert list(said()) == sorted(said())


def test_a_verb_is_told_once() -> None:
    before = said()

    with pytest.raises(ValueError, match=r"person\.registered"):
        say({"person.registered": "登记另一个人", "test_ledger.other": "别的"})

    assert said() == before
