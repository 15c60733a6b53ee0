"""What cases do outside a request."""

from huiyin.cases.jobs import calendars, reading, replay

__all__ = ["calendars", "reading", "replay"]
