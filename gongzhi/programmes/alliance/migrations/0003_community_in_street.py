import django.db.models.deletion
from django.db import migrations, models

IN_STREET = """
ALTER TABLE alliance_reportin ADD CONSTRAINT reportin_community_in_street
FOREIGN KEY (community_id, street_id) REFERENCES places_place (id, street_id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    """One look instead of two, and it also tells that the community lies in the street."""

    dependencies = [("alliance", "0002_one_index_for_community"), ("places", "0003_place_in_street")]

    operations = [
        migrations.AlterField(
            "reportin",
            "community",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_ins",
                to="places.place",
                verbose_name="社区",
            ),
        ),
        migrations.AlterField(
            "reportin",
            "street",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
                verbose_name="街道",
            ),
        ),
        migrations.RunSQL(IN_STREET, "ALTER TABLE alliance_reportin DROP CONSTRAINT reportin_community_in_street"),
    ]
