"""The clock engine, pure: from (start, events, rule version, calendar version, facts) to a due time, and why."""
