"""What is never written here: hidden consequences, loose keys, unsafe text, SQL put together by hand."""

import ast
from collections.abc import Iterator

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tests.house_rules.source import Source, assert_nothing, found, name_of, seen
from tests.house_rules.test_layers import our_models

IMPORTS = {
    "django.dispatch": "signals hide what follows from what",
    "django.db.models.signals": "signals hide what follows from what",
    "django.contrib.contenttypes": "generic keys are not checked by the database",
}
NAMES = {
    "mark_safe": "text is escaped; build markup in a template or with format_html",
    "SafeString": "text is escaped; build markup in a template or with format_html",
    "csrf_exempt": "every form is protected",
    "RawSQL": "SQL by hand",
}
#: Statements with names of our own tables and roles, which cannot be parameters.
OUR_NAMES = {"gongzhi/lib/postgres/roles.py"}


def forbidden(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            for module in _modules(node):
                yield from (
                    source.at(node, why) for name, why in IMPORTS.items() if f"{module}.".startswith(f"{name}.")
                )
        if isinstance(node, ast.Name | ast.Attribute | ast.alias) and name_of(node) in NAMES:
            yield source.at(node, NAMES[name_of(node)])


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def raw_query(source: Source) -> Iterator[str]:
    for call in source.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"raw", "extra"}:
            yield source.at(call, "SQL by hand")


def composed_sql(source: Source) -> Iterator[str]:
    """``execute`` with a text put together on the spot, instead of a constant with parameters."""
    for call in source.calls:
        if name_of(call) in {"execute", "executemany"} and call.args and _put_together(call.args[0]):
            yield source.at(call, "SQL put together by hand; pass parameters, or compose with psycopg.sql")


def _put_together(text: ast.expr) -> bool:
    return isinstance(text, ast.JoinedStr | ast.BinOp) or (
        isinstance(text, ast.Call)
        and name_of(text) == "format"
        and isinstance(text.func, ast.Attribute)
        and isinstance(text.func.value, ast.Constant)
    )


def unsafe_template(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if "|safe" in line.replace(" ", "") or "autoescape off" in line:
            yield f"{source.path}:{number} text is escaped, always"


def overgrown(model: type[models.Model]) -> Iterator[str]:
    """Models that inherit a table, or that do more than saving when they are saved."""
    if model._meta.parents:
        yield f"{model._meta.label} inherits a table; attach a row of its own instead"
    for name in {"save", "delete"} & set(vars(model)):
        yield f"{model._meta.label}.{name} is overridden; consequences stand in an action"


def test_nothing_forbidden_is_used() -> None:
    assert_nothing(found(forbidden, "gongzhi/**/*.py"))


def test_no_query_is_raw() -> None:
    assert_nothing(found(raw_query, *(f"gongzhi/{floor}/**/*.py" for floor in ("kernel", "programmes", "faces"))))


def test_no_sql_is_put_together_by_hand() -> None:
    composed = found(composed_sql, "gongzhi/**/*.py")
    assert_nothing(sentence for sentence in composed if sentence.partition(":")[0] not in OUR_NAMES)


def test_templates_escape_everything() -> None:
    assert_nothing(found(unsafe_template, "gongzhi/**/*.html"))


def test_models_are_only_tables() -> None:
    assert_nothing(sentence for model in our_models() for sentence in overgrown(model))


@pytest.mark.parametrize(
    "line",
    [
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "from django.contrib.contenttypes.fields import GenericForeignKey",
        "import django.dispatch",
        "html = safestring.mark_safe(text)",
        "from django.utils.safestring import mark_safe",
    ],
)
def test_what_is_forbidden_is_seen(line: str) -> None:
    assert len(seen(forbidden, line)) == 1


@pytest.mark.parametrize("line", ["Person.objects.raw(query)", "people.extra(where=[clause])"])
def test_a_raw_query_is_seen(line: str) -> None:
    assert len(seen(raw_query, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'cursor.execute(f"drop table {name}")',
        'cursor.execute("drop table " + name)',
        'cursor.execute("drop table %s" % name)',
        'cursor.execute("drop table {}".format(name))',
    ],
)
def test_composed_sql_is_seen(line: str) -> None:
    assert len(seen(composed_sql, line)) == 1


def test_sql_with_parameters_is_left_alone() -> None:
    assert seen(composed_sql, 'cursor.execute("select %s", [name])') == []
    assert seen(composed_sql, 'cursor.execute(sql.SQL("drop table {}").format(sql.Identifier(name)))') == []


def test_an_unsafe_template_is_seen() -> None:
    assert len(seen(unsafe_template, "<p>{{ text|safe }}</p>\n{% autoescape off %}")) == 2


@isolate_apps("gongzhi.kernel.places")
def test_an_overgrown_model_is_seen() -> None:
    class Parent(models.Model):
        class Meta:
            app_label = "places"

    class Child(Parent):
        class Meta:
            app_label = "places"

        def save(self, *args: object, **kwargs: object) -> None: ...

    assert len(list(overgrown(Child))) == 2
