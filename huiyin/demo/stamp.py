"""A cast case as a stamp: the same case again and again with ids, numbers, a customer and a secret of its own.

For measuring at size. What was read off once is kept as text for COPY with gaps; a copy only fills the gaps. Its ledger
chain is hashed anew, its people can be found by their own numbers, its limits and figures are those of the original,
whose moments it shares.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models
from psycopg import Binary
from psycopg.types.json import Jsonb

from huiyin.audit import rules as ledger
from huiyin.audit.models import Entry, Sealed
from huiyin.cases import queries as cases
from huiyin.cases.actions import search
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, CaseSearch, Message, Note
from huiyin.channels.models import Outgoing
from huiyin.core import blind, bulk, canonical, crypto
from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7
from huiyin.customers.models import Party, Policy
from huiyin.demo.mold import Row, Rows
from huiyin.demo.people import with_check

# What may be an address; an id; a secret; a number or a fingerprint.
_RUN = re.compile(
    rb"[0-9A-Za-z_.+-]+@[0-9A-Za-z.-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"
    rb"(?<![0-9A-Z])[0-9A-Z]{5}-[0-9A-Z]{5}(?![0-9A-Z])|[0-9A-Za-z]{8,}"
)
_LOW = 48  # bits of an id that count the ids of one copy
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})
Copy = dict[type[models.Model], bytes]


class Left(ValueError):  # noqa: N818
    """Something of the original would stand in its copies."""


class Gaps:
    """A text of bytes with gaps, each filled from the place that its mark has in a list of values."""

    def __init__(self, text: bytes, places: Mapping[bytes, int]) -> None:
        wanted: list[int] = []

        def gap(found: re.Match[bytes]) -> bytes:
            place = places.get(found[0])
            if place is None:
                return found[0]
            wanted.append(place)
            return b"%b"

        self._text = _RUN.sub(gap, text.replace(b"%", b"%%"))
        self.is_whole = not wanted
        self._pick: Callable[[list[bytes]], tuple[bytes, ...]] | None = itemgetter(*wanted) if len(wanted) > 1 else None
        self._only = wanted[0] if len(wanted) == 1 else None

    def filled(self, values: list[bytes]) -> bytes:
        """The text with its gaps filled."""
        if self._pick is not None:
            return self._text % self._pick(values)
        gaps: tuple[bytes, ...] = () if self._only is None else (values[self._only],)
        return self._text % gaps

    def holds(self, mark: bytes) -> bool:
        """Does the text outside the gaps hold something?"""
        return mark in self._text


class Stamp:
    """One cast case, with the customer and the policy it is about (`more`: rows beside it, such as its figures)."""

    def __init__(self, rows: Rows, *, party: Party, policy: Policy, more: Rows) -> None:
        held: Rows = {**rows, Party: [_row_of(party, external_ref="")], Policy: [_row_of(policy)], **more}
        case = rows[Case][0]
        self._case_id, self._party = case["id"], party
        secret = cases.secret_for(self._case_id)
        self._places: dict[bytes, int] = {}
        keys = {row[model._meta.pk.attname] for model, found in held.items() for row in found}
        self._ids = [self._place(str(key)) for key in sorted(key for key in keys if isinstance(key, UUID))]
        own = (case["number"], case["external_ref"], policy.number, secret, case["secret_hash"])
        self._own = [self._place(value) for value in own]
        person = (party.phone, party.email, party.certificate_no)
        fingers = (party.phone_blind, party.email_blind, party.certificate_blind)
        self._person = [self._place(value) for value in (*person, *fingers)]
        self._mails = [self._place(row["message_id"].strip("<>")) for row in held.get(Outgoing, [])]
        old = search.tokens(numbers=[case["number"], case["external_ref"], policy.number])
        old |= blind.number_tokens(phone_no=party.phone, email_address=party.email, certificate_no=party.certificate_no)
        self._vector = _text(CaseSearch._meta.get_field("vector").get_prep_value(rows[CaseSearch][0]["vector"] - old))
        self._search = self._place("SearchOfTheCopy")
        self._hashed = [(place, Gaps(text, self._places)) for place, text in self._hashes(rows)]
        self._chain = [
            (Gaps(canonical.dumps({name: row[name] for name in ledger.HASHED}), self._places), self._place(row["hash"]))
            for row in rows[Entry]
        ]
        self._sealed: list[tuple[int, Gaps, str]] = []
        self._tables = [(model, Gaps(self._lines(model, found), self._places)) for model, found in held.items()]
        for mark in (case["number"], case["external_ref"], str(self._case_id), secret, policy.number):
            for model, table in self._tables:
                if mark and table.holds(mark.encode()):
                    raise Left(f"{model.__name__} of {case['number']}")

    def copy(self, *, number: str, reference: str, serial: int) -> Copy:
        """The rows of another case as text for COPY. `serial` makes the customer's numbers: another for each copy."""
        values = [b""] * len(self._places)
        base = uuid7().int >> _LOW << _LOW
        low = uuid7().int & ((1 << (_LOW - 1)) - 1)
        head = str(UUID(int=base))[:-12]
        for order, place in enumerate(self._ids):
            values[place] = f"{head}{low + order:012x}".encode()
        secret = cases.secret_for(UUID(values[self._places[str(self._case_id).encode()]].decode()))
        contract = f"HZX{serial:010d}"
        for place, value in zip(
            self._own, (number, reference, contract, secret, cases.secret_hash(secret)), strict=True
        ):
            values[place] = value.encode()
        tokens = self._found_by(values, serial) | search.tokens(numbers=[number, reference, contract])
        for order, place in enumerate(self._mails):
            values[place] = f"{head}{low + order:012x}".replace("-", "").encode() + b"@demo"
        fresh = CaseSearch._meta.get_field("vector").get_prep_value(tokens)
        values[self._search] = self._vector + b" " + _text(fresh)
        for place, text in self._hashed:
            values[place] = sha256(text.filled(values)).hexdigest().encode()
        for text, place in self._chain:
            values[place] = sha256(text.filled(values)).hexdigest().encode()
        for place, text, context in self._sealed:
            values[place] = b"\\\\x" + crypto.encrypt(text.filled(values).decode(), context).hex().encode()
        return {model: table.filled(values) for model, table in self._tables}

    def _found_by(self, values: list[bytes], serial: int) -> set[str]:
        """Fill in the customer's own numbers; returns what they are found by."""
        party = self._party
        phone = f"1{5_000_000_000 + serial:010d}" if party.phone else ""
        email = f"kehu{serial}@example.com" if party.email else ""
        certificate = party.certificate_no
        if party.certificate_kind == "id_card":
            certificate = with_check(f"{certificate[:14]}{serial % 1000:03d}")
        fingers = (blind.phone(phone), blind.email(email), blind.certificate(certificate))
        for place, value in zip(self._person, (phone, email, certificate, *fingers), strict=True):
            values[place] = value.encode()
        return blind.number_tokens(phone_no=phone, email_address=email, certificate_no=certificate)

    def _place(self, mark: str) -> int:
        """The place among the values of what stands for `mark`; an empty mark has a place that nothing refers to."""
        return self._places.setdefault(mark.encode() or b"\x00%d" % len(self._places), len(self._places))

    def _hashes(self, rows: Rows) -> list[tuple[int, bytes]]:
        """The salted hashes that the ledger holds of texts and personal values, and what each is made of."""
        found: dict[str, bytes] = {}
        for model in (Message, Note):
            for row in rows.get(model, []):
                for owner in (row["id"], self._case_id):
                    found[text_hash(owner, row["text"])] = f"{owner}:{row['text']}".encode()
        for row in rows.get(Sealed, []):
            for salt, value in json.loads(row["values"]).values():
                found[ledger.salted(value, salt)] = f"{salt}:{value}".encode()
        return [(self._place(mark), text) for mark, text in found.items()]

    def _lines(self, model: type[models.Model], rows: list[Row]) -> bytes:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        columns = bulk.columns(model)
        return b"".join(
            b"\t".join(self._column(fields[name], row[name], prepare) for name, prepare in columns) + b"\n"
            for row in rows
        )

    def _column(self, field: Any, value: Any, prepare: Any) -> bytes:
        if field.model is CaseSearch and field.name == "vector":
            return b"SearchOfTheCopy"
        if isinstance(field, EncryptedTextField) and value:
            text = Gaps(value.encode(), self._places)
            if not text.is_whole:
                mark = f"SealedOfTheCopy{len(self._sealed):06d}"
                self._sealed.append((self._place(mark), text, field.context))
                return mark.encode()
        return _text(value if prepare is None else prepare(value))


def _row_of(row: models.Model, **other: Any) -> Row:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | other


def _text(value: Any) -> bytes:
    """A value as COPY reads it."""
    return b"\\N" if value is None else _plain(value).translate(_ESCAPED).encode()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(_item, value)) + "}"
    if isinstance(value, Jsonb):
        return json.dumps(value.obj, ensure_ascii=False)
    if isinstance(value, Binary):
        value = bytes(value.obj)
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}" if value else ""
    if isinstance(value, int | Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form for COPY")


def _item(value: Any) -> str:
    if value is None:
        return "NULL"
    inner = _plain(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
