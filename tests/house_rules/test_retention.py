"""Nothing personal stays for good: every class of retention has its action, and whoever is erased is erased everywhere
(Personal Information Protection Law, art. 19 and 47)."""

from collections.abc import Iterable, Iterator

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test.utils import isolate_apps

from gongzhi.kernel.people.erasure import erasers, speaking_of_people, stays
from gongzhi.kernel.people.models import NOBODY, Person
from gongzhi.lib.personal import Personal, Retention, Span, emptied, field_at, personal_fields, why_it_stays
from gongzhi.schedule import TIMED
from tests.house_rules.source import assert_nothing
from tests.house_rules.test_layers import our_models

Model = type[models.Model]

#: Times that a retention can count from.
TIMES = (models.DateField, models.DateTimeField)


def scheduled() -> set[str]:
    """The timed jobs, as a class of retention names them: ``people.prune``."""
    names = [job.name.split(".") for _cron, job in TIMED]
    return {f"{parts[-3]}.{parts[-1]}" for parts in names}


def without_action(span: Span, jobs: Iterable[str]) -> Iterator[str]:
    """Classes that two things end, or a job that nobody runs."""
    if span.days is not None and span.job:
        yield f"“{span.words}” is ended twice"
    if span.job and span.job not in jobs:
        yield f"“{span.words}”: no timed job is called {span.job}"


def without_clock(model: Model) -> Iterator[str]:
    """Fields with a term of days that counts from nothing."""
    for name, about in personal_fields(model).items():
        if about.retention.days is not None and not _is_time(model, about.since):
            yield f"{model._meta.label}.{name} is kept for days, since when? ({about.since or 'nothing'} is no time)"
        if about.retention.days is None and about.since:
            yield f"{model._meta.label}.{name} counts from {about.since} to nothing"


def _is_time(model: Model, path: str) -> bool:
    try:
        return isinstance(field_at(model, path), TIMES)
    except FieldDoesNotExist:
        return False


def unreached(model: Model, seen_to: Iterable[str], about: Iterable[Model]) -> Iterator[str]:
    """Models with something personal in them that the erasing of a person does not reach."""
    private = [name for name, field in personal_fields(model).items() if not field.public]
    if private and model._meta.label not in seen_to and not _hangs_on(model, set(about)):
        yield f"{model._meta.label} is not reached when a person is erased; its app wants an eraser"


def _hangs_on(model: Model, about: set[Model]) -> bool:
    """Whether the rows are about a person, or go with rows that are and go themselves."""
    if model in about or model is Person:
        return True
    return any(
        isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model in about
        and not stays(field.related_model)
        for field in model._meta.local_fields
    )


def unsaid(model: Model) -> Iterator[str]:
    """Tables about people that do not say what becomes of their rows, and those that cannot do what they say."""
    if why_it_stays(model) is None:
        yield f"{model._meta.label} does not say whether it stays (stays_because) when its person is erased"
    elif why_it_stays(model) and emptied(model) is None:
        yield f"{model._meta.label} says that it stays, but something personal in it cannot be empty"


def about_people() -> list[Model]:
    return list(dict.fromkeys(field.model for field in speaking_of_people()))


def kinds() -> set[str]:
    return {kind for each in erasers() for kind in each.kinds}


def test_every_class_of_retention_has_its_action() -> None:
    assert_nothing(sentence for one in Retention for sentence in without_action(one.value, scheduled()))


def test_every_class_of_retention_is_used() -> None:
    used = {about.retention for model in our_models() for about in personal_fields(model).values()}
    assert set(Retention) - used == set()


def test_every_term_counts_from_a_time() -> None:
    assert_nothing(sentence for model in our_models() for sentence in without_clock(model))


def test_erasing_reaches_everything_personal() -> None:
    seen_to, about = kinds(), about_people()
    assert_nothing(sentence for model in our_models() for sentence in unreached(model, seen_to, about))


def test_erasers_see_to_models_that_there_are() -> None:
    assert kinds() - {model._meta.label for model in our_models()} == set()


def test_every_table_about_people_says_what_becomes_of_it() -> None:
    assert_nothing(sentence for model in about_people() for sentence in unsaid(model))


def test_who_is_erased_has_nothing_personal_left() -> None:
    assert set(personal_fields(Person)) == set(NOBODY)


@pytest.mark.parametrize(
    "span", [Span("a year", days=365, job="people.prune"), Span("a day", job="people.forgotten")], ids=str
)
def test_a_class_without_its_action_is_seen(span: Span) -> None:
    assert len(list(without_action(span, {"people.prune"}))) == 1


@isolate_apps("gongzhi.kernel.places")
def test_a_term_that_counts_from_nothing_is_seen() -> None:
    class Visit(models.Model):
        personal = {
            "host": Personal("visiting", Retention.TWO_YEARS),
            "guest": Personal("visiting", Retention.TWO_YEARS, since="host"),
            "note": Personal("visiting", Retention.TWO_YEARS, since="ended"),
            "word": Personal("visiting", Retention.ON_RECORD, since="on"),
            "good": Personal("visiting", Retention.TWO_YEARS, since="on"),
        }
        host, guest, note, word, good = (models.TextField() for _n in range(5))
        on = models.DateField()

        class Meta:
            app_label = "places"

    assert [sentence.partition(" ")[0] for sentence in without_clock(Visit)] == [
        f"places.Visit.{name}" for name in ("host", "guest", "note", "word")
    ]


@isolate_apps("gongzhi.kernel.places")
def test_what_erasing_does_not_reach_is_seen() -> None:
    class Diary(models.Model):
        personal = {"entry": Personal("remembering", Retention.ON_RECORD)}
        entry = models.TextField(blank=True)

        class Meta:
            app_label = "places"

    class Page(models.Model):
        personal = {"text": Personal("remembering", Retention.ON_RECORD)}
        diary = models.ForeignKey(Diary, models.CASCADE)
        text = models.TextField()

        class Meta:
            app_label = "places"

    assert len(list(unreached(Diary, set(), []))) == len(list(unreached(Page, set(), []))) == 1
    assert list(unreached(Diary, {"places.Diary"}, [])) == list(unreached(Diary, set(), [Diary])) == []
    Diary.stays_because = "the pages are counted"  # type: ignore[attr-defined]
    assert len(list(unreached(Page, set(), [Diary]))) == 1
    Diary.stays_because = ""  # type: ignore[attr-defined]
    assert list(unreached(Page, set(), [Diary])) == []


@isolate_apps("gongzhi.kernel.places")
def test_a_table_about_people_that_says_nothing_is_seen() -> None:
    class Portrait(models.Model):
        personal = {"likeness": Personal("remembering", Retention.ON_RECORD)}
        likeness = models.TextField()

        class Meta:
            app_label = "places"

    assert len(list(unsaid(Portrait))) == 1
    Portrait.stays_because = "it hangs on the wall"  # type: ignore[attr-defined]
    assert len(list(unsaid(Portrait))) == 1
    Portrait.stays_because = ""  # type: ignore[attr-defined]
    assert list(unsaid(Portrait)) == []
