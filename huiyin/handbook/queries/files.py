"""Reading the handbook's files: a folder of packs, of sources, of clauses."""

from pathlib import Path

from huiyin.handbook.rules.clauses import ClauseFile, read_clauses
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.reading import read_pack
from huiyin.handbook.rules.sources import Source, no_two, read_source
from huiyin.handbook.rules.terms import Pack
from huiyin.handbook.rules.tree import parse

HERE = Path(__file__).resolve().parents[1]
PACKS = HERE / "packs"
EXAMPLES = HERE / "examples"
SOURCES = HERE / "sources"
CLAUSES = HERE / "clauses"
DUTIES = HERE / "duties.yaml"


def tree(path: Path) -> object:
    """One parsed file. Raises PackError with file, line and reason, also for a file that is no UTF-8."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise PackError(path.name, 0, "", "is not UTF-8", "Save the file as UTF-8.") from error
    return parse(text, path.name)


def read_pack_file(path: Path) -> Pack:
    """One pack; its file bears its code. Raises PackError."""
    found = read_pack(tree(path), path.name)
    if path.name != f"{found.code}.yaml":
        raise PackError(
            path.name, found.line, "pack", f"the pack is called {found.code}", "Rename the file or the pack."
        )
    return found


def load(folder: Path) -> tuple[Pack, ...]:
    """Read and check every pack of a folder. Raises PackError for the first fault."""
    return tuple(read_pack_file(path) for path in sorted(folder.glob("*.yaml")))


def load_sources(folder: Path) -> tuple[Source, ...]:
    """Read and check every source of a folder, by code. Raises PackError."""
    found = tuple(read_source(tree(path), path.name) for path in sorted(folder.glob("*.yaml")))
    no_two(found)
    return found


def load_clauses(folder: Path) -> tuple[ClauseFile, ...]:
    """Read and check every file of clauses of a folder. Raises PackError."""
    return tuple(read_clauses(tree(path), path.name) for path in sorted(folder.glob("*.yaml")))
