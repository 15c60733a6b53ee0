"""One function, one change; small files; no magic."""

import ast
import re

import pytest

from tests.architecture.source import EDGES, Source, called, contexts, product, sources

MOST_LINES = 300
LONGEST_FUNCTION = 60
GENERATED = "Written by generate.py"
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "acreate",
}
# given positional arguments these belong to a dictionary, a hash or the cache: rows take names or nothing
ALSO_OF_OTHERS = {"update", "delete"}


def _is_action(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "action" for d in function.decorator_list)


def _actions() -> list[tuple[Source, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [(source, function) for source in product() for function in source.functions() if _is_action(function)]


def test_no_file_is_longer_than_it_may_be() -> None:
    by_hand = [source for source in sources() if GENERATED not in source.text[:200]]
    wrong = [f"{s.name}: {n} lines" for s in by_hand if (n := len(s.text.splitlines())) > MOST_LINES]
    assert not wrong, "\n".join(wrong)


def test_no_function_is_longer_than_it_may_be() -> None:
    wrong = []
    for source in product():
        for function in source.functions():
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                wrong.append(f"{source.at(function)} {function.name}: {length} lines")
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_it_is_for() -> None:
    # Django's app modules and empty packages need no words
    silent = [
        source.name
        for source in product()
        if source.tree.body
        and not ast.get_docstring(source.tree)
        and not source.name.endswith(("apps.py", "__init__.py"))
    ]
    assert not silent, "\n".join(silent)


def test_actions_take_keywords_only_and_say_who_and_when() -> None:
    wrong = []
    for source, function in _actions():
        arguments = function.args
        keywords = {a.arg: ast.unparse(a.annotation) if a.annotation else "" for a in arguments.kwonlyargs}
        if arguments.args or arguments.posonlyargs or arguments.vararg:
            wrong.append(f"{source.at(function)} {function.name} takes positional arguments")
        if keywords.get("by") != "Actor" or keywords.get("at") != "datetime":
            wrong.append(f"{source.at(function)} {function.name} lacks by: Actor or at: datetime")
    assert _actions()
    assert not wrong, "\n".join(wrong)


def test_public_actions_are_one_transaction() -> None:
    """What `actions` offers and writes is decorated; building blocks of a package stay behind its __init__."""
    wrong = []
    for package, name in _offered():
        for source, function in package:
            if function.name == name and not _is_action(function) and _writes(function):
                wrong.append(f"{source.at(function)} {name} writes outside an action")
    assert not wrong, "\n".join(wrong)


def _offered() -> list[tuple[list[tuple[Source, ast.FunctionDef]], str]]:
    """For each context: its action functions, and each name that its `actions` offers."""
    found = []
    for context in contexts():
        top = (f"huiyin/{context}/actions.py", f"huiyin/{context}/actions/__init__.py")
        files = [s for s in product() if s.name.startswith((f"huiyin/{context}/actions/", top[0]))]
        functions = [(s, node) for s in files for node in s.tree.body if isinstance(node, ast.FunctionDef)]
        names = {node.name for source, node in functions if source.name in top and not node.name.startswith("_")}
        for source in files:
            if source.name == top[1]:
                imports = [node for node in source.tree.body if isinstance(node, ast.ImportFrom)]
                names |= {alias.asname or alias.name for node in imports for alias in node.names}
        found += [(functions, name) for name in sorted(names)]
    assert found
    return found


def _writes(tree: ast.AST) -> list[ast.Call]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in WRITES and not (node.func.attr in ALSO_OF_OTHERS and node.args):
            found.append(node)
    return found


@pytest.mark.parametrize(
    ("line", "is_write"),
    [
        ("case.save(update_fields=['state'])", True),
        ("Case.objects.filter(pk=1).update(state='x')", True),
        ("Case.objects.create(state='x')", True),
        ("case.delete()", True),
        ("Case.objects.get_or_create(pk=1)", True),
        ("shown.update({'a': 1})", False),
        ("cache.delete('key')", False),
        ("digest.update(b'x')", False),
        ("case.refresh_from_db()", False),
    ],
)
def test_a_write_is_told_from_its_namesakes(line: str, is_write: bool) -> None:
    assert bool(_writes(ast.parse(line))) is is_write


def test_edges_write_nothing_themselves() -> None:
    wrong = [
        f"{source.at(node)} {ast.unparse(node.func)}"
        for source in product()
        if source.package in EDGES
        for node in _writes(source.tree)
    ]
    assert not wrong, "\n".join(wrong)


def test_queries_and_rules_write_nothing() -> None:
    wrong = [
        f"{source.at(node)} {ast.unparse(node.func)}"
        for source in product()
        if source.package in contexts() and re.search(r"/(queries|rules)(/|\.py$)", source.name)
        for node in _writes(source.tree)
        if "objects" in ast.unparse(node.func) or node.func.attr == "save"  # type: ignore[attr-defined]
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_ask_no_clock() -> None:
    banned = {"now", "today", "utcnow", "time", "localdate", "localtime"}
    wrong = []
    for source in product():
        if not re.search(r"huiyin/[a-z]+/rules(/|\.py$)", source.name):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and called(node).rsplit(".", 1)[-1] in banned - {"time"}:
                wrong.append(source.at(node))
            if isinstance(node, ast.Call) and called(node) in {"time.time", "time.monotonic"}:
                wrong.append(source.at(node))
    assert not wrong, "\n".join(wrong)


def test_actions_and_queries_are_told_the_time() -> None:
    """Only edges, jobs, sweeps and commands ask the clock."""
    wrong = []
    for source in product():
        if source.package not in contexts() or not re.search(r"/(actions|queries|models)(/|\.py$)", source.name):
            continue
        # The ledger keeps the moment of writing beside the time told.
        if source.name == "huiyin/audit/actions/ledger.py":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "huiyin.core.time":
                wrong += [f"{source.at(node)} imports now" for alias in node.names if alias.name == "now"]
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
                wrong.append(f"{source.at(node)} imports django.utils.timezone")
    assert not wrong, "\n".join(wrong)


def _is_namesake(node: ast.ClassDef) -> bool:
    """Forms save and caches delete, too: neither is a row."""
    return "Form" in node.name or any(ast.unparse(base).endswith("Cache") for base in node.bases)


def test_there_are_no_signals_and_no_overridden_saves() -> None:
    wrong = []
    for source in product():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.dispatch", "django.db.models.signals", "django.core.signals")
            ):
                wrong.append(f"{source.at(node)} uses signals")
            if isinstance(node, ast.ClassDef):
                wrong += [
                    f"{source.at(f)} overrides {f.name}"
                    for f in node.body
                    if isinstance(f, ast.FunctionDef) and f.name in {"save", "delete"} and not _is_namesake(node)
                ]
    assert not wrong, "\n".join(wrong)


def test_no_error_is_swallowed() -> None:
    wrong = []
    for source in product():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception"):
                body = [n for n in node.body if not isinstance(n, ast.Pass | ast.Continue)]
                if not body:
                    wrong.append(source.at(node))
    assert not wrong, "\n".join(wrong)
