"""Who may know whom, where no import shows it: writes, queries, requests, foreign keys."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.rulebook.models import Setting
from tests.house_rules.source import Source, assert_nothing, found, name_of, seen

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

#: Lowest first. Apps on one line are strangers to each other; so are all programmes.
ORDER = (
    {"rulebook", "evidence", "notices", "ledger"},
    {"places"},
    {"people"},
    {"organizations"},
    {"seats"},
    {"events"},
    {"agreements"},
    {"intake", "exports"},
    {"alliance"},
)
WITH_SOFT_REFERENCES = {"rulebook", "evidence", "notices", "ledger", "intake"}


def writes(source: Source) -> Iterator[str]:
    """Calls that change rows. A file saved under a path, and a set or dict updated with a value, are not."""
    for call in source.calls:
        if isinstance(call.func, ast.Attribute) and _changes_rows(call, call.func):
            yield source.at(call, f"changes data (.{call.func.attr}); only actions do that")


def _changes_rows(call: ast.Call, function: ast.Attribute) -> bool:
    if name_of(function.value) == "bulk":
        return function.attr in {"copy", "insert", "update"}
    on_something_else = function.attr in {"save", "update"} and bool(call.args)
    return function.attr in WRITES and not on_something_else


def managers(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Attribute):
        if node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield source.at(node, "queries by itself; ask a function of queries.py")


def requests(source: Source) -> Iterator[str]:
    for function in source.functions:
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if any(argument.arg == "request" for argument in arguments):
            yield source.at(function, f"{function.name} knows the request; only faces do")


def upward(model: type[models.Model]) -> Iterator[str]:
    """Relations of ``model`` to a model of the same height or above, outside its own app."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        target = field.related_model
        if field.is_relation and target not in (None, "self") and _not_below(target._meta.app_label, model):
            yield f"{model._meta.label}.{field.name} points at {target._meta.label}, which is not below"


def _not_below(app_label: str, model: type[models.Model]) -> bool:
    return app_label != model._meta.app_label and height(app_label) >= height(model._meta.app_label)


def height(app_label: str) -> int:
    """How high an app stands; what is not ours lies below everything."""
    return next((height for height, labels in enumerate(ORDER) if app_label in labels), -1)


def soft_references(model: type[models.Model]) -> Iterator[str]:
    """Columns that hold an id of something without saying of what table, where they are not allowed."""
    for field in model._meta.local_fields:
        if field.name.endswith("_id") and not field.is_relation and model._meta.app_label not in WITH_SOFT_REFERENCES:
            yield f"{model._meta.label}.{field.name} is a reference that the database cannot check"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("gongzhi.")]


def test_faces_change_nothing() -> None:
    assert_nothing(found(writes, "gongzhi/faces/**/*.py"))


def test_only_actions_change_data() -> None:
    below = found(writes, "gongzhi/kernel/**/*.py", "gongzhi/programmes/**/*.py", "gongzhi/demo/**/*.py")
    assert_nothing(sentence for sentence in below if "/actions" not in sentence)


def test_faces_ask_queries_and_never_the_tables() -> None:
    assert_nothing(found(managers, "gongzhi/faces/**/*.py"))


def test_no_request_below_the_faces() -> None:
    assert_nothing(found(requests, "gongzhi/lib/**/*.py", "gongzhi/kernel/**/*.py", "gongzhi/programmes/**/*.py"))


def test_no_foreign_key_points_upward() -> None:
    assert_nothing(sentence for model in our_models() for sentence in upward(model))


def test_soft_references_only_where_a_journal_must_survive() -> None:
    assert_nothing(sentence for model in our_models() for sentence in soft_references(model))


def test_every_app_has_its_height() -> None:
    assert {model._meta.app_label for model in our_models()} <= set().union(*ORDER)


@pytest.mark.parametrize(
    "line",
    [
        "person.save()",
        "Person.objects.create(name=name)",
        "found.update(state='x')",
        "alias.delete()",
        "bulk.copy(Person, names, rows)",
        "bulk.insert(rows)",
    ],
)
def test_a_write_is_seen(line: str) -> None:
    assert len(seen(writes, line)) == 1


@pytest.mark.parametrize("line", ["book.save(path)", "context.update(extra)", "seen.update(names)"])
def test_what_is_no_write_of_a_row_is_left_alone(line: str) -> None:
    assert seen(writes, line) == []


def test_a_query_in_a_face_is_seen() -> None:
    assert len(seen(managers, "people = Person.objects.filter(name=name)")) == 1


def test_a_request_below_the_faces_is_seen() -> None:
    assert len(seen(requests, "def visible_to(request): ...")) == 1


@isolate_apps("gongzhi.kernel.places")
def test_a_foreign_key_upward_is_seen() -> None:
    class Upward(models.Model):
        organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

        class Meta:
            app_label = "places"

    assert len(list(upward(Upward))) == 1


@isolate_apps("gongzhi.kernel.ledger")
def test_a_foreign_key_to_a_neighbour_among_the_four_lowest_is_seen() -> None:
    class Sideways(models.Model):
        setting = models.ForeignKey(Setting, models.PROTECT, related_name="+")

        class Meta:
            app_label = "ledger"

    assert len(list(upward(Sideways))) == 1


@isolate_apps("gongzhi.kernel.places")
def test_a_soft_reference_in_the_middle_is_seen() -> None:
    class Soft(models.Model):
        subject_id = models.BigIntegerField()

        class Meta:
            app_label = "places"

    assert len(list(soft_references(Soft))) == 1
