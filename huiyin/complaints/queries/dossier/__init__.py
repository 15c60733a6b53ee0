"""What goes into a case file: rows, ledger, limits, rules, calendars, and what is left out of it."""

from huiyin.complaints.queries.dossier.choosing import Choices, choices_of, offered
from huiyin.complaints.queries.dossier.lines import calendar_lines, case_lines, clock_lines, ledger_lines, rule_lines
from huiyin.complaints.queries.dossier.sealing import Sealing, hidden_values

__all__ = [
    "Choices", "Sealing", "calendar_lines", "case_lines", "choices_of", "clock_lines", "hidden_values", "ledger_lines",
    "offered", "rule_lines",
]  # fmt: skip
