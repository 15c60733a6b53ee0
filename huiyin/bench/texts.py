"""How well texts are labelled and found, by the commands themselves: `bin/bench text --data FOLDER`.

The folder holds the sets named below as JSON lines; they are not part of the product. The marks are what plain public
tools reach on the same splits. Where a set has no lines of its own to measure on, five folds by id stand for them.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from huiyin.bench.line import Line

FOLDS = 5
LEAST_SPEED, MOST_MEMORY = 2_000, 300  # texts a second, MiB
Row = dict[str, Any]
PACKAGE = Path(__file__).resolve().parents[1]
EXAMPLES, STORIES = PACKAGE / "text/examples", PACKAGE / "demo/content/complaints"


@dataclass(frozen=True)
class Labelled:
    """A set of labelled texts: its name, its files, the marks of accuracy and macro-F1 (None: there is none)."""

    name: str
    train: str
    measured: str | None
    accuracy: float | None = None
    macro_f1: float | None = None
    shaped: Callable[[Row], Row] = lambda row: row


def _own_examples() -> list[Row]:
    """The examples that the product ships for its own reasons."""
    return [row | {"label": row["labels"][0]} for path in sorted(EXAMPLES.glob("*.jsonl")) for row in _lines(path)]


def _own_unseen() -> list[Row]:
    """Complaints that others wrote and labelled for the demo, without what is filled in there: none is an example."""
    found = []
    for path in sorted(STORIES.glob("*.yaml")):
        for code, one in yaml.safe_load(path.read_text("utf-8")).items():
            for place, texts in enumerate(one["texts"]):
                for tone, text in texts.items():
                    bare = re.sub(r"\{\w+\}", "", re.sub(r"^@\S+ ", "", text))
                    found.append({"id": f"{code}-{place}-{tone}", "text": bare, "label": code})
    return found


@dataclass(frozen=True)
class Ranked:
    """A set to search in: its files, which lines are right for a query, and the marks."""

    name: str
    pool: Callable[[Path], list[Row]]
    queries: Callable[[Path], list[Row]]
    right: Callable[[Path], dict[str, set[str]]]
    marks: Mapping[str, float]


def _lines(path: Path) -> list[Row]:
    data = path.read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _faq_line(row: Row) -> Row:
    return {"id": row["id"], "text": row["zh"], "label": row["domain"]}


LABELLED = (
    Labelled("complaint class", "complaint_zh/train_tokens.jsonl.gz", "complaint_zh/dev_tokens.jsonl.gz", 0.925, 0.921),
    Labelled("complaint class, 426 raw", "complaint_zh/train_raw.jsonl.gz", None, 0.80),
    Labelled("CFPB product", "complaint_en/train.jsonl.gz", "complaint_en/dev.jsonl.gz", 0.792, 0.684),
    Labelled("CFPB product, folds", "complaint_en/train.jsonl.gz", None, 0.792, 0.684),
    Labelled("banking intent", "intent_en/train.jsonl.gz", None, 0.906),
    Labelled("insurance line", "faq/train.jsonl.gz", "faq/dev.jsonl.gz", shaped=_faq_line),
    Labelled("tone", "reviews_zh/train.jsonl.gz", None, 0.928),
)
RANKED = (
    Ranked(
        "FAQ",
        lambda folder: _lines(folder / "faq/answers_zh.jsonl.gz"),
        lambda folder: [{"id": row["id"], "text": row["zh"]} for row in _lines(folder / "faq/dev.jsonl.gz")],
        lambda folder: {row["id"]: set(row["answers"]) for row in _lines(folder / "faq/dev.jsonl.gz")},
        {"hit@1": 0.175, "MRR@10": 0.239},
    ),
    Ranked(
        "clause",
        lambda folder: _lines(folder / "clause_zh/passages.jsonl.gz"),
        lambda folder: _lines(folder / "clause_zh/questions.jsonl"),
        lambda folder: {row["id"]: set(row["answers"]) for row in _lines(folder / "clause_zh/gold.jsonl.gz")},
        {"hit@1": 0.467, "hit@5": 0.744},
    ),
    Ranked(
        "like complaints",
        lambda folder: _lines(folder / "similar_zh/pool.jsonl.gz"),
        lambda folder: [
            row
            for row in _lines(folder / "similar_zh/pool.jsonl.gz")
            if row["id"] in {one["id"] for one in _lines(folder / "similar_zh/gold.jsonl")}
        ],
        lambda folder: {row["id"]: set(row["relevant"]) for row in _lines(folder / "similar_zh/gold.jsonl")},
        {"MAP": 0.947},
    ),
    Ranked(
        "complaint to reply",
        lambda folder: [{"id": row["id"], "text": row["reply"]} for row in _lines(folder / "reply_zh/pairs.jsonl.gz")],
        lambda folder: [
            {"id": row["id"], "title": row["title"], "text": row["text"]}
            for row in _lines(folder / "reply_zh/pairs.jsonl.gz")
        ],
        lambda folder: {row["id"]: {row["id"]} for row in _lines(folder / "reply_zh/pairs.jsonl.gz")},
        {"hit@1": 0.732},
    ),
)


def measure_texts(folder: Path, only: Sequence[str] = ()) -> Iterator[Line]:
    """Every set whose name begins with one of `only` (all when none is named)."""
    with tempfile.TemporaryDirectory() as scratch:
        if not only or "own reasons".startswith(tuple(only)):
            yield from _told_of("own reasons", [(_own_examples(), _own_unseen())], Path(scratch), None, None)
        for one in LABELLED:
            if not only or one.name.startswith(tuple(only)):
                yield from _labelled(one, folder, Path(scratch))
        for other in RANKED:
            if not only or other.name.startswith(tuple(only)):
                yield from _ranked(other, folder, Path(scratch))


def fold(name: str | int) -> int:
    """The fold of a line, by its id."""
    return zlib.crc32(str(name).encode()) % FOLDS


def _labelled(one: Labelled, folder: Path, scratch: Path) -> Iterator[Line]:
    lines = [one.shaped(row) for row in _lines(folder / one.train)]
    if one.measured:
        tests = [one.shaped(row) for row in _lines(folder / one.measured)]
        rounds = [(lines, tests)]
    else:
        rounds = [
            ([row for row in lines if fold(row["id"]) != part], [row for row in lines if fold(row["id"]) == part])
            for part in range(FOLDS)
        ]
    yield from _told_of(one.name, rounds, scratch, one.accuracy, one.macro_f1)


def _told_of(
    name: str, rounds: Sequence[tuple[list[Row], list[Row]]], scratch: Path, accuracy: float | None, f1: float | None
) -> Iterator[Line]:
    """Learn and predict by the commands, once for each round of (lines to learn from, lines to measure on)."""
    real: list[str] = []
    said: list[str] = []
    certain: list[bool] = []
    took, peak, count = 0.0, 0, 0
    for train, tests in rounds:
        model = ["--model", str(scratch / "models")]
        _put(scratch / "train.jsonl", train)
        _put(scratch / "tests.jsonl", tests)
        _seconds, used = _run(
            "text", "train", "one", "--train", str(scratch / "train.jsonl"), *model, "--precision", "0.8"
        )
        peak = max(peak, used)
        seconds, used = _run(
            "text", "predict", "one", "--input", str(scratch / "tests.jsonl"), "--output",
            str(scratch / "said.jsonl"), *model,
        )  # fmt: skip
        took, peak, count = took + seconds, max(peak, used), count + len(tests)
        real += [row["label"] for row in tests]
        predicted = _lines(scratch / "said.jsonl")
        said += [row["label"] for row in predicted]
        certain += [not row["abstained"] for row in predicted]
    right = sum(one == other for one, other in zip(real, said, strict=True)) / len(real)
    yield _line(f"{name}: accuracy", right, accuracy)
    yield _line(f"{name}: macro-F1", macro_f1(real, said), f1)
    if len(rounds) == 1:
        sure = [one == other for one, other, is_sure in zip(real, said, certain, strict=True) if is_sure]
        yield Line(f"{name}: share that is no abstention", f"{len(sure) / len(real):.4f}")
        yield Line(f"{name}: right of these", f"{sum(sure) / max(len(sure), 1):.4f}")
    yield _memory(name, peak)
    yield Line(f"{name}: texts predicted a second, with starting", f"{count / took:.0f}")


def macro_f1(real: Sequence[str], said: Sequence[str]) -> float:
    """The mean of the F1 of every label that is real or said."""
    found = []
    for name in {*real, *said}:
        hits = sum(one == other == name for one, other in zip(real, said, strict=True))
        found.append(2 * hits / (real.count(name) + said.count(name)))
    return sum(found) / len(found)


def _ranked(one: Ranked, folder: Path, scratch: Path) -> Iterator[Line]:
    pool, queries, right = one.pool(folder), one.queries(folder), one.right(folder)
    _put(scratch / "pool.jsonl", pool)
    _put(scratch / "queries.jsonl", queries)
    seconds, peak = _run(
        "text", "rank", "--pool", str(scratch / "pool.jsonl"), "--queries", str(scratch / "queries.jsonl"),
        "--output", str(scratch / "ranked.jsonl"),
    )  # fmt: skip
    hits = [[name in right[row["id"]] for name in row["ranked"]] for row in _lines(scratch / "ranked.jsonl")]
    sizes = [len(right[row["id"]]) for row in queries]
    for name, value in figures(hits, sizes).items():
        yield _line(f"{one.name}: {name}", value, one.marks.get(name))
    yield _memory(one.name, peak)
    yield Line(f"{one.name}: texts a second, pool and queries", f"{(len(pool) + len(queries)) / seconds:.0f}")


def figures(hits: Sequence[Sequence[bool]], sizes: Sequence[int]) -> dict[str, float]:
    """hit@1, hit@5, MRR@10 and MAP of rankings: whether each place is right, and how many are right in all."""
    count = len(hits)

    def of_ten(row: Sequence[bool]) -> float:
        return next((1 / place for place, is_right in enumerate(row[:10], start=1) if is_right), 0.0)

    def average(row: Sequence[bool], size: int) -> float:
        places = [place for place, is_right in enumerate(row, start=1) if is_right]
        return sum(number / place for number, place in enumerate(places, start=1)) / size

    return {
        "hit@1": sum(any(row[:1]) for row in hits) / count,
        "hit@5": sum(any(row[:5]) for row in hits) / count,
        "MRR@10": sum(map(of_ten, hits)) / count,
        "MAP": sum(map(average, hits, sizes)) / count,
    }


def _line(what: str, value: float, mark: float | None) -> Line:
    return Line(what, f"{value:.4f}", f"over {mark}" if mark else "", value > mark if mark else None)


def _memory(name: str, peak: int) -> Line:
    return Line(f"{name}: most memory", f"{peak} MiB", f"under {MOST_MEMORY} MiB", peak < MOST_MEMORY)


def _put(path: Path, rows: Iterable[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _run(*words: str) -> tuple[float, int]:
    """Run a command of ours; its seconds and its most memory in MiB. Raises CalledProcessError."""
    began = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "huiyin", *words], stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, words)
    return time.monotonic() - began, used.ru_maxrss // 1024
