import django.db.models.deletion
from django.db import migrations, models

KNOWN = """
CREATE FUNCTION intake_batch_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT DISTINCT batch_id FROM fresh EXCEPT SELECT id FROM intake_batch) THEN
        RAISE EXCEPTION '% names a batch that does not exist', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER batch_known AFTER INSERT ON intake_row
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION intake_batch_known();
CREATE TRIGGER batch_known AFTER INSERT ON intake_provenance
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION intake_batch_known();
"""

# The way back for what the triggers above cannot see: a row that moves, a batch that goes.
STAYS = """
CREATE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', HINT = 'A batch is undone, and its rows stay with it.';
END
$$;
CREATE TRIGGER batch_stays BEFORE DELETE OR UPDATE OF id ON intake_batch
FOR EACH ROW EXECUTE FUNCTION intake_refuse();
CREATE TRIGGER batch_stays BEFORE UPDATE OF batch_id ON intake_row
FOR EACH ROW WHEN (OLD.batch_id IS DISTINCT FROM NEW.batch_id) EXECUTE FUNCTION intake_refuse();
CREATE TRIGGER batch_stays BEFORE UPDATE OF batch_id ON intake_provenance
FOR EACH ROW WHEN (OLD.batch_id IS DISTINCT FROM NEW.batch_id) EXECUTE FUNCTION intake_refuse();
"""


class Migration(migrations.Migration):
    """The batch of ten thousand rows is looked up once and not ten thousand times."""

    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AlterField(
            "provenance",
            "batch",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="provenance",
                to="intake.batch",
                verbose_name="批次",
            ),
        ),
        migrations.AlterField(
            "row",
            "batch",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="intake.batch",
                verbose_name="批次",
            ),
        ),
        migrations.RunSQL(
            KNOWN,
            "DROP TRIGGER batch_known ON intake_row; DROP TRIGGER batch_known ON intake_provenance;"
            "DROP FUNCTION intake_batch_known()",
        ),
        migrations.RunSQL(
            STAYS,
            "DROP TRIGGER batch_stays ON intake_batch; DROP TRIGGER batch_stays ON intake_row;"
            "DROP TRIGGER batch_stays ON intake_provenance; DROP FUNCTION intake_refuse()",
        ),
    ]
