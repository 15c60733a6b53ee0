"""What cases do outside a request."""

from huiyin.cases.jobs import calendars, replay

__all__ = ["calendars", "replay"]
