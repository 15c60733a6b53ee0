"""What cases do outside a request."""

from huiyin.cases.jobs import calendars, claim_alarms, reading, replay, scanning, tally, webhooks

__all__ = ["calendars", "claim_alarms", "reading", "replay", "scanning", "tally", "webhooks"]
