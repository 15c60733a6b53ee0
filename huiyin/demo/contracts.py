"""The terms of the demo's products, written for it (`content/terms.yaml`): one version each, two of two products."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.catalog import actions
from huiyin.catalog.models import Product
from huiyin.catalog.rules.terms import Piece
from huiyin.core.time import local_date

CONTENT = Path(__file__).parent / "content"


@cache
def _said() -> Any:
    return yaml.safe_load((CONTENT / "terms.yaml").read_text(encoding="utf-8"))


def first(code: str, policy_line: str) -> list[Piece]:
    """The clauses of a product's first version: what its group begins with, its own, what its group ends with."""
    said = _said()
    own = said["products"].get(code) or said["products"][policy_line]
    groups = said["groups"].values()
    group = next((one for one in groups if code in one["lines"]), None)
    group = group or next(one for one in groups if policy_line in one["lines"])
    return _numbered([_piece(row) for row in (*group["head"], *own, *group["tail"])])


def second(code: str, before: list[Piece]) -> list[Piece]:
    """The clauses of its second version; empty when there is none. Raises ValueError for a title that is not there."""
    told = _said()["later"].get(code)
    if not told:
        return []
    added = {after: _piece(row) for after, *row in told["added"]}
    if unknown := (set(told["anew"]) | set(added)) - {piece.title for piece in before}:
        raise ValueError(f"{code}: no clause is called {sorted(unknown)}")
    found = []
    for piece in before:
        found.append(replace(piece, text=told["anew"].get(piece.title, piece.text)))
        if piece.title in added:
            found.append(added[piece.title])
    return _numbered(found)


def _piece(row: list[str]) -> Piece:
    kind, title, text = row
    return Piece("", title, text, kind)


def _numbered(pieces: list[Piece]) -> list[Piece]:
    return [replace(piece, path=str(place)) for place, piece in enumerate(pieces, start=1)]


def fill(*, product: Product, policy_line: str, writer: User, approver: User, began: datetime, now: datetime) -> None:
    """Have the versions written by one and approved by another, each before the day it holds from."""
    pieces = first(product.code, policy_line)
    _hold(product, pieces, writer, approver, began)
    if anew := second(product.code, pieces):
        _hold(product, anew, writer, approver, now - timedelta(days=_said()["later"][product.code]["days"]))


def _hold(product: Product, pieces: list[Piece], writer: User, approver: User, at: datetime) -> None:
    by = actor(writer, where="demo")
    terms = actions.take_in(product=product, pieces=pieces, from_on=local_date(at), by=by, at=at, guessed=False)
    actions.submit(terms=terms, by=by, at=at + timedelta(hours=1))
    actions.approve(terms=terms, by=actor(approver, where="demo"), at=at + timedelta(hours=2))
