"""Customers and claims have a change feed too, read in the same order as that of cases (0003)."""

from django.db import migrations

THERE = (
    "CREATE INDEX audit_entry_feed_records ON audit_entry (xact, id) WHERE aggregate_kind IN ('customer', 'claim');"
)
BACK = "DROP INDEX audit_entry_feed_records;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_access_order")]
    operations = [migrations.RunSQL(THERE, BACK)]
