"""Rows → records: what would be written, and what is turned back with which reason. Pure; the database decides later
what is new."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiyin.catalog.rules import REST, Taxonomy, fold
from huiyin.complaints.imports.bytesource import UNDECODABLE
from huiyin.complaints.imports.fields import FIELDS
from huiyin.complaints.imports.loading import codes
from huiyin.complaints.imports.mapping import LabelSource, Mapping, Source
from huiyin.complaints.imports.record import Label, Record, Rejected
from huiyin.complaints.imports.table import OWN_COLUMNS, Row
from huiyin.complaints.imports.values import Unfit, Value, combine, convert

LONGEST_KEY = 80
HIDDEN_KINDS = ("personal", "story")  # kept in their own (encrypted) place, never a second time as original cells
AMOUNTS = ("demand_amount", "paid_amount")
INSTANTS = ("received_at", "closed_at", "answered_at")


@dataclass
class Plan:
    """A mapping bound to the columns of one file and a moment. Keeps count of words that no reason code stands for."""

    mapping: Mapping
    columns: list[str]
    taxonomy: Taxonomy
    at: datetime
    as_new: bool = False
    unknown_words: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._names = {fold(name): name for name in reversed(self.columns)}
        self._codes = {
            name: frozenset(codes(kind, self.taxonomy)) for name, kind in FIELDS.items() if kind.kind == "code"
        }
        self._key = self._first(self.mapping.key)
        self._own = {fold(code): code for code in self.taxonomy.reasons}
        self._own.update({fold(w): r.code for r in self.taxonomy.reasons.values() for w in (r.name.zh, r.name.en)})
        self._bound = {name: self._columns_of(source) for name, source in self.mapping.fields.items()}
        # A column that the file lacks says nothing, unless the mapping has words for an empty cell.
        self._told = [
            name
            for name, source in self.mapping.fields.items()
            if self._bound[name] or source.const or "" in source.values
        ]
        self._read = {fold(name) for name in self.mapping.columns()}
        self._kept: dict[str, bool] = {}
        self._label_columns = [(each, self._first(each.columns), self._first(each.function_columns)) for each in
                               self.mapping.labels]  # fmt: skip
        # A column that is held elsewhere (encrypted, or as a message) is not kept a second time. A subject joined from
        # columns is no copy of them.
        self._hidden = {
            column
            for name, bound in self._bound.items()
            if FIELDS[name].kind in HIDDEN_KINDS and not self.mapping.fields[name].join
            for column in bound
        }

    def unread(self) -> list[str]:
        """Columns of the file that the mapping neither reads nor keeps."""
        if self.mapping.keep == "all":
            return []
        return [name for name in self.columns if fold(name) not in self._read and name not in OWN_COLUMNS]

    def key_of(self, row: Row) -> str:
        """The external key of a row, empty when it has none."""
        return row.cells.get(self._key, "").strip() if self._key else ""

    def record(self, rows: list[Row]) -> Record | Rejected:
        """What the rows of one case become."""
        faults = {row.number: row.problem or self._unclean(row) for row in rows}
        if not any(faults.values()):
            try:
                return self._record(rows)
            except Unfit as fault:
                faults = {row.number: str(fault) for row in rows}
        bad = next(number for number, fault in faults.items() if fault)
        other = _("Another row of the same case (row %d) was turned back.") % bad
        return Rejected([(row, faults[row.number] or other) for row in rows])

    def _record(self, rows: list[Row]) -> Record:
        key = self.key_of(rows[0])
        if not key:
            raise Unfit(_("%s: it is empty, so that the row cannot be told from others.") % (self._key or "key"))
        if len(key) > LONGEST_KEY:
            raise Unfit(
                _("%(column)s: it is longer than %(limit)d characters.") % {"column": self._key, "limit": LONGEST_KEY}
            )
        found: dict[str, Value] = {}
        for name in self._told:
            value = self._value(name, rows)
            if value is not None:
                found[name] = value
        labels, unknown = self._labels(rows)
        record = Record(
            source=self.mapping.source,
            external_key=key,
            rows=rows,
            row_digest=digest(rows),
            received_at=_instant(found, "received_at"),
            closed_at=_instant(found, "closed_at"),
            answered_at=_instant(found, "answered_at"),
            state="open" if self.as_new else str(found.get("state", "")),
            channel=str(found.get("channel", "")),
            values={n: str(v) for n, v in found.items() if n not in (*AMOUNTS, *INSTANTS, "state", "channel")},
            amounts={n: v for n in AMOUNTS if isinstance(v := found.get(n), Decimal)},
            currency=self._currency(),
            labels=labels,
        )
        self._check(record)
        record.source_fields = self._source_fields(record, unknown)
        return record

    def _currency(self) -> str:
        source = self.mapping.fields.get("paid_amount") or self.mapping.fields.get("demand_amount")
        return source.currency if source else "CNY"

    def _value(self, name: str, rows: list[Row]) -> Value | None:
        """The value of one field. Raises Unfit naming its column."""
        source, kind, columns = self.mapping.fields[name], FIELDS[name], self._bound[name]
        if source.const and kind.kind == "code":
            return source.const
        permitted, zone = self._codes.get(name, frozenset()), self.mapping.time_zone
        try:
            found = [convert(name, kind, source, self._text(source, columns, row), permitted, zone) for row in rows]
            if source.once_per:
                return self._once(source, rows, found)
            if len(rows) == 1:
                return found[0]
            return combine(kind, [value for value in found if value is not None], len(rows))
        except Unfit as fault:
            told = {"column": " / ".join(columns) or name, "fault": fault}
            raise Unfit(_("%(column)s: %(fault)s.") % told) from fault

    def _once(self, source: Source, rows: list[Row], found: list[Value | None]) -> Value | None:
        """The sum of the amounts, each counted once for each value of the column it belongs to."""
        holder_column = self._first((source.once_per,))
        amounts: dict[str, Decimal] = {}
        for row, value in zip(rows, found, strict=True):
            holder = row.cells.get(holder_column, "")
            if isinstance(value, Decimal) and amounts.setdefault(holder, value) != value:
                raise Unfit(_("two different amounts for “%s”") % holder[:60])
        return sum(amounts.values(), Decimal()) if amounts else None

    def _text(self, source: Source, columns: list[str], row: Row) -> str:
        if source.const:
            return source.const
        if source.join:
            parts = [row.cells.get(column, "").strip() for column in columns]
            return source.join.join(dict.fromkeys(part for part in parts if part))
        return row.cells.get(columns[0], "").strip() if columns else ""

    def _labels(self, rows: list[Row]) -> tuple[list[Label], list[str]]:
        """The labels, the primary one first, and the words that nothing of ours stands for."""
        known: Counter[str] = Counter()
        words: dict[str, str] = {}
        unknown: dict[str, None] = {}
        for source, column, function_column in self._label_columns:
            for row in rows:
                function = row.cells.get(function_column, "").strip() if function_column else ""
                cell = row.cells.get(column, "")
                for part in cell.split(source.split) if source.split else [cell]:
                    word = part.strip()
                    code = self._code(source, function, word)
                    if code:
                        known[code] += 1
                        words.setdefault(code, f"{function}: {word}" if function else word)
                    elif code is None and word:
                        unknown[f"{function}: {word}" if function else word] = None
        self.unknown_words.update(list(unknown))
        labels = [Label(code, words[code]) for code, _count in known.most_common()]
        if not labels and (unknown or self.mapping.labels):
            labels = [Label(REST, "; ".join(unknown), known=False)]
        return labels, list(unknown)

    def _code(self, source: LabelSource, function: str, word: str) -> str | None:
        """A reason code; "" when the word is known to name no reason by itself; None when nothing knows it."""
        if not word:
            return ""
        target = source.values.get(fold(function + word), source.values.get(fold(word)))
        if target is not None:
            if "/" not in target:
                return target
            function_code, reason_code = target.split("/", 1)
            return self.taxonomy.naic_reasons[function_code, reason_code].to
        if function and (found := self.taxonomy.from_naic(function, word)):
            return found.code
        return self._own.get(fold(word)) if source.own_codes else None

    def _check(self, record: Record) -> None:
        if self.as_new:
            record.received_at = record.received_at or self.at
            record.closed_at = None
        if record.received_at is None:
            raise Unfit(_("The date of receipt is missing."))
        if record.received_at > self.at:
            raise Unfit(_("The date of receipt lies in the future."))
        record.state = record.state or ("closed" if record.closed_at else "open")
        if record.state == "open" and record.closed_at:
            raise Unfit(_("The complaint is said to be open and has a date of closing."))
        if record.closed_at and record.closed_at < record.received_at:
            raise Unfit(_("The case was closed before it was received."))
        if record.closed_at and record.closed_at > self.at:
            raise Unfit(_("The date of closing lies in the future."))
        if not record.channel:
            raise Unfit(_("The channel is missing: by which way did the complaint come?"))

    def _source_fields(self, record: Record, unknown: list[str]) -> dict[str, Any]:
        """The original cells (without personal data and long texts) and what the mapping made of them."""
        kept = [
            {name: cell for name, cell in row.cells.items() if self._keeps(name)} for row in record.rows
        ]  # fmt: skip
        fields: dict[str, Any] = {"mapping": self.mapping.name, "mapping_version": self.mapping.version, "rows": kept}
        if unknown:
            fields["unknown_words"] = unknown
        if record.amounts:
            fields["amounts"] = {name: str(amount) for name, amount in record.amounts.items()}
            fields["currency"] = record.currency
        for name in ("outcome", "complainant_kind", "complainant_relation", "product", "respondent", "unit"):
            if record.text(name):
                fields[name] = record.text(name)
        if record.state == "closed" and record.closed_at is None:
            fields["closed_at"] = "unknown"
        return fields

    def _keeps(self, column: str) -> bool:
        kept = self._kept.get(column)
        if kept is None:
            read = self.mapping.keep == "all" or fold(column) in self._read
            kept = self._kept[column] = read and column not in self._hidden and column not in OWN_COLUMNS
        return kept

    def _unclean(self, row: Row) -> str:
        for name, cell in row.cells.items():
            if "\x00" in cell:
                return _("%s: it holds a NUL character.") % name
            if not cell.isascii() and UNDECODABLE.search(cell):
                return _("%s: it holds bytes that do not belong to the file's encoding.") % name
        return ""

    def _first(self, candidates: tuple[str, ...]) -> str:
        return next((self._names[fold(name)] for name in candidates if fold(name) in self._names), "")

    def _columns_of(self, source: Source) -> list[str]:
        present = [self._names[fold(name)] for name in source.columns if fold(name) in self._names]
        return present if source.join else present[:1]


def _instant(found: dict[str, Value], name: str) -> datetime | None:
    value = found.get(name)
    return value if isinstance(value, datetime) else None


def digest(rows: list[Row]) -> str:
    """SHA-256 over the cells of the rows, whatever the order of rows and columns."""
    lines = sorted(
        "\x1e".join(f"{name}\x1f{cell}" for name, cell in sorted(row.cells.items()) if name not in OWN_COLUMNS)
        for row in rows
    )
    return hashlib.sha256("\x1d".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
