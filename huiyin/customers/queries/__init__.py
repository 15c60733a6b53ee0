"""Reading customers."""

from huiyin.customers.queries.finding import MOST, Match, find
from huiyin.customers.queries.policies import policy_by_number, tidy_policy

__all__ = ["MOST", "Match", "find", "policy_by_number", "tidy_policy"]
