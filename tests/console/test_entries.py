"""Every kind of entry that accounts and the handbook write has words; an unheard-of kind shows its code."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import huiyin
from huiyin.audit.models import Entry
from huiyin.console.entries import told

HOUSE = Path(huiyin.__file__).parent
KINDS = ("user.", "unit.", "house.", "rule.", "calendar.")


def written() -> set[str]:
    """The kinds that actions of accounts and of the handbook name when they write the ledger."""
    found = set()
    for context in ("accounts", "handbook", "clocks", "cases"):
        for file in (HOUSE / context / "actions").rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and "record" in ast.unparse(node.func).lower():
                    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                    found |= {text for text in texts if isinstance(text, str) and text.startswith(KINDS)}
    return found


def words(kinds: set[str]) -> dict[str, str]:
    at, owner = datetime(2026, 1, 1, tzinfo=UTC), uuid4()
    rows = [
        Entry(aggregate_kind="user", aggregate_id=owner, seq=seq, kind=kind, at=at, actor_label="staff:eve")
        for seq, kind in enumerate(sorted(kinds), start=1)
    ]
    return {one.code: one.what for one in told(rows)}


def test_every_kind_that_is_written_has_words() -> None:
    kinds = written()
    assert len(kinds) > 30
    assert [kind for kind, what in words(kinds).items() if what == kind] == []


def test_a_kind_without_words_shows_its_code() -> None:
    assert words({"user.unheard_of"}) == {"user.unheard_of": "user.unheard_of"}
