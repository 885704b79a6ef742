"""Every personal field says what it is kept for and how long (Personal Information Protection Law, art. 6, 17, 19)."""

import re
from collections.abc import Iterator

from django.db import models
from django.test.utils import isolate_apps

from gongzhi.lib.personal import Personal, Retention
from tests.house_rules.source import assert_nothing
from tests.house_rules.test_layers import our_models

#: Words in a field's name that speak of a human being.
SPEAKS = re.compile(
    r"name|given|alias|pinyin|initials|phone|mobile|email|wechat|contact|sealed|mark|hash|tail|birth|age$|sex|gender"
    r"|nation|address|door|identity|passport|photo|face|health|belief|skill|wanted|note|remark|reason"
)
HOLDS_TEXT = (models.CharField, models.TextField, models.BinaryField)

#: Fields that sound personal, stand beside people or hold anything, and are not personal; with the reason.
NOT_PERSONAL = {
    "events.Event.reason": "said to everybody",
    "events.Event.telephone": "for everybody to call",
    "events.Series.telephone": "for everybody to call",
    "events.Occurrence.note": "what is special about a day",
    "exports.Export.chosen": "choices out of those that a list declares",
    "evidence.Evidence.sealed": "whether the file is encrypted",
    "intake.Draft.counts": "how many rows have which status",
    "ledger.Entry.actor_name": "a system actor; people are known by their id",
    "ledger.Entry.facts": "ids, counts, codes and names of fields; `record` refuses anything else",
    "ledger.Entry.reason_digest": "the digest of sealed bytes, which tells nothing of the words",
    "ledger.OneTimeKey.answer": "ids, as `once` asks for",
    "organizations.Organization.address": "where an organisation is found",
    "organizations.Organization.name": "an organisation",
    "organizations.OrganizationAlias.name": "an organisation",
    "organizations.Watch.code_mark": "six random digits",
    "people.Session.key_digest": "opens a session, tells nobody whose",
    "people.SignInCode.code_digest": "six random digits",
    "people.SignInCode.request_digest": "a random key",
    "people.Ticket.digest": "a random key",
    "people.Consent.given_at": "when",
    "people.Consent.how": "whether it was signed, said or ticked",
    "people.Consent.purpose": "what was agreed to",
    "people.Consent.version": "which text was agreed to",
    "people.Mandate.how": "whether it was signed or said",
    "people.Merge.pointers": "ids",
    "people.Person.identity_kind": "which kind of document, not its number",
    "places.FormerName.name": "a place",
    "places.Place.address": "where a place is found",
    "places.Place.name": "a place",
    "places.PlaceShape.geometry": "the bounds of a place",
    "rulebook.CalendarDay.name": "a public holiday",
    "rulebook.Setting.value": "a threshold",
    "alliance.MemberUnit.remark": "about a unit",
}


def undeclared(model: type[models.Model]) -> Iterator[str]:
    """Fields nobody has spoken of: those with a telling name or without a fixed shape, and every text beside people."""
    declared = getattr(model, "personal", {})
    for field in model._meta.local_fields:
        label = f"{model._meta.label}.{field.name}"
        if field.is_relation or field.name in declared or label in NOT_PERSONAL:
            continue
        if SPEAKS.search(field.name) or _holds_anything(field) or (model._meta.app_label == "people" and _text(field)):
            yield f"{label}: personal or not?"


def _holds_anything(field: models.Field) -> bool:
    return isinstance(field, models.JSONField)


def _text(field: models.Field) -> bool:
    """Texts that a human being could be read from; choices from a list are facts of the work."""
    return isinstance(field, HOLDS_TEXT) and not field.choices


def empty(model: type[models.Model]) -> Iterator[str]:
    """Declarations that say nothing, speak of no field, or leave a sensitive value open to read."""
    fields = {field.name: field for field in model._meta.local_fields}
    for name, about in getattr(model, "personal", {}).items():
        label = f"{model._meta.label}.{name}"
        if name not in fields:
            yield f"{label} is declared and does not exist"
        elif not (isinstance(about, Personal) and str(about.purpose) and isinstance(about.retention, Retention)):
            yield f"{label} is declared without purpose or retention"
        elif about.sensitive and not isinstance(fields[name], models.BinaryField):
            yield f"{label} is sensitive and not sealed"


def test_every_personal_field_is_declared() -> None:
    assert_nothing(sentence for model in our_models() for sentence in undeclared(model))


def test_every_declaration_says_what_for_and_how_long() -> None:
    assert_nothing(sentence for model in our_models() for sentence in empty(model))


def test_the_list_of_what_is_not_personal_is_of_today() -> None:
    fields = {f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.local_fields}
    assert set(NOT_PERSONAL) - fields == set()


@isolate_apps("gongzhi.kernel.places")
def test_a_telling_field_is_seen_in_any_app() -> None:
    class Caretaker(models.Model):
        telephone = models.CharField(max_length=20)
        keys = models.IntegerField()
        former = models.JSONField()

        class Meta:
            app_label = "places"

    assert list(undeclared(Caretaker)) == [
        "places.Caretaker.telephone: personal or not?",
        "places.Caretaker.former: personal or not?",
    ]


@isolate_apps("gongzhi.kernel.people")
def test_any_text_beside_people_is_seen() -> None:
    class Habit(models.Model):
        likes = models.TextField()
        kind = models.CharField(max_length=4, choices=[("a", "A")])

        class Meta:
            app_label = "people"

    assert list(undeclared(Habit)) == ["people.Habit.likes: personal or not?"]


@isolate_apps("gongzhi.kernel.people")
def test_an_empty_declaration_is_seen() -> None:
    class Card(models.Model):
        personal = {
            "likes": Personal("", Retention.TWO_YEARS),
            "told": Personal("finding", "a year"),  # type: ignore[arg-type]
            "gone": Personal("finding", Retention.TWO_YEARS),
            "illness": Personal("help", Retention.TWO_YEARS, sensitive=True),
            "name": Personal("finding", Retention.TWO_YEARS),
        }
        likes = models.TextField()
        told = models.TextField()
        illness = models.TextField()
        name = models.TextField()

        class Meta:
            app_label = "people"

    assert list(undeclared(Card)) == []
    assert [sentence.partition(" ")[0] for sentence in empty(Card)] == [
        "people.Card.likes",
        "people.Card.told",
        "people.Card.gone",
        "people.Card.illness",
    ]
