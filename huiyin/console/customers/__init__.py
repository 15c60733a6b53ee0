"""The customer's record: found, opened, changed."""
