"""Sizes of what people write into a case. Pure."""

NOTE = 20_000
MESSAGE = 100_000
REASON_LEAST = 4
EVIDENCE_PER_CASE = 2_000
