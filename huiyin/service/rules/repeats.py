"""When a request is a repeat: the same customer with the same need again within a span of days. Pure.

The handbook asks for fewer repeated enquiries (6.4-3) and names no span; the house counts 30 days.
"""

from datetime import date

# (from that day of receipt on, days), the newest last; a change is a row appended.
SPANS = ((date(2025, 1, 1), 30),)


def span_on(day: date) -> int:
    """The span in days that binds a request received on `day`; before the first row, its span."""
    return next((days for since, days in reversed(SPANS) if since <= day), SPANS[0][1])


def is_same(kind: str, topic: str, earlier_kind: str, earlier_topic: str) -> bool:
    """Is it the same need? The same kind, and no other topic; one that nobody has named yet may be any."""
    return kind == earlier_kind and (topic == earlier_topic or not topic or not earlier_topic)
