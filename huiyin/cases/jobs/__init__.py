"""What cases do outside a request."""

from huiyin.cases.jobs import calendars, reading, replay, tally, webhooks

__all__ = ["calendars", "reading", "replay", "tally", "webhooks"]
