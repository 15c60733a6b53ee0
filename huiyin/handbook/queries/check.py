"""Checking files of the handbook, shipped or new: each alone, then together with all that ships."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from huiyin.handbook.queries.files import CLAUSES, DUTIES, PACKS, SOURCES, tree
from huiyin.handbook.rules.checks import Register, check
from huiyin.handbook.rules.clauses import ClauseFile, read_clauses
from huiyin.handbook.rules.duties import read_duties
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.reading import read_pack
from huiyin.handbook.rules.sources import Source, read_source
from huiyin.handbook.rules.terms import Pack

_SHIPPED = (SOURCES, CLAUSES, PACKS)


def check_files(paths: Sequence[Path]) -> list[PackError]:
    """Every fault of some files, in the light of what ships; a file that names the same source or pack replaces it.

    What a file is follows from its keys: a pack, a source, clauses, duties; examples are read for their shape only.
    """
    given = _read(paths)
    others = _read([path for folder in _SHIPPED for path in sorted(folder.glob("*.yaml"))])
    faults = list(given.faults)
    sources = {it.code: it for it in [*others.sources, *given.sources]}
    packs = {it.code: it for it in [*others.packs, *given.packs]}
    replaced = {it.file for it in given.clauses}
    clauses = [it for it in others.clauses if it.file not in replaced] + given.clauses
    whole = Register(tuple(sources.values()), tuple(clauses), tuple(packs.values()))
    names = {path.name for path in paths}
    faults += [fault for fault in check(whole) if fault.file in names]
    faults += _sources(given.sources, sources)
    for code in {pack.code for pack in given.packs}:
        twice = [pack for pack in given.packs if pack.code == code][1:]
        faults += [PackError(it.file, it.line, "pack", f"{code} is given twice", "Rename one.") for it in twice]
    return sorted(faults, key=lambda fault: (fault.file, fault.line, str(fault)))


class _Read:
    """What was read of some files, and what could not be."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.clauses: list[ClauseFile] = []
        self.packs: list[Pack] = []
        self.faults: list[PackError] = []

    def take(self, path: Path) -> None:
        """Read one file as what its keys say it is."""
        found: Any = tree(path)
        keys = set(found) if isinstance(found, dict) else set()
        if "pack" in keys and "examples" not in keys:
            self.packs.append(read_pack(found, path.name, self.faults))
        elif "source" in keys and "clauses" in keys:
            self.clauses.append(read_clauses(found, path.name))
        elif "source" in keys:
            self.sources.append(read_source(found, path.name))
        elif "duties" in keys:
            read_duties(found, path.name)
        elif not {"rule", "examples"} <= keys:
            mend = "A pack begins with `pack:`, a source with `source:`, clauses with `source:` and `clauses:`."
            raise PackError(path.name, 1, "", "is no file of the handbook", mend)


def _read(paths: Sequence[Path]) -> _Read:
    found = _Read()
    for path in paths:
        try:
            found.take(path)
        except PackError as fault:
            found.faults.append(fault)
    return found


def _sources(given: Sequence[Source], known: dict[str, Source]) -> list[PackError]:
    return [
        PackError(it.file, it.line, "replaced_by", f"there is no source {it.replaced_by!r}", "Add its file or mend it.")
        for it in given
        if it.replaced_by and it.replaced_by not in known
    ]


def shipped_files() -> list[Path]:
    """The files of sources, clauses, packs and duties that ship."""
    return [path for folder in _SHIPPED for path in sorted(folder.glob("*.yaml"))] + [DUTIES]
