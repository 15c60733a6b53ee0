"""Salted hashes in place of values, and the salts and values beside them."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from huiyin.audit.rules import salted
from huiyin.cases.models import Person
from huiyin.core import crypto

# What is personal of a person in a case.
FIELDS = ("name", "phone", "email", "certificate_no", "address")
SHORTEST = 2
Write = Callable[[dict[str, Any]], None]


class Sealing:
    """Seals values and hands every opening to `write`, except those that hold one of the `hidden` values.

    Salts are derived from what they salt with the house's index key: the same case gives the same file, and nobody
    without the key can guess a value that is left out.
    """

    def __init__(self, case_id: UUID, hidden: Iterable[str], write: Write) -> None:
        self._case_id = case_id
        self._hidden = sorted({value for value in hidden if len(value) >= SHORTEST})
        self._write = write
        self._told: set[str] = set()
        self.left_out = 0

    def seal(self, place: str, value: Any, *, leave_out: bool = False) -> Any:
        """The commitment to a value that stands at `place` (table, id, field); empty ones stay as they are."""
        if value in (None, "", [], {}):
            return value
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        salt = crypto.salt("dossier", f"{self._case_id}:{place}:{digest}")
        hash_ = salted(text, salt)
        self._open(hash_, salt, text, leave_out)
        return {"sealed": hash_}

    def open(self, hash_: str, salt: str, value: str) -> None:
        """Show a value that the ledger sealed, unless it is hidden."""
        self._open(hash_, salt, value, leave_out=False)

    def _open(self, hash_: str, salt: str, value: str, leave_out: bool) -> None:
        if hash_ in self._told:
            return
        self._told.add(hash_)
        if leave_out or any(hidden in value for hidden in self._hidden):
            self.left_out += 1
        else:
            self._write({"hash": hash_, "salt": salt, "value": value})


def hidden_values(people: Iterable[Person]) -> set[str]:
    """What must not be seen of people who are left out: each of their values, wherever it stands."""
    return {getattr(person, name) for person in people for name in FIELDS if getattr(person, name)}
