"""Every kind of entry that an action writes on a case has words for the timeline."""

import ast
import re

from huiyin.complaints.rules import entries
from tests.architecture.source import product

KIND = re.compile(r"(case|complaint|clock|promise|task)\.[a-z_]+$")


def _texts(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _written() -> set[str]:
    found: set[str] = set()
    for source in product():
        if "/actions" not in source.name or source.package not in ("cases", "complaints", "clocks"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                is_record = ast.unparse(node.func).split(".")[-1] == "record"
                if source.package == "cases" and is_record and len(node.args) > 1:
                    found |= {f"case.{text}" for text in _texts(node.args[1])}
                found |= {text for word in node.keywords if word.arg == "kind" for text in _texts(word.value)}
            elif isinstance(node, ast.Assign) and any(ast.unparse(one) == "kind" for one in node.targets):
                found |= _texts(node.value)
    return {text for text in found if KIND.match(text)}


def test_every_kind_that_is_written_has_words() -> None:
    kinds = _written()
    assert len(kinds) > 20
    assert sorted(kind for kind in kinds if entries.title_of(kind) == kind) == []
