from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_shapes_and_former_names")]

    operations = [
        migrations.AddConstraint(
            "place", models.UniqueConstraint(fields=("id", "street"), name="place_in_street")
        ),
    ]
