"""Learning the classes of complaints from examples and from what handlers said, and reading what comes in with it.

Learning is a command of its own in a process of its own: its memory goes when it ends, and a worker that is killed
leaves the model in use as it was.
"""

import importlib
import logging
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin.cases.queries.likeness import first_texts
from huiyin.complaints.actions import suggesting as actions
from huiyin.complaints.models import TextModel
from huiyin.complaints.queries import suggesting as queries
from huiyin.core.actors import system
from huiyin.core.config import data_dir
from huiyin.text import likeness, records
from huiyin.text.records import Record

log = logging.getLogger(__name__)
BY = system("complaints.suggest")
PRECISION = "0.8"
FEWEST, LABELS = 200, 10  # lines and reasons from which on learning is worth it
NEW_FOR, AT_ONCE = timedelta(days=30), 200
LIMIT = 1800  # seconds
KEPT = 3  # models that may be used, so that one that is withdrawn has one before it


def learn(at: datetime) -> TextModel | None:
    """Learn anew from all there is; None where there is too little to learn from."""
    lessons = list(queries.lessons())
    if len(lessons) < FEWEST or len({row["labels"][0] for row in lessons}) < LABELS:  # type: ignore[index]
        return None
    models, place = data_dir() / "models", f"{queries.NAME}-{at:%Y%m%dT%H%M%S}"
    with tempfile.TemporaryDirectory(dir=data_dir()) as folder:
        lines = Path(folder) / "lessons.jsonl.gz"
        records.write(lines, lessons)
        _train(lines, models / place, at)
    models_of = _models()
    card = models_of.load(models_of.folder(queries.NAME, models / place)).card
    kept = actions.keep_model(card=card, place=place, by=BY, at=at)
    used = queries.places(KEPT)  # those that were withdrawn make no room for those before them
    for old in models.glob(f"{queries.NAME}-*"):
        if old.name not in used:
            shutil.rmtree(old, ignore_errors=True)
    return kept


def _train(lines: Path, models: Path, at: datetime) -> None:
    """Run the command that learns. Raises CalledProcessError, TimeoutExpired."""
    words = ["text", "train", queries.NAME, "--train", str(lines), "--model", str(models), "--precision", PRECISION]
    subprocess.run(
        [sys.executable, "-m", "huiyin", *words, "--at", at.isoformat(timespec="seconds")],
        check=True, stdout=subprocess.DEVNULL, timeout=LIMIT,
    )  # fmt: skip


def learn_first(at: datetime) -> int:
    """Learn where there is no model yet; returns how many were learnt."""
    return int(queries.newest_model() is None and learn(at) is not None)


def read_new(at: datetime) -> int:
    """Say something of the complaints that came in lately; returns of how many. Without a model: of none."""
    model = queries.newest_model()
    ids = queries.unread(at - NEW_FOR, AT_ONCE) if model else []
    if model is None or not ids:
        return 0
    held = _loaded(model.place, model.version)
    if held is None:
        return 0
    texts = first_texts(ids)
    lines = [Record(str(pk), "", texts.get(pk, "")) for pk in ids]
    said = []
    for pk, line, one in zip(ids, lines, held.predict(lines), strict=True):
        is_unsure = one.abstained or not likeness.units(line.text)
        because = [] if is_unsure else held.explain(line, one.label)
        said.append(actions.Said(pk, one.label, one.labels, because, is_unsure))
    return actions.suggest(model=model, said=said, by=BY, at=at)


def _models() -> Any:
    """The module that loads arrays: only where somebody learns or reads, never in a process that serves pages."""
    return importlib.import_module("huiyin.text.model")


@lru_cache(maxsize=1)
def _loaded(place: str, version: str) -> Any:
    """The model of this version, None when its files are not here (another machine learnt it)."""
    models_of = _models()
    try:
        held = models_of.load(models_of.folder(queries.NAME, data_dir() / "models" / place))
    except (OSError, models_of.ModelError) as wrong:
        log.warning("the model of classes cannot be used: %s", wrong)
        return None
    if held.card["version"] != version:
        log.warning("the model of classes here is %s, the one in use is %s", held.card["version"], version)
        return None
    return held
