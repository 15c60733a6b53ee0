"""Reading a checked value out of a parsed YAML tree: every refusal names the file and the path inside it."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from huiyin.core.words import Words

T = TypeVar("T")
L = TypeVar("L", bound=str)
_DURATION = re.compile(r"(\d+)(m|h|d)")
_DURATION_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class PackError(ValueError):
    """A file of the handbook is wrong. It says file, line (0: the whole file), place, problem and mend."""

    def __init__(self, file: str, line: int = 0, path: str = "", problem: str = "", mend: str = "") -> None:
        self.file, self.line, self.path, self.problem, self.mend = file, line, path, problem, mend
        places = [file, f"line {line}" if line else "", path, problem]
        said = ": ".join(place for place in places if place)
        super().__init__(f"{said}. {mend}" if mend else said)


@dataclass(frozen=True)
class Node:
    """A place in a YAML tree: the value there, the way to it, and its line where the tree knows it."""

    value: Any
    file: str
    path: str = ""
    line: int = 0

    def wrong(self, expected: str, mend: str = "") -> PackError:
        """The error for this place; `mend` says what to do where the expectation does not."""
        return PackError(self.file, self.line, self.path or "document", expected, mend)

    def keys(self, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Insist on a mapping with all required keys and none but the optional ones beside them."""
        if not isinstance(self.value, dict):
            raise self.wrong("expected a mapping")
        unknown = [str(key) for key in self.value if key not in required and key not in optional]
        if unknown:
            near = difflib.get_close_matches(unknown[0], [*required, *optional], n=1)
            known = f"{near[0]}" if near else f"one of {', '.join([*required, *optional])}"
            mend = f"Write {known}, or leave it out."
            at = self._line_of(self.value, unknown[0])
            raise Node(self.value, self.file, self.path, at).wrong(f"unknown key {unknown[0]!r}", mend)
        for key in required:
            if self.value.get(key) is None:
                raise self.at(key).wrong("is missing")

    def at(self, key: str) -> "Node":
        """The place under a key; its value is None when the key is absent."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        path = f"{self.path}.{key}" if self.path else key
        return Node(value, self.file, path, self._line_of(self.value, key))

    def _line_of(self, value: Any, key: Any) -> int:
        """The line of a key or an item; that of the whole when the tree does not know it."""
        lines = getattr(value, "lines", None)
        if isinstance(lines, dict):
            return int(lines.get(key, self.line))
        return int(lines[key]) if isinstance(lines, list) else self.line

    def items(self) -> list["Node"]:
        """The places of a list; an absent list is empty."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.wrong("expected a list")
        return [
            Node(value, self.file, f"{self.path}[{index}]", self._line_of(self.value, index))
            for index, value in enumerate(self.value)
        ]

    def pairs(self) -> list[tuple[str, "Node"]]:
        """The places of a mapping; an absent mapping is empty."""
        if self.value is None:
            return []
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self.wrong("expected a mapping with names as keys")
        return [(key, self.at(key)) for key in self.value]

    def text(self, default: str | None = None) -> str:
        """A text that is not blank."""
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("expected a text")
        return self.value

    def match(self, pattern: str, expected: str) -> str:
        """A text of a given form."""
        value = self.text()
        if not re.fullmatch(pattern, value):
            raise self.wrong(f"expected {expected}, found {value!r}")
        return value

    def words(self, *, required: bool = True) -> Words:
        """A text in both languages."""
        if self.value is None and not required:
            return Words("", "")
        self.keys(("zh", "en"))
        return Words(self.at("zh").text(), self.at("en").text())

    def one_of(self, choices: Sequence[L], default: L | None = None) -> L:
        """One of a closed list of words."""
        if self.value is None and default is not None:
            return default
        for choice in choices:
            if self.value == choice:
                return choice
        raise self.wrong(f"expected one of {', '.join(choices)}, found {self.value!r}")

    def several_of(self, choices: Sequence[str] | frozenset[str]) -> tuple[str, ...]:
        """A list of words of a closed list, each at most once."""
        found = tuple(item.one_of(sorted(choices)) for item in self.items())
        if len(set(found)) != len(found):
            raise self.wrong("names something twice")
        return found

    def number(self) -> int:
        """A whole number of at least 1."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong(f"expected a whole number, found {self.value!r}")
        if self.value < 1:
            raise self.wrong(f"expected at least 1, found {self.value}")
        return self.value

    def flag(self, default: bool) -> bool:
        """true or false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.wrong(f"expected true or false, found {self.value!r}")
        return self.value

    def day(self) -> date:
        """A date as YYYY-MM-DD."""
        return self._made(date.fromisoformat, self.match(r"\d{4}-\d\d-\d\d", "a date like 2020-03-01"), "a real date")

    def zone(self) -> ZoneInfo:
        """A time zone by its IANA name."""
        return self._made(ZoneInfo, self.text(), "a time zone like Asia/Shanghai")

    def duration(self) -> timedelta:
        """A length of time like 30m, 8h or 2d (24 hours each)."""
        match = _DURATION.fullmatch(self.text())
        if match is None:
            raise self.wrong(f"expected a length of time like 30m, 8h or 2d, found {self.value!r}")
        return int(match[1]) * _DURATION_UNITS[match[2]]

    def _made(self, make: Callable[[str], T], text: str, expected: str) -> T:
        try:
            return make(text)
        except (ValueError, KeyError, OSError) as error:
            raise self.wrong(f"expected {expected}, found {text!r}") from error


def optional_day(node: Node) -> date | None:
    """A date, or None when the key is absent or null."""
    return None if node.value is None else node.day()
