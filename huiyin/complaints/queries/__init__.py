"""Reading complaints."""

from huiyin.complaints.queries.facts import facts

__all__ = ["facts"]
