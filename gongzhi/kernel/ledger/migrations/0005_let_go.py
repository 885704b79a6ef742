from django.db import migrations

# The rulebook has the number of days; the law has six months, whatever stands there.
KEPT = """
CREATE FUNCTION ledger_kept_from() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT today - greatest(183, coalesce((
        SELECT (value #>> '{}')::integer FROM rulebook_setting
        WHERE key = 'ledger.kept_days' AND street_id IS NULL AND valid_from <= today
        ORDER BY valid_from DESC LIMIT 1
    ), 1095))
    FROM (SELECT (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS today) AS clock
$$;
"""

# What may go: lines older than must be kept, of days that are sealed, after a line has told of it. Nothing
# else decides, neither who asks nor by which way.
MAY_GO = """
CREATE FUNCTION ledger_may_go_before() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN count(*) = 0 THEN '-infinity'
    ELSE least(max(seal.day) + 1, ledger_kept_from())::timestamp AT TIME ZONE 'Asia/Shanghai' END
    FROM ledger_entry AS line JOIN ledger_seal AS seal ON seal.id = line.subject_id
    WHERE line.street_id IS NULL AND line.verb = 'journal.pruned' AND line.subject_kind = 'ledger.seal'
    AND line.result = 'done'
$$;
CREATE FUNCTION ledger_refuse_young() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before timestamptz := ledger_may_go_before();
    young boolean;
BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN
        young := EXISTS (SELECT FROM gone WHERE at >= before);
    ELSE
        young := EXISTS (SELECT FROM gone JOIN ledger_entry ON id = entry_id WHERE at >= before);
    END IF;
    IF young THEN
        RAISE EXCEPTION '% is append-only, % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Whole days go when they were kept long enough.';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER append_only_entry ON ledger_entry;
CREATE TRIGGER append_only_entry BEFORE UPDATE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER append_only_entry_young AFTER DELETE ON ledger_entry
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_young();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER append_only_entry;
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER append_only_entry_young;

DROP TRIGGER kept_reason_whole ON ledger_reason;
CREATE TRIGGER kept_reason_young AFTER DELETE ON ledger_reason
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_young();
ALTER TABLE ledger_reason ENABLE ALWAYS TRIGGER kept_reason_young;
"""
NOTHING_MAY_GO = """
DROP TRIGGER append_only_entry ON ledger_entry;
DROP TRIGGER append_only_entry_young ON ledger_entry;
CREATE TRIGGER append_only_entry BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER append_only_entry;
DROP TRIGGER kept_reason_young ON ledger_reason;
CREATE TRIGGER kept_reason_whole BEFORE DELETE ON ledger_reason
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_reason ENABLE ALWAYS TRIGGER kept_reason_whole;
DROP FUNCTION ledger_refuse_young();
DROP FUNCTION ledger_may_go_before();
"""

# The application's role has no right to delete; this is its only way, and the triggers above guard it too.
# The path is set so that no table of the caller's own is taken for one of ours.
PRUNE = """
CREATE FUNCTION ledger_prune(up_to bigint) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before timestamptz := (
        SELECT (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM ledger_seal WHERE id = up_to
    );
    number bigint;
BEGIN
    DELETE FROM ledger_reason USING ledger_entry WHERE entry_id = id AND at < before;
    DELETE FROM ledger_entry WHERE at < before;
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END
$$;
"""


class Migration(migrations.Migration):
    """Whole days of the journal that were kept long enough can be let go; their seals stay."""

    dependencies = [("ledger", "0004_seal"), ("rulebook", "0001_initial")]

    operations = [
        migrations.RunSQL(KEPT, "DROP FUNCTION ledger_kept_from()"),
        migrations.RunSQL(MAY_GO, NOTHING_MAY_GO),
        migrations.RunSQL(PRUNE, "DROP FUNCTION ledger_prune(bigint)"),
    ]
