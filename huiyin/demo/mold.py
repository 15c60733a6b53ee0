"""A case that was really handled, as a mold for many others of the same shape.

The rows that one case left through the actions are read back, everything that belongs to the story (words, people,
sums, moments, ids) is found again by its value, and new rows are cast with the values of another story: new ids, a
ledger chain of its own that holds, its own salts. A value that nobody named is an error, never copied on silently.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from huiyin.audit import rules as ledger
from huiyin.audit.models import Access, AccessBatch, Entry, Sealed
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, CaseSearch, Evidence, FileText, Message, Note, Notification
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.core.ids import uuid7
from huiyin.demo import proofs

Row = dict[str, Any]
Rows = dict[type[models.Model], list[Row]]
# A date in a text; one behind @ belongs to the name of a rule version.
_DATED = re.compile(r"(?<!@)20\d\d[-年]\d{1,2}[-月]\d{1,2}")
# Columns that casting fills in itself.
_CHAINED = frozenset({"written_at", "hash", "prev_hash"})
_CLOCKED = frozenset({"due_at", "next_alarm_at", "breached_at", "state", "provisional", "warned"})
# Not part of a case: what was looked at; whom it was told to; and the index of its files, made by reading them.
_APART = (Access, AccessBatch, FileText, Notification)


class Unnamed(ValueError):  # noqa: N818
    """The model case holds a value that no mark names."""


@dataclass(frozen=True)
class Env:
    """What one casting has: the values by name, and the new id for each id of the model case."""

    values: Mapping[str, Any]
    fresh: Mapping[UUID, UUID]


Maker = Callable[[Env], Any]


@dataclass
class Marks:
    """What stands for what in the model case, by value. `exact` strings count as a whole only; `columns` are named by
    (model, column) and `keys` by the key in a ledger body, where the value itself says too little. The size of a file
    is `size:<name>`; columns of a clock come from `clock:<rule>`.
    """

    words: dict[str, tuple[str, Callable[[Any], str]]] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    moments: dict[datetime, str] = field(default_factory=dict)
    days: dict[date, str] = field(default_factory=dict)
    sums: dict[Decimal, str] = field(default_factory=dict)
    ids: dict[UUID, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # digest of an evidence item → name
    messages: set[str] = field(default_factory=set)  # ids of mails: each is made anew

    def word(self, text: str, name: str, form: Callable[[Any], str] = str) -> None:
        """Name a string; the first name wins."""
        if text:
            self.words.setdefault(text, (name, form))


def tables() -> Iterator[tuple[type[models.Model], str]]:
    """Every table that may hold rows of a case, with the column that names it."""
    for model in apps.get_models():
        if not model.__module__.startswith("huiyin.") or model in _APART:
            continue
        columns = {f.attname: f for f in model._meta.concrete_fields}
        if model is Case:
            yield model, "id"
        elif "case_id" in columns:
            yield model, "case_id"
        elif "owner_id" in columns and columns["owner_id"].get_internal_type() == "UUIDField":
            yield model, "owner_id"
        elif "aggregate_id" in columns:
            yield model, "aggregate_id"


def rows_of(case_id: UUID) -> Rows:
    """All rows of one case and its mails as dicts by attribute name; ledger entries in the order of their chains."""
    found: Rows = {}
    mails = list(Outgoing.objects.filter(owner_id=case_id).values_list("id", flat=True))
    for model, column in tables():
        wanted = [case_id, *mails] if column == "aggregate_id" else [case_id]
        order = ["aggregate_kind", "aggregate_id", "seq"] if model is Entry else [model._meta.pk.attname]
        names = [f.attname for f in model._meta.concrete_fields]
        rows = [
            {name: getattr(row, name) for name in names}
            for row in model._default_manager.filter(**{f"{column}__in": wanted}).order_by(*order)
        ]
        if rows:
            found[model] = rows
    return found


class Mold:
    """The rows of a model case, ready for casting."""

    def __init__(self, rows: Rows, marks: Marks) -> None:
        self.marks = marks
        keys = ((row[model._meta.pk.attname] for row in held) for model, held in rows.items())
        self.own = {key for found in keys for key in found if isinstance(key, UUID)}
        for message in marks.messages:
            marks.word(message, f"mail:{message}")
        words = sorted((word for word in marks.words if word), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words))) if words else re.compile(r"(?!)")
        self._hashes: dict[str, Maker] = {}
        self._hashes = dict(self._text_hashes(rows))
        sealed = {row["entry_id"]: json.loads(row["values"]) for row in rows.get(Sealed, [])}
        self._tables = [
            (model, [self._row(model, row) for row in held])
            for model, held in rows.items()
            if model not in (Entry, Sealed, CaseSearch)
        ]
        self._search = [self._row(CaseSearch, {**row, "vector": ""}) for row in rows.get(CaseSearch, [])]
        self._chain = [
            (
                self._row(Entry, {**row, "body": {k: v for k, v in row["body"].items() if k != "personal"}}),
                {name: self._value(kept[1]) for name, kept in sealed.get(row["id"], {}).items()},
            )
            for row in rows.get(Entry, [])
        ]

    def cast(self, given: Mapping[str, Any], *, case_id: UUID, written_at: datetime) -> Rows:
        """The rows of the new case `case_id`. Among the values `search` is the set of tokens it is found by, `entry`
        and `body` are what the first ledger entry says otherwise, `clock:<rule>` the columns of a clock,
        `seller_known` what its independence was examined by."""
        values = {**given, **{f"mail:{old}": f"<{uuid7().hex}@demo>" for old in self.marks.messages}}
        fresh = {old: uuid7() for old in self.own}
        fresh[self._case_id] = case_id
        env = Env(values, fresh)
        found: Rows = {model: [_made(row, env) for row in held] for model, held in self._tables}
        for clock in found.get(Clock, []):
            clock.update(values.get(f"clock:{clock['rule_code']}", {}))
        found[CaseSearch] = [{**_made(row, env), "vector": values["search"]} for row in self._search]
        found[Entry], found[Sealed] = [], []
        last: Row | None = None
        for row, personal in self._chain:
            entry = _made(row, env)
            follows = last is not None and last["aggregate_id"] == entry["aggregate_id"]
            if entry["seq"] == 1 and entry["aggregate_id"] == case_id:
                entry |= values["entry"]
                entry["body"] = {**entry["body"], **values["body"]}
            entry["body"] = proofs.anew(entry["body"], values["seller_known"])
            hashes, kept = ledger.seal({name: str(_value(value, env)) for name, value in personal.items()})
            entry["body"] = {**entry["body"], "personal": hashes} if hashes else entry["body"]
            entry["written_at"] = written_at
            entry["prev_hash"] = last["hash"] if last is not None and follows else ledger.GENESIS
            entry["hash"] = ledger.entry_hash(entry)
            found[Entry].append(entry)
            if kept:
                owner = {name: entry[name] for name in ("aggregate_kind", "aggregate_id")}
                found[Sealed].append({"entry_id": entry["id"], **owner, "values": json.dumps(kept, ensure_ascii=False)})
            last = entry
        return found

    def _row(self, model: type[models.Model], row: Row) -> tuple[Row, list[tuple[str, Maker]]]:
        """The columns that stay, and those that are made anew."""
        stays: Row = {}
        made: list[tuple[str, Maker]] = []
        for name, value in row.items():
            given = self.marks.columns.get((model.__name__, name))
            if given is not None and value is not None:
                made.append((name, _named(given)))
                continue
            if model is Evidence and name == "size":
                made.append((name, _named(f"size:{self.marks.files[row['sha256']]}")))
                continue
            if (model is Entry and name in _CHAINED) or (model is Clock and name in _CLOCKED):
                stays[name] = value
                continue
            try:
                maker = self._value(value)
            except Unnamed as wrong:
                raise Unnamed(f"{model.__name__}.{name}: {wrong}") from wrong
            if callable(maker):
                made.append((name, maker))
            else:
                stays[name] = value
        return stays, made

    def _value(self, value: Any, key: str = "") -> Any:
        """A maker for a value that belongs to the story; the value itself when it does not."""
        if key and key in self.marks.keys and value is not None:
            return _named(self.marks.keys[key])
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, UUID):
            return self._id(value)
        if isinstance(value, datetime):
            return self._known(self.marks.moments, value)
        if isinstance(value, date):
            return self._known(self.marks.days, value)
        if isinstance(value, Decimal):
            return value if value in (0, 1) else self._known(self.marks.sums, value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, Sequence):
            made = [self._value(item, key) for item in value]
            if not any(map(callable, made)):
                return value
            return lambda env: [_value(item, env) for item in made]
        raise Unnamed(f"{type(value).__name__} {value!r}")

    def _mapping(self, value: Mapping[str, Any]) -> Any:
        made = [(self._text(key), self._value(item, str(key))) for key, item in value.items()]
        file = self.marks.files.get(value.get("sha256", ""))
        if file is not None:
            made = [(key, _named(f"size:{file}") if key == "size" else item) for key, item in made]
        if not any(callable(item) for pair in made for item in pair):
            return value
        return lambda env: {_value(key, env): _value(item, env) for key, item in made}

    def _text_hashes(self, rows: Rows) -> Iterator[tuple[str, Maker]]:
        """The salted hashes of texts that ledger entries hold: each is computed anew from the new row and its text."""
        self._case_id: UUID = rows[Case][0]["id"]
        for model in (Message, Note):
            for row in rows.get(model, []):
                owners = [row["id"]]
                if model is Message and row["direction"] == "in":
                    owners.append(self._case_id)
                for owner in owners:
                    yield text_hash(owner, row["text"]), self._hash_maker(owner, row["text"])

    def _hash_maker(self, owner: UUID, text: str) -> Maker:
        maker = self._text(text)
        return lambda env: text_hash(env.fresh[owner], str(_value(maker, env)))

    def _known(self, among: Mapping[Any, str], value: Any) -> Maker:
        if value in among:
            return _named(among[value])
        raise Unnamed(repr(value))

    def _id(self, value: UUID) -> Maker:
        if value in self.own:
            return lambda env: env.fresh[value]
        return self._known(self.marks.ids, value)

    def _text(self, text: str) -> Any:
        if text in self.marks.exact:
            return _named(self.marks.exact[text])
        if len(text) == 64 and text in self._hashes:
            return self._hashes[text]
        if len(text) == 36 and text.count("-") == 4:
            try:
                key = UUID(text)
            except ValueError:
                return text
            maker = self._id(key)
            return lambda env: str(maker(env))
        parts: list[Any] = []
        end = 0
        for hit in self._pattern.finditer(text):
            parts += [text[end : hit.start()], self.marks.words[hit[0]]]
            end = hit.end()
        literal = [*(part for part in parts if isinstance(part, str)), text[end:]]
        if any(_DATED.search(part) for part in literal):
            raise Unnamed(f"a date in {text!r}")
        if not parts:
            return text
        parts.append(text[end:])
        kept = [part for part in parts if part != ""]
        return lambda env: "".join(p if isinstance(p, str) else p[1](env.values[p[0]]) for p in kept)


def _named(name: str) -> Maker:
    return lambda env: env.values[name]


def _made(row: tuple[Row, list[tuple[str, Maker]]], env: Env) -> Row:
    stays, made = row
    try:
        return {**stays, **{name: maker(env) for name, maker in made}}
    except KeyError as missing:
        raise Unnamed(f"{missing} is not among the values of the story; made: {[name for name, _ in made]}") from None


def _value(value: Any, env: Env) -> Any:
    return value(env) if callable(value) else value
