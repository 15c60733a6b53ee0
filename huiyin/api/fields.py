"""The kinds of values that bodies and answers are made of: times, days, sums, texts."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, Union, get_args, get_origin
from uuid import UUID

from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from huiyin.core import masking
from huiyin.core.time import SHANGHAI

FIRST_YEAR, LAST_YEAR = 1900, 2199
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"


def _in_shanghai(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("a year between 1900 and 2199")
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def _of_our_time(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("a year between 1900 and 2199")
    return value


def _with_hyphens(value: Any) -> Any:
    if isinstance(value, str) and "-" not in value:
        raise ValueError("a day as YYYY-MM-DD")  # a number of seconds would be read as a day of 1970
    return value


def _of_a_clock(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_CLOCK, value):
        raise ValueError("a time as HH:MM or HH:MM:SS")
    return value


def _written(value: Decimal) -> str:
    return f"{value:.2f}"


# An instant, ISO 8601. Without an offset it is a time in Shanghai; answers are in Shanghai time, with offset.
Moment = Annotated[
    datetime,
    BeforeValidator(_with_hyphens),
    AfterValidator(_in_shanghai),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
# A calendar day, YYYY-MM-DD; a legal day is a day in Shanghai.
Day = Annotated[
    date,
    BeforeValidator(_with_hyphens),
    AfterValidator(_of_our_time),
    WithJsonSchema({"type": "string", "format": "date"}),
]
# A time of day on a clock of Shanghai.
Clock = Annotated[time, BeforeValidator(_of_a_clock), WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK}$"})]
_SUM = {"type": "string", "pattern": r"^\d{1,11}(\.\d{1,2})?$", "examples": ["1234.50"]}
# A sum of yuan with at most two decimals; answers write it as a string, so that no reader rounds it;
# bodies may write a number too.
Yuan = Annotated[
    Decimal,
    Field(ge=0, max_digits=13, decimal_places=2),
    PlainSerializer(_written, return_type=str, when_used="json"),
    WithJsonSchema(_SUM, mode="serialization"),
    WithJsonSchema({"anyOf": [_SUM, {"type": "number", "minimum": 0}]}, mode="validation"),
]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Page = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000)]


class Body(Schema):
    """What a request says. A name that is not known is refused, so that no typing error is swallowed; and so is a value
    of JSON that is of another type than the document says: nothing is guessed (`0` is no day, `"no"` no answer)."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        return handler(values)  # ninja's own is made for models of the database, and looks at each value twice

    @field_validator("*", mode="before", check_fields=False)
    @classmethod
    def _of_its_type(cls, value: Any, info: ValidationInfo) -> Any:
        request = (info.context or {}).get("request")
        if request is None or request.content_type != "application/json" or request.method == "GET":
            return value  # a query and a form hold text
        annotation: Any = cls.model_fields[str(info.field_name)].annotation
        wanted = _json_types(annotation)
        if wanted and isinstance(value, str | bool | int | float) and not _is_of(value, wanted):
            raise ValueError(f"JSON of type {' or '.join(sorted(wanted))}")
        return value


# Running text of an answer: phone, certificate and card numbers and e-mail addresses in it are masked.
Masked = Annotated[str, AfterValidator(masking.text)]


_JSON: dict[Any, set[str]] = {
    bool: {"boolean"}, int: {"integer"}, float: {"number"}, str: {"string"}, NoneType: {"null"},
    Decimal: {"string", "number"}, date: {"string"}, datetime: {"string"}, time: {"string"}, UUID: {"string"},
}  # fmt: skip


@cache
def _json_types(annotation: Any) -> frozenset[str]:
    """The types of JSON that a plain value of this annotation has; empty for one that is not only plain."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _json_types(parts[0])
    if origin is Literal:
        return frozenset().union(*(_JSON[type(one)] for one in parts))
    if origin in (Union, UnionType):
        found = [_json_types(one) for one in parts]
        return frozenset().union(*found) if all(found) else frozenset()
    return frozenset(_JSON.get(annotation, ()))


def _is_of(value: str | float, wanted: frozenset[str]) -> bool:
    if isinstance(value, bool):
        return "boolean" in wanted
    if isinstance(value, str):
        return "string" in wanted
    return "number" in wanted or ("integer" in wanted and float(value).is_integer())
