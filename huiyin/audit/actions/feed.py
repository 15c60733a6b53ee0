"""Keeping the change feed rising when the database has moved."""

from datetime import datetime

from django.db import connection

from huiyin.audit.actions.checkpoints import HOUSE
from huiyin.audit.actions.ledger import record as record_entry
from huiyin.audit.queries import feed
from huiyin.core.actions import action
from huiyin.core.actors import Actor

_MOVE = f"""
DO $$ BEGIN EXECUTE format(
    'CREATE OR REPLACE FUNCTION huiyin_feed_offset() RETURNS bigint LANGUAGE sql STABLE AS ''SELECT %s::bigint''',
    {feed.NEWEST}
); END $$
"""


@action
def carry_feed_on(*, by: Actor, at: datetime) -> bool:
    """After a dump was restored into another server its transaction numbers begin anew: let those of the feed go on
    behind the last ones. Nothing to do otherwise; returns whether there was. No position of a reader changes."""
    if not feed.is_ahead():
        return False
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE")
        cursor.execute(_MOVE)
    record_entry(aggregate=HOUSE, kind="feed.carried_on", by=by, at=at)
    return True
