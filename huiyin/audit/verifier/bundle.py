"""Joins the parts of the verifier into the one file that is handed over."""

import ast
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PARTS = ("words", "curve", "forms", "container", "tree", "chain", "limits", "papers", "marks", "main")
NAME = "verify_huiyin.py"
_HEAD = '''#!/usr/bin/env python3
"""核验回音案件文件（.huiyin），离线，只需 Python 3.8 或更高版本。
Verifies a Huiyin case file (.huiyin), offline, with nothing but Python 3.8 or later.

    python3 verify_huiyin.py case.huiyin [--key keys.json] [--checkpoint checkpoint.jsonl] [--json]

0: 核验通过 verified · 1: 核验未通过 not verified · 2: 无法核验 nothing was checked
"""

from __future__ import annotations

'''
_TAIL = '\n\nif __name__ == "__main__":\n    sys.exit(main(sys.argv[1:]))\n'


@cache
def source() -> str:
    """The text of the single file; the same text every time."""
    imports: dict[str, set[str]] = {}
    bodies = []
    for name in PARTS:
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        taken: set[int] = set()
        for node in tree.body:
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not is_docstring and not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            taken |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            _note_import(node, imports)
        kept = [line for number, line in enumerate(text.splitlines(), start=1) if number not in taken]
        title = (ast.get_docstring(tree) or name).splitlines()[0]
        bodies.append(f"# --- {title}\n\n" + "\n".join(kept).strip() + "\n")
    return _HEAD + _imports(imports) + "\n\n" + "\n\n".join(bodies) + _TAIL


def digest() -> str:
    """The SHA-256 of the single file."""
    return hashlib.sha256(source().encode()).hexdigest()


def _note_import(node: ast.stmt, imports: dict[str, set[str]]) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            imports.setdefault(f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else ""), set())
    elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(("huiyin.", "__future__")):
        imports.setdefault(f"from {node.module} import", set()).update(alias.name for alias in node.names)


def _imports(imports: dict[str, set[str]]) -> str:
    lines = [name for name in sorted(imports) if not imports[name]]
    lines += [f"{name} {', '.join(sorted(imports[name]))}" for name in sorted(imports) if imports[name]]
    return "\n".join(lines) + "\n"
