"""Sizes of what people write into a case. Pure."""

from datetime import timedelta

NOTE = 20_000
MESSAGE = 100_000
REASON_LEAST = 4
EVIDENCE_PER_CASE = 2_000

# A window that says nothing for so long shows the case no longer; it speaks every 20 seconds.
PRESENT_FOR = timedelta(seconds=50)
