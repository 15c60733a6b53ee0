"""The complaint taxonomy: versioned YAML, typed and checked on load (3.1-3). No database, no clock.

A case stores reason code + taxonomy version; the names are looked up here. `current()` is the newest edition,
`in_force(day)` the one that bound a day, `edition(version)` the one a case names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where libyaml is built in
FOLDER = Path(__file__).parents[1] / "taxonomy"
AXES = ("line", "channel", "source", "harm", "vulnerability", "legality")
REST = "O99"


class TaxonomyError(ValueError):
    """A taxonomy file is wrong; the message names the file, the place and the fault."""


@dataclass(frozen=True, slots=True)
class Name:
    """One thing in both languages of the house."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The name for a language code such as `zh-hans` or `en`; anything that is not English reads Chinese."""
        return self.en if language.lower().startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Node:
    """A coded name with an optional parent: class, group, sub-class, bucket or value of an axis."""

    code: str
    name: Name
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for complaint (third level). `group` starts with its class; `reg` is the regulator's bulletin bucket."""

    code: str
    name: Name
    group: str
    class_code: str
    subclass: str
    reg: str
    naic: tuple[str, str] | None
    fca: tuple[str, str]


@dataclass(frozen=True, slots=True)
class NaicReason:
    """A reason of the NAIC-type complaint record and the reason of ours that stands for it (None: none does)."""

    function: str
    code: str
    name: str
    to: str | None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One edition. All lookups raise KeyError for a code that this edition does not hold."""

    code: str
    version: str
    effective_from: date
    effective_to: date | None
    title: Name
    source: Name
    classes: Mapping[str, Node]
    groups: Mapping[str, Node]
    subclasses: Mapping[str, Node]
    reasons: Mapping[str, Reason]
    reg: Mapping[str, Node]
    axes: Mapping[str, Mapping[str, Node]]
    naic_functions: Mapping[str, str]
    naic_reasons: Mapping[tuple[str, str], NaicReason]
    fca: Mapping[str, Node]
    fca_subs: Mapping[tuple[str, str], str]
    _naic_words: Mapping[tuple[str, str], tuple[str, str]] = field(repr=False)
    _function_words: Mapping[str, str] = field(repr=False)

    def reason(self, code: str) -> Reason:
        """The reason with this code, e.g. `P41`."""
        return self.reasons[code]

    def label(self, code: str, language: str = "zh-hans") -> str:
        """The name of a reason, group or class; an unknown code comes back as it is, so that old rows stay readable."""
        found = self.reasons.get(code) or self.groups.get(code) or self.classes.get(code)
        return found.name.text(language) if found else code

    def axis_label(self, axis: str, code: str, language: str = "zh-hans") -> str:
        """The name of a value of a second axis (`line`, `channel`, …); an unknown value comes back as it is."""
        node = self.axes[axis].get(code)
        return node.name.text(language) if node else code

    def of_class(self, class_code: str) -> tuple[Reason, ...]:
        """All reasons of the class P, S, C or O, in the order of the file."""
        return tuple(r for r in self.reasons.values() if r.class_code == class_code)

    def of_group(self, group: str) -> tuple[Reason, ...]:
        """All reasons of a second-level group such as `P4`."""
        return tuple(r for r in self.reasons.values() if r.group == group)

    def tree(self) -> tuple[tuple[Node, tuple[tuple[Node, tuple[Reason, ...]], ...]], ...]:
        """Classes with their groups with their reasons, for pickers and reports."""
        return tuple(
            (top, tuple((g, self.of_group(g.code)) for g in self.groups.values() if g.parent == top.code))
            for top in self.classes.values()
        )

    def of_naic(self, function: str, reason: str) -> tuple[Reason, ...]:
        """Our reasons that are reported under a NAIC function and reason code; several of ours may share one."""
        return tuple(r for r in self.reasons.values() if r.naic == (function, reason))

    def naic(self, function: str, reason: str) -> NaicReason | None:
        """The NAIC reason meant by two words of a foreign record (codes, names or known spellings); None if unknown."""
        code = self._function_words.get(fold(function), "")
        pair = self._naic_words.get((code, fold(reason)))
        return self.naic_reasons[pair] if pair else None

    def from_naic(self, function: str, reason: str) -> Reason | None:
        """The reason of ours for a foreign record; None when nothing of ours says the same: never a guess."""
        found = self.naic(function, reason)
        return self.reasons[found.to] if found and found.to else None


@lru_cache(maxsize=4096)  # the same words come again and again
def fold(words: str) -> str:
    """Letters and digits only, lower case: `Unsatisfactory Settlement/Offer` and its relatives compare equal."""
    return re.sub(r"[\W_]+", "", words).lower()


@cache
def editions() -> tuple[Taxonomy, ...]:
    """All editions shipped, oldest first. Raises TaxonomyError when a file is wrong or two bind the same day."""
    found = sorted((load(path) for path in FOLDER.glob("*.yaml")), key=lambda t: t.effective_from)
    for older, newer in pairwise(found):
        if older.effective_to is None or older.effective_to >= newer.effective_from:
            raise TaxonomyError(f"{older.version} and {newer.version} are in force on the same day")
    return tuple(found)


def current() -> Taxonomy:
    """The newest edition."""
    return editions()[-1]


def edition(version: str) -> Taxonomy:
    """The edition with this version, e.g. `2025.1`. KeyError when it is not shipped."""
    for each in editions():
        if each.version == version:
            return each
    raise KeyError(version)


def in_force(day: date) -> Taxonomy:
    """The edition that binds a day; days before the first edition take the first, so that history can be coded."""
    older = [each for each in editions() if each.effective_from <= day]
    return older[-1] if older else editions()[0]


def load(path: Path) -> Taxonomy:
    """Read and check one file. Raises TaxonomyError."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as wrong:
        raise TaxonomyError(f"{path.name}: not YAML: {wrong}") from wrong
    try:
        return build(raw)
    except KeyError as missing:
        raise TaxonomyError(f"{path.name}: {missing} is missing") from missing
    except (TaxonomyError, TypeError, ValueError, AttributeError) as wrong:
        raise TaxonomyError(f"{path.name}: {wrong}") from wrong


def build(raw: dict[str, Any]) -> Taxonomy:
    """Make a taxonomy from a parsed file and check every cross-reference in it."""
    classes = _nodes("classes", raw["classes"])
    groups = _nodes("groups", raw["groups"], parent="class", parents=classes)
    subclasses = _nodes("subclasses", raw["subclasses"], parent="class", parents=classes)
    reg, fca = _nodes("reg", raw["reg"]), _nodes("fca", raw["fca"])
    fca_subs = {(item["code"], sub): str(name) for item in raw["fca"] for sub, name in item["subs"].items()}
    functions = {item["code"]: str(item["en"]) for item in raw["naic"]["functions"]}
    pairs = {
        (item["function"], item["code"]): NaicReason(item["function"], item["code"], item["en"], item["to"])
        for item in raw["naic"]["reasons"]
    }
    reasons = {code: _reason(item, groups) for code, item in _unique("reasons", raw["reasons"]).items()}
    for reason in reasons.values():
        _known(reason.code, "subclass", reason.subclass, subclasses)
        _known(reason.code, "reg", reason.reg, reg)
        _known(reason.code, "fca", reason.fca, fca_subs)
        if reason.naic:
            _known(reason.code, "naic", reason.naic, pairs)
    for pair in pairs.values():
        _known(f"naic {pair.code}", "function", pair.function, functions)
        if pair.to:
            _known(f"naic {pair.code}", "to", pair.to, reasons)
    _known("reasons", "rest", REST, reasons)
    if set(raw["axes"]) != set(AXES):
        raise TaxonomyError(f"axes must be {', '.join(AXES)}")
    return Taxonomy(
        code=raw["code"], version=str(raw["version"]), effective_from=_day(raw["effective_from"]),
        effective_to=_day(raw["effective_to"]) if raw["effective_to"] else None,
        title=Name(**raw["title"]), source=Name(**raw["source"]), classes=classes, groups=groups,
        subclasses=subclasses, reasons=reasons, reg=reg,
        axes={axis: _nodes(f"axes.{axis}", values) for axis, values in raw["axes"].items()},
        naic_functions=functions, naic_reasons=pairs, fca=fca, fca_subs=fca_subs,
        _naic_words=_spellings(raw["naic"]["reasons"]), _function_words=_function_spellings(raw["naic"]["functions"]),
    )  # fmt: skip


def _reason(item: dict[str, Any], groups: Mapping[str, Node]) -> Reason:
    _known(item["code"], "group", item["group"], groups)
    naic = (str(item["naic"][0]), str(item["naic"][1])) if item["naic"] else None
    return Reason(
        code=item["code"], name=_name(item), group=item["group"], class_code=groups[item["group"]].parent,
        subclass=item["subclass"], reg=item["reg"], naic=naic, fca=(str(item["fca"][0]), str(item["fca"][1])),
    )  # fmt: skip


def _nodes(
    place: str, items: list[dict[str, Any]], parent: str = "", parents: Mapping[str, Node] | None = None
) -> dict[str, Node]:
    nodes = {c: Node(c, _name(i), str(i[parent]) if parent else "") for c, i in _unique(place, items).items()}
    for node in nodes.values():
        if parents is not None:
            _known(f"{place}.{node.code}", parent, node.parent, parents)
    return nodes


def _unique(place: str, items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if item["code"] in found:
            raise TaxonomyError(f"{place}: {item['code']} stands twice")
        found[item["code"]] = item
    return found


def _name(item: dict[str, Any]) -> Name:
    if not str(item["zh"]).strip() or not str(item["en"]).strip():
        raise TaxonomyError(f"{item['code']}: both names are needed")
    return Name(str(item["zh"]), str(item["en"]))


def _known(owner: str, what: str, value: object, among: Iterable[object]) -> None:
    if value not in among:
        raise TaxonomyError(f"{owner}: {what} {value!r} is not defined")


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TaxonomyError(f"{value!r} is not a date")
    return value


def _spellings(items: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for item in items:
        for word in {fold(w) for w in (item["code"], item["en"], *item.get("also", []))}:
            if (item["function"], word) in words:
                raise TaxonomyError(f"naic {item['function']}: the spelling {word!r} stands twice")
            words[item["function"], word] = (item["function"], item["code"])
    return words


def _function_spellings(items: list[dict[str, Any]]) -> dict[str, str]:
    return {
        fold(w): item["code"]
        for item in items
        for w in (item["code"], item["letter"], item["en"], *item.get("also", []))
    }
