"""django-import-export on a roster of its own. Imported only in the process that measures it."""

from pathlib import Path
from typing import Any

import tablib
from django.db import connection, models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from bench.watches import Watch

KEY = ("name", "phone")
PLAIN = ("sex", "birth", "skills", "posts", "accepted_on")


class Line(models.Model):
    """What a line says, as texts and a date."""

    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    sex = models.CharField(max_length=8)
    birth = models.CharField(max_length=10)
    skills = models.CharField(max_length=100, blank=True)
    posts = models.CharField(max_length=100, blank=True)
    accepted_on = models.DateField()

    class Meta:
        abstract = True


class Roster(Line):
    """The least a site would keep, and an index to find a line again."""

    unit = models.CharField(max_length=100)
    community = models.CharField(max_length=100)

    class Meta:
        app_label = "bench"
        indexes = (models.Index(fields=KEY, name="roster_key"),)


class Named(models.Model):
    """A unit or a community."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "bench"


class Linked(Line):
    """The same with its unit and community looked up, as ours are."""

    unit = models.ForeignKey(Named, models.PROTECT, related_name="+")
    community = models.ForeignKey(Named, models.PROTECT, related_name="+")

    class Meta:
        app_label = "bench"
        indexes = (models.Index(fields=KEY, name="linked_key"),)


class Default(ModelResource):
    """As it comes."""

    class Meta:
        model = Roster
        import_id_fields = KEY
        fields = (*KEY, *PLAIN, "unit", "community")


class InBulk(ModelResource):
    """As its documentation advises for many rows."""

    class Meta(Default.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True


class LookedUp(ModelResource):
    """As it comes, with names that must be on record."""

    unit = Field("unit", "unit", ForeignKeyWidget(Named, "name"))
    community = Field("community", "community", ForeignKeyWidget(Named, "name"))

    class Meta(Default.Meta):
        model = Linked


WAYS = {"default": Default, "bulk": InBulk, "linked": LookedUp}


def roster(workbook: str, way: str) -> dict[str, Any]:
    """From the bytes of the workbook to the rows in an empty table."""
    data, resource = Path(workbook).read_bytes(), WAYS[way]()
    lines = tablib.Dataset().load(data, format="xlsx")  # what is loaded on first use is loaded
    _empty_tables(Linked, Named, Roster)
    Named.objects.bulk_create([Named(name=name) for name in {*lines["unit"], *lines["community"]}])
    with Watch() as watch:
        dataset = tablib.Dataset().load(data, format="xlsx")
        resource.import_data(dataset, raise_errors=True)
    return watch.figures() | {"rows": resource._meta.model.objects.count()}


def _empty_tables(*tables: type[models.Model]) -> None:
    """New ones, in place of those of the round before."""
    standing = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for table in tables:
            if table._meta.db_table in standing:
                editor.delete_model(table)
        for table in reversed(tables):
            editor.create_model(table)
