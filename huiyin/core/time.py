"""The only place that asks the clock. Edges, jobs and sweeps call `now()`; everything below takes `at=`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local_date(at: datetime, zone: ZoneInfo = SHANGHAI) -> date:
    """The calendar date on which `at` falls in `zone` (a legal day is a day in Shanghai)."""
    return at.astimezone(zone).date()
