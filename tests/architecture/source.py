"""The product's own source files, parsed once, for the tests of its architecture."""

import ast
import gc
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EDGES = ("console", "portal", "api")
TOP = ("commands", "demo", "bench", "formats", "live")


@dataclass(frozen=True)
class Source:
    """One Python file: `name` is its path from the top of the repository."""

    name: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package below huiyin, or the module's own name."""
        return Path(self.name).parts[1].removesuffix(".py") if self.name.startswith("huiyin/") else ""

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node

    def at(self, node: ast.AST) -> str:
        """Where a node stands, for a message."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


@cache
def tracked() -> tuple[str, ...]:
    """Files in version control and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file()))


@cache
def sources() -> tuple[Source, ...]:
    """All Python files of the product and its tests, migrations excepted."""
    names = [name for name in tracked() if name.endswith(".py") and "/migrations/" not in name]
    found = []
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8")
        found.append(Source(name, text, ast.parse(text, name)))
    gc.freeze()  # some million nodes that stay: nobody looks for garbage among them
    return tuple(found)


@cache
def product() -> tuple[Source, ...]:
    """Those below huiyin/."""
    return tuple(source for source in sources() if source.name.startswith("huiyin/"))


@cache
def contexts() -> tuple[str, ...]:
    """The packages that own tables, rules and changes: all but core, the edges and the top."""
    return tuple(sorted({s.package for s in product() if s.name.count("/") > 1} - {"core", *EDGES, *TOP}))


def called(node: ast.Call) -> str:
    """The dotted name that is called, as far as it is written: `user.save`, `objects.create`."""
    parts: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    if isinstance(target, ast.Name):
        parts.append(target.id)
    return ".".join(reversed(parts))
