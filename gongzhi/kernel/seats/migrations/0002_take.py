from django.db import migrations

#: One call decides who gets a place: the lock of the quota, the count, and the turn. Whoever has a turn keeps it.
TAKE = """
CREATE FUNCTION seats_take(
    wanted bigint, who bigint, people smallint, seat text, latest timestamptz, way text, by_mandate bigint,
    maker bigint
) RETURNS TABLE (turn bigint, is_new boolean) LANGUAGE plpgsql AS $$
DECLARE
    quota seats_quota%ROWTYPE;
    becomes text;
BEGIN
    SELECT * INTO quota FROM seats_quota WHERE id = wanted FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT seats_turn.id, false INTO turn, is_new FROM seats_turn
        WHERE quota_id = wanted AND person_id = who AND state IN ('waiting', 'held', 'offered', 'taken');
    IF FOUND THEN
        RETURN NEXT;
        RETURN;
    END IF;
    IF quota.places IS NULL OR (quota.waiting = 0 AND quota.taken + people <= quota.places) THEN
        becomes := seat;
        UPDATE seats_quota SET taken = taken + people, last_position = last_position + 1 WHERE id = wanted;
    ELSIF quota.queues THEN
        becomes := 'waiting';
        UPDATE seats_quota SET waiting = waiting + 1, last_position = last_position + 1 WHERE id = wanted;
    ELSE
        RETURN;
    END IF;
    INSERT INTO seats_turn (quota_id, person_id, party, state, position, until, how, mandate_id, made_by_id)
        VALUES (
            wanted, who, people, becomes, quota.last_position + 1,
            CASE WHEN becomes = 'held' THEN latest END,
            way, by_mandate, maker
        )
        RETURNING id, true INTO turn, is_new;
    RETURN NEXT;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("seats", "0001_initial")]

    operations = [migrations.RunSQL(TAKE, "DROP FUNCTION seats_take")]
