"""How good predictions are: accuracy, macro-F1, calibration, and how much is said at a stated precision."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10
LEAST_SURE = 20  # texts a threshold must rest on, where there are that many


@dataclass(frozen=True, slots=True)
class OfLabel:
    """One label: how many texts have it, and how well it is found."""

    texts: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All texts: shares between 0 and 1. `sure` is the accuracy of those predicted without abstaining."""

    texts: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    coverage: float
    sure: float
    labels: dict[str, OfLabel]
    mixed_up: list[tuple[str, str, int]]


def measure(
    truth: Sequence[Sequence[str]], said: Sequence[str], sureness: NDArray[np.float64], least: float
) -> Measured:
    """Compare. A text is right when its predicted label is one of its labels; for F1 it then stands for that one.

    `least`: from which confidence on the prediction is not an abstention.
    """
    real = [label if label in labels else labels[0] for labels, label in zip(truth, said, strict=True)]
    right = np.array([one == label for one, label in zip(real, said, strict=True)], dtype=float)
    names = sorted({*real, *said})
    have, predicted = Counter(real), Counter(said)
    hits = Counter(one for one, label in zip(real, said, strict=True) if one == label)
    labels = {name: _of_label(have[name], predicted[name], hits[name]) for name in names}
    sure = sureness >= least
    wrong = Counter((one, label) for one, label in zip(real, said, strict=True) if one != label)
    return Measured(
        texts=len(real),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([one.f1 for one in labels.values()])),
        calibration_error=calibration_error(sureness, right),
        coverage=float(sure.mean()),
        sure=float(right[sure].mean()) if sure.any() else 0.0,
        labels=labels,
        mixed_up=[(*pair, count) for pair, count in sorted(wrong.items(), key=lambda one: (-one[1], one[0]))[:10]],
    )


def calibration_error(sureness: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """By how much confidence and accuracy differ on average, in ten bins of equal width (ECE)."""
    bins = np.minimum((sureness * BINS).astype(int), BINS - 1)
    gaps = [abs(sureness[bins == one].sum() - right[bins == one].sum()) for one in range(BINS)]
    return float(sum(gaps) / max(len(right), 1))


def threshold(sureness: NDArray[np.float64], right: NDArray[np.float64], precision: float) -> float:
    """The lowest confidence above which at least `precision` of the predictions are right; above 1 for none."""
    order = np.argsort(-sureness, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # of equal confidences all or none
    ends = np.append(sureness[order][1:] != sureness[order][:-1], True)
    enough = np.arange(1, len(order) + 1) >= min(LEAST_SURE, len(order))
    good = np.flatnonzero((shares >= precision) & ends & enough)
    if not len(good):
        return 1.01
    return 0.0 if good[-1] == len(order) - 1 else float(sureness[order][good[-1]])


def _of_label(have: int, predicted: int, hits: int) -> OfLabel:
    precision = hits / predicted if predicted else 0.0
    recall = hits / have if have else 0.0
    return OfLabel(have, precision, recall, 2 * hits / (have + predicted) if have + predicted else 0.0)
