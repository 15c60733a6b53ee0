"""The kinds of values that bodies and answers are made of: times, days, sums, texts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

from huiyin.core import masking
from huiyin.core.time import SHANGHAI

FIRST_YEAR, LAST_YEAR = 1900, 2199


def _in_shanghai(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("a year between 1900 and 2199")
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def _of_our_time(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("a year between 1900 and 2199")
    return value


def _written(value: Decimal) -> str:
    return f"{value:.2f}"


# An instant, ISO 8601. Without an offset it is a time in Shanghai; answers are in Shanghai time, with offset.
Moment = Annotated[datetime, AfterValidator(_in_shanghai), WithJsonSchema({"type": "string", "format": "date-time"})]
# A calendar day, YYYY-MM-DD; a legal day is a day in Shanghai.
Day = Annotated[date, AfterValidator(_of_our_time), WithJsonSchema({"type": "string", "format": "date"})]
# A sum of yuan with at most two decimals; answers write it as a string, so that no reader rounds it.
Yuan = Annotated[
    Decimal,
    Field(ge=0, max_digits=13, decimal_places=2),
    PlainSerializer(_written, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,11}(\.\d{1,2})?$", "examples": ["1234.50"]}),
]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Page = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000)]


class Body(Schema):
    """What a request says. A name that is not known is refused, so that no typing error is swallowed."""

    model_config = ConfigDict(extra="forbid")


# Running text of an answer: phone, certificate and card numbers and e-mail addresses in it are masked.
Masked = Annotated[str, AfterValidator(masking.text)]
