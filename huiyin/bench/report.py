"""Running the measures and telling the results."""

import importlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import django
import psutil

from huiyin.bench import ground
from huiyin.bench.line import Line

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/performance.md"


def run(names: Sequence[str], url: str) -> list[Line]:
    """Start the server and the worker and take the measures in order."""
    django.setup()
    measures = importlib.import_module("huiyin.bench.measures")  # models need a set-up Django

    measures.settle()
    lines: list[Line] = []
    if "clocks" in names:
        engine = importlib.import_module("huiyin.bench.clocks")
        lines += told(engine.measure_engine())
        person = measures.person("head_office_cp")
        lines += told(engine.measure_replay(person, measures.one_case(person)))
    if "customers" in names:
        lines += told(importlib.import_module("huiyin.bench.customers").measure_customers(url))
    if "storm" in names:
        lines += told(importlib.import_module("huiyin.bench.storm").measure_storm())
    if not set(names) - {"clocks", "customers", "storm"}:
        return lines
    with ground.serving() as server:
        if "intake" in names:
            lines += told(measures.measure_intake(server, url))
        if "record" in names:
            record = importlib.import_module("huiyin.bench.record")
            by = measures.person("head_office_cp")
            lines += told(record.measure_record(server, measures.session_of(by), by))
        if "pages" in names:
            session = measures.session_of(measures.person("head_office_cp"))
            lines += told(measures.measure_pages(server, session))
        if "memory" in names:
            with ground.working() as worker:
                lines += told(measures.measure_memory(server, psutil.Process(worker.pid)))
    return lines


def told(lines: Iterable[Line]) -> list[Line]:
    """Say what is known so far, in case a later measure breaks off."""
    found = []
    for line in lines:
        print(f"{line.what}: {line.value}", file=sys.stderr, flush=True)
        found.append(line)
    return found


def table(lines: Sequence[Line]) -> str:
    """The results as a Markdown table."""
    rows = ["| what | measured | goal | kept |", "|---|---|---|---|"]
    for line in lines:
        kept = {True: "yes", False: "NO", None: ""}[line.kept]
        rows.append(f"| {line.what} | {line.value} | {line.goal} | {kept} |")
    return "\n".join(rows)


def write(lines: Sequence[Line], name: str, document: Path = DOCUMENT) -> None:
    """Put the table between the two marks of this name in docs/performance.md, or in another document."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = document.read_text(encoding="utf-8")
    head, rest = text.split(begin, 1)
    tail = rest.split(end, 1)[1]
    document.write_text(f"{head}{begin}\n{table(lines)}\n{end}{tail}", encoding="utf-8")
