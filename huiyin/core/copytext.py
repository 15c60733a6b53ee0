"""Values as they stand in COPY's text form. Made by their type, a fifth of the price of asking psycopg value by value;
what is not known here is asked there."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.adapt import PyFormat, Transformer
from psycopg.types.json import Json, Jsonb

NULL = r"\N"
_RISKY = re.compile(r"[\\\n\r\t]")
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
# An element of an array that needs no quotation marks; the word null would be none.
_BARE = re.compile(r"(?!(?i:null)$)[0-9A-Za-z_.:/+-]+")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def line(values: list[Any]) -> str:
    """One row. `values` are as psycopg would take them; times must be aware."""
    return "\t".join([_MADE.get(type(value), _other)(value) for value in values]) + "\n"


def _text(value: str) -> str:
    return value.translate(_ESCAPED) if _RISKY.search(value) else value


def _bytes(value: bytes) -> str:
    return r"\\x" + value.hex()


def _array(value: list[Any] | tuple[Any, ...]) -> str:
    if not all(isinstance(one, str) for one in value):
        return _asked(list(value))
    return _text("{" + ",".join([one if _BARE.fullmatch(one) else _quoted(one) for one in value]) + "}")


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'


def _document(value: Json | Jsonb) -> str:
    text = _json(value.obj) if value.dumps in (None, json.dumps) else value.dumps(value.obj)
    return _text(text if isinstance(text, str) else text.decode())


def _other(value: Any) -> str:
    """Values of classes that are derived, such as the words of a choice."""
    if not isinstance(value, str):
        return _asked(value)
    _MADE[type(value)] = _word
    return _word(value)


def _word(value: str) -> str:
    return _text(str.__str__(value))


def _asked(value: Any) -> str:
    """How psycopg writes it."""
    written = Transformer().get_dumper(value, PyFormat.TEXT).dump(value)
    return NULL if written is None else _text(bytes(written).decode())


_MADE: dict[type, Callable[[Any], str]] = {
    type(None): lambda _none: NULL,
    str: _text,
    UUID: lambda value: f"{value.int:032x}",
    bool: lambda value: "t" if value else "f",
    int: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: str,
    bytes: _bytes,
    list: _array,
    tuple: _array,
    Json: _document,
    Jsonb: _document,
}
