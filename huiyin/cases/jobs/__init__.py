"""What cases do outside a request."""

from huiyin.cases.jobs import calendars, reading, replay, scanning, tally, webhooks

__all__ = ["calendars", "reading", "replay", "scanning", "tally", "webhooks"]
