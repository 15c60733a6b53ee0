"""Running the measures and telling the results."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django
import psutil

from huiyin.bench import ground

if TYPE_CHECKING:
    from huiyin.bench.measures import Line

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def run(names: Sequence[str], url: str, cases: int) -> list["Line"]:
    """Start the server and the worker and take the measures in order; `cases` is how far `size` goes."""
    django.setup()
    measures = importlib.import_module("huiyin.bench.measures")  # models need a set-up Django

    measures.settle()
    lines: list[Line] = []
    if "clocks" in names:
        engine = importlib.import_module("huiyin.bench.clocks")
        lines += _told(engine.measure_engine())
        person = measures.person("head_office_cp")
        lines += _told(engine.measure_replay(person, measures.one_case(person)))
    if not set(names) - {"clocks"}:
        return lines
    with ground.serving() as server:
        if "intake" in names:
            lines += _told(measures.measure_intake(server, url))
        if "pages" in names:
            session = measures.session_of(measures.person("head_office_cp"))
            lines += _told(measures.measure_pages(server, session))
        if "size" in names:
            size = importlib.import_module("huiyin.bench.size")
            session = measures.session_of(measures.person("head_office_cp"))
            lines += _told(size.measure_size(server, session, cases))
        if "memory" in names:
            with ground.working() as worker:
                lines += _told(measures.measure_memory(server, psutil.Process(worker.pid)))
    return lines


def _told(lines: Sequence["Line"]) -> Sequence["Line"]:
    """Say what is known so far, in case a later measure breaks off."""
    for line in lines:
        print(f"{line.what}: {line.value}", file=sys.stderr, flush=True)
    return lines


def table(lines: Sequence["Line"]) -> str:
    """The results as a Markdown table."""
    rows = ["| what | measured | goal | kept |", "|---|---|---|---|"]
    for line in lines:
        kept = {True: "yes", False: "NO", None: ""}[line.kept]
        rows.append(f"| {line.what} | {line.value} | {line.goal} | {kept} |")
    return "\n".join(rows)


def write(lines: Sequence["Line"]) -> None:
    """Put the table between the two marks of docs/performance.md."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    DOCUMENT.write_text(f"{head}{BEGIN}\n{table(lines)}\n{END}{tail}", encoding="utf-8")
