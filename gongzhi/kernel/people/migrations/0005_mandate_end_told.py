from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_rights_of_the_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='mandate',
            name='end_told',
            field=models.BooleanField(default=False, verbose_name='到期已告知'),
        ),
    ]
