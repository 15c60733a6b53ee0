"""What holds for customers, without database and clock."""

from huiyin.customers.rules.care import ADULT_FROM, ELDERLY_FROM, age_on, care_needed
from huiyin.customers.rules.certificates import born_on, is_id_card

__all__ = ["ADULT_FROM", "ELDERLY_FROM", "age_on", "born_on", "care_needed", "is_id_card"]
