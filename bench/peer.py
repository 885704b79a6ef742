"""django-import-export on a roster of its own. Imported only in the process that measures it."""

from pathlib import Path
from typing import Any

import tablib
from django.db import connection, models
from import_export.resources import ModelResource

from bench.watches import Watch

KEY = ("name", "phone")


class Roster(models.Model):
    """What a site without us would keep: texts and a date, and an index to find a line again."""

    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    unit = models.CharField(max_length=100)
    community = models.CharField(max_length=100)
    accepted_on = models.DateField()

    class Meta:
        app_label = "bench"
        indexes = (models.Index(fields=KEY, name="roster_key"),)


class Default(ModelResource):
    """As it comes."""

    class Meta:
        model = Roster
        import_id_fields = KEY
        fields = (*KEY, "unit", "community", "accepted_on")


class InBulk(ModelResource):
    """As its documentation advises for many rows."""

    class Meta(Default.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True


def roster(workbook: str, in_bulk: bool) -> dict[str, Any]:
    """From the bytes of the workbook to the rows in an empty table."""
    data = Path(workbook).read_bytes()
    with connection.schema_editor() as editor:
        if Roster._meta.db_table in connection.introspection.table_names():
            editor.delete_model(Roster)
        editor.create_model(Roster)
    resource = InBulk() if in_bulk else Default()
    tablib.Dataset().load(data, format="xlsx")  # what is loaded on first use is loaded
    with Watch() as watch:
        dataset = tablib.Dataset().load(data, format="xlsx")
        resource.import_data(dataset, raise_errors=True)
    assert Roster.objects.exists()
    return watch.figures()
