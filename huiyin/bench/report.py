"""Running the measures and telling the results."""

import importlib
import subprocess
import sys
import time
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


def run(names: Sequence[str], url: str) -> list["Line"]:
    """Start the server and the worker and take the measures in order."""
    django.setup()
    measures = importlib.import_module("huiyin.bench.measures")  # models need a set-up Django

    measures.settle()
    lines: list[Line] = []
    with ground.serving() as server:
        if "intake" in names:
            lines += measures.measure_intake(server, url)
        if "pages" in names:
            lines += measures.measure_pages(server, lambda: measures.session_of(measures.person("head_office_cp")))
        if "memory" in names:
            worker = subprocess.Popen([sys.executable, "-m", "huiyin", "worker"], stderr=subprocess.DEVNULL)
            time.sleep(15)
            lines += measures.measure_memory(server, psutil.Process(worker.pid))
            worker.terminate()
            worker.wait(30)
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
