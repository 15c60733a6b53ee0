"""Arrows point down only."""

import ast
import configparser
import subprocess
import sys

from tests.architecture.source import EDGES, ROOT, contexts, product

LIGHT = ("scipy", "sklearn", "pandas", "ortools", "numpy")


def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def test_every_contract_of_import_linter_is_kept() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_every_context_is_named_in_the_contracts_of_contexts() -> None:
    contracts = _contracts()
    inside = set(contracts["importlinter:contract:context"]["containers"].split())
    assert inside == {f"huiyin.{name}" for name in contexts()}
    headless = set(contracts["importlinter:contract:headless"]["source_modules"].split())
    # accounts carries the sign-in machinery: its adapters and middleware meet requests
    assert headless == {f"huiyin.{name}" for name in contexts()} - {"huiyin.accounts"}


def test_contexts_know_no_requests_and_responses() -> None:
    allowed = {"middleware.py", "adapter.py"}
    wrong = []
    for source in product():
        if source.package not in contexts() or source.name.rsplit("/", 1)[1] in allowed:
            continue
        for node in ast.walk(source.tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            banned = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template")
            wrong += [f"{source.at(node)} imports {name}" for name in names if name.startswith(banned)]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_imported_inside_functions() -> None:
    wrong = [
        source.at(node)
        for source in product()
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not wrong, "\n".join(wrong)


def test_edges_do_not_import_each_other() -> None:
    wrong = [
        source.at(node)
        for source in product()
        if source.package in EDGES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(tuple(f"huiyin.{edge}" for edge in EDGES if edge != source.package))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_command_that_answers_limits_starts_without_django() -> None:
    script = (
        "import sys; from huiyin import cli; "
        "code = cli.main(['rules', 'due', 'complaint.decision', '--from', '2026-11-01T10:00', '--json']); "
        "heavy = [name for name in ('django', 'psycopg', 'tink', 'pydantic', 'psutil') if name in sys.modules]; "
        "print(heavy, file=sys.stderr); sys.exit(code or bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_web_process_loads_no_heavy_statistics() -> None:
    script = (
        "import sys, huiyin.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        f"print([name for name in {LIGHT!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
