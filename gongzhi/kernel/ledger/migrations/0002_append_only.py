from django.db import migrations

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only, % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'A correction is a new line.';
END
$$;
"""

# ALWAYS: a session that replays replicated changes is refused too.
ENTRY = """
CREATE TRIGGER append_only_entry BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER append_only_entry;
"""

# A form must be remembered for 24 hours; afterwards it may be forgotten. (A name that begins with
# append_only would take the right to delete from the application's role.)
ONE_TIME_KEY = """
CREATE TRIGGER kept_onetimekey BEFORE UPDATE ON ledger_onetimekey
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER kept_onetimekey_a_day BEFORE DELETE ON ledger_onetimekey
FOR EACH ROW WHEN (OLD.made_at > statement_timestamp() - interval '24 hours') EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_onetimekey ENABLE ALWAYS TRIGGER kept_onetimekey;
ALTER TABLE ledger_onetimekey ENABLE ALWAYS TRIGGER kept_onetimekey_a_day;
"""


class Migration(migrations.Migration):
    """Triggers that refuse to change or delete; truncating stays with the owner of the tables."""

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse()"),
        migrations.RunSQL(ENTRY, "DROP TRIGGER append_only_entry ON ledger_entry"),
        migrations.RunSQL(
            ONE_TIME_KEY,
            "DROP TRIGGER kept_onetimekey ON ledger_onetimekey;"
            "DROP TRIGGER kept_onetimekey_a_day ON ledger_onetimekey",
        ),
    ]
