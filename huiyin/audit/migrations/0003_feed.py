"""The change feed reads entries in the order of the transactions that wrote them.

`xact` fills itself, whoever writes the row and however (ORM, pipeline, COPY), so no writer knows it and none can forget
it; it is no part of what is hashed. Rows that are there keep 0 and their own order by id. Transaction numbers begin
anew in the database that a dump is restored to: the offset, which `huiyin migrate` moves then, keeps them rising.

The horizon is the oldest transaction that still runs in this database. The snapshot's xmin would do, but it also waits
for other databases of the same server; a transaction of which it is not known whose it is counts as ours.
"""

from django.db import migrations

THERE = """
ALTER TABLE audit_entry ADD COLUMN xact bigint NOT NULL DEFAULT 0;
CREATE FUNCTION huiyin_feed_offset() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint';
CREATE FUNCTION huiyin_feed_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT huiyin_feed_offset() + least(
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        (SELECT min(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running WHERE NOT EXISTS (
            SELECT FROM pg_locks AS held JOIN pg_stat_activity AS backend ON backend.pid = held.pid
            WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
            AND held.transactionid = running::xid AND backend.datname <> current_database()
        ))
    )
$$;
ALTER TABLE audit_entry ALTER COLUMN xact SET DEFAULT pg_current_xact_id()::text::bigint + huiyin_feed_offset();
CREATE INDEX audit_entry_feed ON audit_entry (xact, id) WHERE aggregate_kind = 'case';
"""
BACK = """
DROP INDEX audit_entry_feed;
ALTER TABLE audit_entry DROP COLUMN xact;
DROP FUNCTION huiyin_feed_horizon();
DROP FUNCTION huiyin_feed_offset();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_proofs")]
    operations = [migrations.RunSQL(THERE, BACK)]
