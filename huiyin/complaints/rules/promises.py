"""By when a sentence commits the house: its words turned into an instant. Pure."""

import re
from datetime import date, datetime, time, timedelta

from huiyin.core import calendars
from huiyin.core.time import SHANGHAI, local_date
from huiyin.text.commitments import Commitment

_PAYMENT = re.compile(
    r"支付|付款|打款|赔款|赔付|到账|退还|退款|退回|\b(?:pay|paid|payment|refund|transfer|return the)", re.I
)


def is_payment(text: str) -> bool:
    """Does a sentence speak of paying or giving money back?"""
    return bool(_PAYMENT.search(text))


def due_of(said: Commitment, at: datetime) -> datetime | None:
    """The last instant by which a commitment made at `at` is kept; None where it names no time that can be counted.

    Days end at midnight in Shanghai and the day of the promise does not count; working days follow the calendar.
    """
    today = local_date(at)
    if said.day is not None:
        return _end_of(said.day)
    if said.number is None:
        return None
    if said.unit == "hours":
        return at + timedelta(hours=said.number)
    if said.unit == "working_days":
        return _end_of(calendars.current("cn").working_day_after(today, said.number)) if said.number else None
    return _end_of(today + timedelta(days=said.number * (7 if said.unit == "weeks" else 1)))


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI) + timedelta(days=1)
