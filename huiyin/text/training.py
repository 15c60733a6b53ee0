"""Learning a model from labelled texts, and saying honestly how good it is.

Everything that is told of the model (how sure it is, from where on it abstains, how well it does) comes from texts the
separators had not seen: five folds by the text itself, so that the same text never lies on both sides.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import scipy
from numpy.typing import NDArray
from scipy.optimize import minimize

from huiyin.text import learning, measures
from huiyin.text.model import Mix, Model, likelihoods, prepared
from huiyin.text.records import Record

FOLDS = 5
Scores = tuple[NDArray[np.float32], NDArray[np.float32]]


class TrainingError(ValueError):
    """Lines nothing can be learnt from; the message says why."""


def train(records: Sequence[Record], *, name: str, at: datetime, precision: float = 0.95) -> Model:
    """Learn. `at` is noted in the card; `precision` (0 to 1) is what predictions that are no abstention should keep.

    Raises TrainingError without two labels.
    """
    labels = sorted({label for record in records for label in record.labels})
    if len(labels) < 2:
        raise TrainingError(f"{len(labels)} label in {len(records)} lines: at least two labels are needed")
    several = any(len(record.labels) > 1 for record in records)
    texts = [prepared(record) for record in records]
    hashes, held = learning.space(texts, len(labels))
    ids = learning.numbered(hashes)
    rarity = (np.log((1 + len(texts)) / (1 + held)) + 1).astype(np.float32)
    matrix = learning.weighted(learning.counted(texts, ids), rarity)
    folds = _folds(texts)
    del texts
    places = {label: place for place, label in enumerate(labels)}
    targets = np.zeros((len(records), len(labels)), dtype=bool)
    for row, record in enumerate(records):
        targets[row, [places[label] for label in record.labels]] = True
    columns = targets[:, 1:] if len(labels) == 2 and not several else targets
    unseen = _unseen(matrix, columns, folds)
    mix = _mixed(unseen, targets, several=several)
    factors, weights, intercepts = _learnt(matrix, columns)
    likely = likelihoods(*unseen, mix)
    card = _card(records, labels, likely, precision)
    card |= {"name": name, "trained_at": at.isoformat(timespec="seconds"), "several": several}
    card["features"] = len(hashes)
    return Model(card, hashes, rarity, factors, weights, intercepts, mix, ids)


def _learnt(
    matrix: learning.Matrix, columns: NDArray[np.bool_]
) -> tuple[learning.Floats, learning.Floats, learning.Floats]:
    """Factors of the second separator; weights and offsets of both, the factors worked into the second's."""
    first, ahead = learning.separate(matrix, columns)
    factors = learning.telling(matrix, columns if columns.shape[1] > 1 else np.hstack([~columns, columns]))
    second, behind = learning.separate(learning.stretched(matrix, factors), columns)
    second *= factors[:, None]
    return factors, np.hstack([first, second]), np.concatenate([ahead, behind])


def _unseen(matrix: learning.Matrix, columns: NDArray[np.bool_], folds: NDArray[np.int64]) -> Scores:
    """Scores of both separators for each text, learnt from the other folds."""
    first = np.zeros(columns.shape, dtype=np.float32)
    second = np.zeros(columns.shape, dtype=np.float32)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if not len(inside) or not len(outside):
            continue
        factors, weights, intercepts = _learnt(matrix[outside], columns[outside])
        held = matrix[inside]
        ahead, behind = np.split(np.asarray(held @ weights), 2, axis=1)
        behind = behind / learning.row_lengths(held, factors)[:, None]
        offset, other = np.split(intercepts, 2)
        first[inside], second[inside] = ahead + offset, behind + other
    return first, second


def _mixed(scores: Scores, targets: NDArray[np.bool_], *, several: bool) -> Mix:
    """The factors (and, where each label stands for itself, the offset) that make the unseen labels likeliest."""
    count = targets.shape[1]

    def mix(values: NDArray[np.float64]) -> Mix:
        offsets = np.full(count, values[2] if several else 0.0, dtype=np.float32)
        return Mix(float(np.exp(values[0])), float(np.exp(values[1])), offsets, several)

    share = targets / targets.sum(axis=1, keepdims=True)

    def loss(values: NDArray[np.float64]) -> float:
        likely = np.clip(likelihoods(*scores, mix(values)), 1e-9, 1 - 1e-9)
        if several:
            lost = -(np.log(likely) * targets + np.log1p(-likely) * ~targets).sum(axis=1).mean()
        else:
            lost = -(np.log(likely) * share).sum(axis=1).mean()
        # where there are few texts, both separators count alike and moderately
        return float(lost + 0.5 * ((values[:2] - 0.5) ** 2).sum() / len(targets))

    start = np.array([0.5, 0.5, 0.0][: 3 if several else 2])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 120, "xatol": 0.01, "fatol": 1e-5})
    return mix(np.clip(found.x, -5, 5))


def _card(
    records: Sequence[Record], labels: list[str], likely: NDArray[np.float64], precision: float
) -> dict[str, Any]:
    """What is told of the model: its data, its measures on unseen texts, its threshold."""
    best = likely.argmax(axis=1)
    sureness = likely.max(axis=1)
    said = [labels[place] for place in best]
    truth = [record.labels for record in records]
    right = np.array([label in held for label, held in zip(said, truth, strict=True)], dtype=float)
    least = measures.threshold(sureness, right, precision)
    measured = asdict(measures.measure(truth, said, sureness, least))
    return {
        "labels": labels,
        "threshold": least,
        "precision_wanted": precision,
        "data": {
            "lines": len(records),
            "sha256": _digest(records),
            "labels": dict(sorted(Counter(label for held in truth for label in held).items())),
        },
        "unseen": measured,
        "folds": FOLDS,
        "mean_confidence": float(sureness.mean()),
        "made_with": {"numpy": np.__version__, "scipy": scipy.__version__},
    }


def _digest(records: Sequence[Record]) -> str:
    """Of all that was learnt from."""
    told = hashlib.sha256()
    for one in records:
        told.update(orjson.dumps([one.id, one.title, one.body, one.is_tokens, one.labels]) + b"\n")
    return told.hexdigest()


def _folds(texts: Sequence[str]) -> NDArray[np.int64]:
    """Which fold a text lies in: by the text, so that equal texts lie together."""
    return np.array(
        [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).digest()[0] % FOLDS for text in texts]
    )
