"""How long a request that has ended is kept at hand before it goes to the archive (1.2-10). Pure.

The handbook names no time for requests; the house keeps the 90 days in which complaints are watched (3.4-5).
"""

from datetime import datetime, timedelta

from huiyin.core.time import SHANGHAI, local_date

KEPT = timedelta(days=90)


def latest_end(at: datetime) -> datetime:
    """What ended before this instant may go at `at`: on the day after the 90th, Shanghai time."""
    day = local_date(at) - KEPT
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
