"""Reads the written content of the demo (YAML) into typed values. Anything missing is an error with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "content"
TONES = frozenset({"angry", "plain", "elder", "short", "letter"})


@dataclass(frozen=True)
class UnitSpec:
    """A node of the invented insurer."""

    code: str
    kind: str
    parent: str | None
    name: str
    name_en: str


@dataclass(frozen=True)
class StaffSpec:
    """A member of staff; `is_face` marks the person whose sign-in link the demo prints for the role."""

    login: str
    name: str
    role: str
    unit: str
    title: str
    is_face: bool
    number: str

    @property
    def email(self) -> str:
        """An address that cannot exist: `.example` is reserved."""
        return f"{self.login}@hengze.example"


@dataclass(frozen=True)
class Product:
    """An invented product. Premiums in yuan a year; `pays` 0: single premium; `lasts` 0: whole life (years)."""

    code: str
    name: str
    line: str
    low: int
    high: int
    pays: int
    lasts: int


@dataclass(frozen=True)
class Matter:
    """Everything written about one reason for complaint."""

    code: str
    weight: float
    lines: Mapping[str, float]
    channels: Mapping[str, float]
    outcomes: tuple[float, float, float]
    subjects: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]  # (tone, text)
    summary: str
    demands: tuple[tuple[str, str, str], ...]  # (kind, text, slot of the amount or "")
    truth: Mapping[str, str]
    cause: Mapping[str, str]
    scope: str
    grounds: Mapping[str, str]
    improve: tuple[str, ...]
    process: tuple[str, ...]
    outside: bool  # an outside appraisal may come in


def read(name: str) -> Any:
    """One parsed file of the content folder."""
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader


@cache
def organisation() -> dict[str, Any]:
    """Company, places and streets."""
    return dict(read("organisation.yaml"))


@cache
def units() -> tuple[UnitSpec, ...]:
    """The tree, parents before children."""
    found = tuple(UnitSpec(*row) for row in organisation()["units"])
    known: set[str | None] = {None}
    for unit in found:
        if unit.parent not in known:
            raise ValueError(f"organisation.yaml: {unit.code} stands before its parent {unit.parent}")
        known.add(unit.code)
    return found


@cache
def staff() -> tuple[StaffSpec, ...]:
    """Everybody who works there, numbered in order."""
    known = {unit.code for unit in units()}
    found = []
    for i, (login, name, role, unit, title, *face) in enumerate(read("staff.yaml")["staff"], start=1):
        if unit not in known:
            raise ValueError(f"staff.yaml: {login}: unit {unit} is not in organisation.yaml")
        found.append(StaffSpec(login, name, role, unit, title, face == ["face"], f"HZ{i:04d}"))
    return tuple(found)


@cache
def products() -> tuple[Product, ...]:
    """The catalogue of the invented insurer."""
    return tuple(Product(*row) for row in read("products.yaml")["products"])


@cache
def names() -> dict[str, Any]:
    """Surnames with weights, given names by year of birth, rare names."""
    return dict(read("names.yaml"))


@cache
def words() -> dict[str, Any]:
    """Words and ranges for the slots of a complaint."""
    return dict(read("words.yaml"))


@cache
def path() -> dict[str, Any]:
    """What staff write along the path."""
    return dict(read("path.yaml"))


@cache
def matters() -> dict[str, Matter]:
    """All reasons for complaint, by code."""
    found: dict[str, Matter] = {}
    for file in sorted((FOLDER / "complaints").glob("*.yaml")):
        for code, raw in read(f"complaints/{file.name}").items():
            try:
                found[code] = _matter(code, raw)
            except (KeyError, TypeError, ValueError) as wrong:
                raise ValueError(f"{file.name}: {code}: {wrong}") from wrong
    return found


def _matter(code: str, raw: dict[str, Any]) -> Matter:
    texts = tuple((tone, text) for item in raw["texts"] for tone, text in item.items())
    if not {tone for tone, _ in texts} <= TONES:
        raise ValueError("unknown tone")
    grounds = {"part": raw["grounds"]["up"], **raw["grounds"]}
    cause = {"part": raw["cause"]["up"], **raw["cause"]}
    up, part, not_up = raw["outcomes"]
    return Matter(
        code=code, weight=raw["weight"], lines=raw["lines"], channels=raw.get("channels", {}),
        outcomes=(up, part, not_up), subjects=tuple(raw["subject"]), texts=texts, summary=raw["summary"],
        demands=tuple((item[0], item[1], item[2] if len(item) > 2 else "") for item in raw["demands"]),
        truth={k: raw["truth"][k] for k in ("up", "part", "not")}, cause={k: cause[k] for k in ("up", "part", "not")},
        scope=raw["scope"], grounds={k: grounds[k] for k in ("up", "part", "not")},
        improve=tuple(raw["improve"]), process=tuple(raw["process"]), outside=bool(raw.get("outside")),
    )  # fmt: skip
