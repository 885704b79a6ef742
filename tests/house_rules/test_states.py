"""States that can be reached and that the database knows; who and when always together."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.test.utils import isolate_apps

from gongzhi.lib.states import Moves, unreachable
from tests.house_rules.source import assert_nothing
from tests.house_rules.test_layers import our_models

#: ``*_at`` fields that have no ``*_by``, and why.
NOBODY_ACTS = {
    "events.Event.starts_at": "when it is held",
    "events.Event.ends_at": "when it is held",
    "ledger.Seal.made_at": "the machine seals",
    "notices.Message": "times of a message are set by the machine that delivers it",
    "notices.InboxItem.arrived_at": "a message arrives by itself",
    "intake.Draft.read_at": "the worker looks",
    "people.Account.used_at": "the owner comes in",
    "people.Session.began_at": "the owner of the account",
    "people.Session.ends_at": "set by the machine when it begins",
    "people.Session.seen_at": "the owner of the account",
    "organizations.Watch.asked_at": "the owner of the account asks",
    "people.SignInCode": "nobody is signed in yet",
    "people.Ticket.ends_at": "set by the machine when it is made",
    "people.Ticket.used_at": "whoever it was made for",
    "people.Brake.failed_at": "nobody is signed in yet",
}


def lost(model: type[models.Model]) -> Iterator[str]:
    """States that no chain of moves reaches from the state a new row has."""
    state, moves = field(model, "state"), getattr(model, "moves", None)
    if state is None:
        return
    if moves is None:
        yield f"{model._meta.label} has a state and no moves"
        return
    states = {value for value, _ in state.flatchoices}
    for name in sorted(unreachable(moves, {state.get_default()}, states)):
        yield f"{model._meta.label}: no move leads to {name}"


def unguarded(model: type[models.Model]) -> Iterator[str]:
    """Choices that the database would let anyone misspell."""
    for choice in (found for found in model._meta.local_fields if found.choices):
        values = {value for value, _ in choice.flatchoices}
        if not any(allowed <= values for allowed in constrained(model, choice.name)):
            yield f"{model._meta.label}.{choice.name} has no check constraint on its values"


def constrained(model: type[models.Model], name: str) -> Iterator[set[str]]:
    """For each check constraint that limits a field: the values it leaves."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q):
            allowed = left_by(constraint.condition, name)
            if allowed is not None:
                yield allowed


def left_by(condition: Q, name: str) -> set[str] | None:
    """The values of a field under which ``condition`` can hold; None if it does not limit them."""
    if condition.negated:
        return None
    sets = [_left_by_part(part, name) for part in condition.children]
    limits = [values for values in sets if values is not None]
    if condition.connector == Q.OR:
        return set().union(*limits) if len(limits) == len(sets) else None
    return set.intersection(*limits) if limits else None


def _left_by_part(part: Q | tuple[str, object], name: str) -> set[str] | None:
    if isinstance(part, Q):
        return left_by(part, name)
    lookup, value = part
    if lookup == name:
        return {value}
    return set(value) if lookup == f"{name}__in" else None


def unpaired(model: type[models.Model]) -> Iterator[str]:
    """Fields that say when and not who, or who and not when, and pairs that the database does not tie."""
    names = {found.name for found in model._meta.local_fields}
    for name in sorted(names):
        label, other = f"{model._meta.label}.{name}", _other(name)
        if other is None or label in NOBODY_ACTS or model._meta.label in NOBODY_ACTS:
            continue
        if other not in names:
            yield f"{label} stands without {other}"
        elif name.endswith("_at") and model._meta.get_field(name).null and not _tied(model, {name, other}):
            yield f"{label} and {other}: no check constraint names both"


def _other(name: str) -> str | None:
    if name.endswith("_at"):
        return f"{name.removesuffix('_at')}_by"
    return f"{name.removesuffix('_by')}_at" if name.endswith("_by") else None


def _tied(model: type[models.Model], pair: set[str]) -> bool:
    return any(
        pair <= {lookup.partition("__")[0] for lookup in lookups(constraint.condition)}
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
    )


def lookups(condition: Q) -> Iterator[str]:
    for part in condition.children:
        if isinstance(part, Q):
            yield from lookups(part)
        elif isinstance(part, tuple):
            yield part[0]


def field(model: type[models.Model], name: str) -> models.Field | None:
    return next((found for found in model._meta.local_fields if found.name == name), None)


def test_every_state_can_be_reached() -> None:
    assert_nothing(sentence for model in our_models() for sentence in lost(model))


def test_the_database_knows_the_values_of_every_choice() -> None:
    assert_nothing(sentence for model in our_models() for sentence in unguarded(model))


def test_who_and_when_stand_together() -> None:
    assert_nothing(sentence for model in our_models() for sentence in unpaired(model))


def test_there_are_states_to_look_at() -> None:
    assert any(field(model, "state") for model in our_models())


class Colour(models.TextChoices):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


def colour() -> models.CharField:
    return models.CharField(max_length=8, choices=Colour, default=Colour.RED)


@isolate_apps("gongzhi.kernel.places")
def test_a_lost_state_and_a_state_without_moves_are_seen() -> None:
    class Lamp(models.Model):
        moves: Moves = {"go": ((Colour.RED,), Colour.GREEN), "stop": ((Colour.GREEN,), Colour.RED)}
        state = colour()

        class Meta:
            app_label = "places"

    class Unmoved(models.Model):
        state = colour()

        class Meta:
            app_label = "places"

    assert list(lost(Lamp)) == ["places.Lamp: no move leads to blue"]
    assert len(list(lost(Unmoved))) == 1


@isolate_apps("gongzhi.kernel.places")
def test_a_choice_without_constraint_is_seen() -> None:
    class Loose(models.Model):
        hue = colour()
        state = colour()

        class Meta:
            app_label = "places"
            constraints = (models.CheckConstraint(condition=Q(hue__in=Colour.values), name="loose_hue"),)

    assert list(unguarded(Loose)) == ["places.Loose.state has no check constraint on its values"]


@isolate_apps("gongzhi.kernel.places")
def test_a_constraint_by_cases_counts_and_one_with_a_gap_does_not() -> None:
    by_cases = Q(state="red", until=None) | Q(state__in=("green", "blue"), until__isnull=False)
    with_a_gap = Q(state="red", until=None) | Q(until__isnull=False)
    assert left_by(by_cases, "state") == {"red", "green", "blue"}
    assert left_by(with_a_gap, "state") is None
    assert left_by(~Q(state="red"), "state") is None


@isolate_apps("gongzhi.kernel.places")
def test_a_when_without_who_and_a_pair_that_is_not_tied_are_seen() -> None:
    class Half(models.Model):
        ended_at = models.DateTimeField(null=True)

        class Meta:
            app_label = "places"

    class Untied(models.Model):
        ended_at = models.DateTimeField(null=True)
        ended_by = models.IntegerField(null=True)

        class Meta:
            app_label = "places"

    class Tied(models.Model):
        ended_at = models.DateTimeField(null=True)
        ended_by = models.IntegerField(null=True)

        class Meta:
            app_label = "places"
            constraints = (
                models.CheckConstraint(condition=Q(ended_by=None) | Q(ended_at__isnull=False), name="tied_ended"),
            )

    assert list(unpaired(Half)) == ["places.Half.ended_at stands without ended_by"]
    assert list(unpaired(Untied)) == ["places.Untied.ended_at and ended_by: no check constraint names both"]
    assert list(unpaired(Tied)) == []
