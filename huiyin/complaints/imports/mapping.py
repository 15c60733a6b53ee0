"""A mapping says which column fills which field. It is data: YAML in `mappings/` or a file of one's own."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from huiyin.catalog.rules import fold
from huiyin.complaints.imports.fields import REQUIRED

Otherwise = Literal["reject", "empty"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of one field comes from.

    `columns`: the first of them that the file has (headers may differ between files), or with `join` all of them,
    joined by it where they are not empty. `const`: the same for each row.
    `values`: what the file writes → code, compared without case and punctuation; a value that is not listed follows
    `otherwise`. With `split` the cell is a list and its first listed part counts. `formats`: strptime patterns.
    `once_per`: an amount repeats on each row of a case and counts once for each value of this column.
    """

    columns: tuple[str, ...] = ()
    const: str = ""
    join: str = ""
    split: str = ""
    values: Map[str, str] = field(default_factory=dict)
    otherwise: Otherwise = "reject"
    formats: tuple[str, ...] = ()
    currency: str = "CNY"
    once_per: str = ""


@dataclass(frozen=True, slots=True)
class LabelSource:
    """Where reason codes come from.

    The words of `column` (several when `split` is given) are looked up in `values` first, then, with the word of
    `function_column`, in the NAIC column of the taxonomy, then as a code or name of ours when `own_codes`.
    A target in `values` is a reason code (`P41`), a NAIC pair (`claims/denial`) or empty: names no reason by itself.
    A word that nothing knows becomes O99, with the word kept.
    """

    columns: tuple[str, ...]
    function_columns: tuple[str, ...] = ()
    split: str = ""
    values: Map[str, str] = field(default_factory=dict)
    own_codes: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping. `version` is a fingerprint of its file, kept with each case it brought in."""

    name: str
    version: str
    title: Map[str, str]
    origin: str
    source: str
    key: tuple[str, ...]
    group: bool
    detect: tuple[str, ...]
    time_zone: str
    language: str
    sheet: str
    keep: Literal["all", "mapped"]
    fields: Map[str, Source]
    labels: Sequence[LabelSource]

    def columns(self) -> set[str]:
        """All columns that the mapping reads."""
        found = set(self.key)
        for each in self.fields.values():
            found.update((*each.columns, *filter(None, [each.once_per])))
        for label in self.labels:
            found.update((*label.columns, *label.function_columns))
        return found

    def missing(self, columns: Sequence[str]) -> list[str]:
        """What the file lacks: of the key and of each required field at least one named column must be there."""
        have = {fold(name) for name in columns}
        wanted = [self.key, *(self.fields[name].columns for name in REQUIRED)]
        lacking = [" / ".join(group) for group in wanted if group and not any(fold(n) in have for n in group)]
        return list(dict.fromkeys(lacking))

    def fits(self, columns: Sequence[str]) -> bool:
        """Is this a file for this mapping? All `detect` columns must be there (`a | b`: one of them)."""
        have = {fold(name) for name in columns}
        return bool(self.detect) and all(any(fold(n) in have for n in each.split("|")) for each in self.detect)
