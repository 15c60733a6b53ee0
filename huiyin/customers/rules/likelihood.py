"""How likely something is, learnt from labelled rows: logistic regression, calibrated, with reasons. Pure.

Rows are mappings of numbers or words. A number becomes its distance from the mean in standard deviations, a word a mark
of its own. What is learnt on one part is calibrated on a second one (Platt) and measured on a third that neither saw.
The same rows give the same model: nothing is drawn by chance but by the seed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

Row = Mapping[str, float | str]
EPOCHS, RATE, SHRINK = 30, 0.1, 1e-4
BINS = 10


@dataclass(frozen=True)
class Model:
    """Numbers by mean and deviation, weights by feature (`name` or `name=word`), the calibration (slope, shift)."""

    scales: Mapping[str, tuple[float, float]]
    weights: Mapping[str, float]
    offset: float
    slope: float = 1.0
    shift: float = 0.0

    def score(self, row: Row) -> float:
        """The calibrated probability, 0 to 1."""
        raw = self.offset + sum(self.weights.get(name, 0.0) * value for name, value in _features(row, self.scales))
        return _sigmoid(self.slope * raw + self.shift)

    def reasons(self, row: Row, most: int = 3) -> list[tuple[str, float]]:
        """What raises the score of this row most against the average row, the weightiest first."""
        found = [
            (name, self.slope * self.weights.get(name, 0.0) * value) for name, value in _features(row, self.scales)
        ]
        return sorted((one for one in found if one[1] > 0.05), key=lambda one: -one[1])[:most]


@dataclass(frozen=True)
class Bin:
    """Rows that were given about the same probability: the mean of what was said, and how often it came true."""

    said: float
    came: float
    count: int


@dataclass(frozen=True)
class Quality:
    """On rows that were not learnt from. `auc` 0.5 is a guess; `brier` is the mean squared error, `base_brier` that of
    always saying the share; `error` the mean distance of what was said from what came true, over the bins."""

    rows: int
    share: float
    auc: float
    brier: float
    base_brier: float
    error: float
    bins: tuple[Bin, ...]


def learn(rows: Sequence[Row], labels: Sequence[bool], seed: int = 1) -> tuple[Model, Quality]:
    """Learn on six tenths, calibrate on two, measure on two. Raises ValueError with fewer than 200 rows, or where one
    part has only one label."""
    if len(rows) != len(labels) or len(rows) < 200:
        raise ValueError("At least 200 labelled rows are needed.")
    order = list(range(len(rows)))
    Random(seed).shuffle(order)  # noqa: S311 - chance of a split, not a secret
    first, second = len(order) * 6 // 10, len(order) * 8 // 10
    parts = [order[:first], order[first:second], order[second:]]
    if any(len({labels[i] for i in part}) < 2 for part in parts):
        raise ValueError("Both labels must occur often enough to learn, calibrate and measure.")
    model = _fit([rows[i] for i in parts[0]], [labels[i] for i in parts[0]], seed)
    model = _calibrate(model, [rows[i] for i in parts[1]], [labels[i] for i in parts[1]])
    return model, measure([model.score(rows[i]) for i in parts[2]], [labels[i] for i in parts[2]])


def measure(said: Sequence[float], came: Sequence[bool]) -> Quality:
    """How good these probabilities are against what came."""
    share = sum(came) / len(came)
    ordered = sorted(zip(said, came, strict=True), key=lambda one: one[0])
    bins = []
    for place in range(BINS):
        some = ordered[place * len(ordered) // BINS : (place + 1) * len(ordered) // BINS]
        if some:
            bins.append(Bin(sum(s for s, _c in some) / len(some), sum(c for _s, c in some) / len(some), len(some)))
    return Quality(
        rows=len(came), share=share, auc=_auc(said, came),
        brier=sum((s - c) ** 2 for s, c in zip(said, came, strict=True)) / len(came), base_brier=share * (1 - share),
        error=sum(one.count * abs(one.said - one.came) for one in bins) / len(came), bins=tuple(bins),
    )  # fmt: skip


def _fit(rows: Sequence[Row], labels: Sequence[bool], seed: int) -> Model:
    scales = _scales(rows)
    known = Counter(name for row in rows for name, _value in _features(row, scales))
    seen = [[(name, value) for name, value in _features(row, scales) if known[name] > 1] for row in rows]
    share = sum(labels) / len(labels)
    weights: dict[str, float] = dict.fromkeys(known, 0.0)
    past: dict[str, float] = dict.fromkeys(known, 1e-8)
    offset, past_offset = math.log(share / (1 - share)), 1e-8
    order, chance = list(range(len(rows))), Random(seed)  # noqa: S311
    for _epoch in range(EPOCHS):
        chance.shuffle(order)
        for i in order:
            wrong = _sigmoid(offset + sum(weights[name] * value for name, value in seen[i])) - labels[i]
            past_offset += wrong * wrong
            offset -= RATE * wrong / math.sqrt(past_offset)
            for name, value in seen[i]:
                step = wrong * value + SHRINK * weights[name]
                past[name] += step * step
                weights[name] -= RATE * step / math.sqrt(past[name])
    return Model(scales, {name: weight for name, weight in weights.items() if weight}, offset)


def _calibrate(model: Model, rows: Sequence[Row], labels: Sequence[bool]) -> Model:
    """Slope and shift of the raw score by Newton's steps (Platt 1999, with his targets against overconfidence)."""
    raw = [_logit(model.score(row)) for row in rows]
    good, bad = sum(labels), len(labels) - sum(labels)
    wanted = [(good + 1) / (good + 2) if label else 1 / (bad + 2) for label in labels]
    slope, shift = 1.0, 0.0
    for _step in range(25):
        ga = gb = aa = ab = bb = 0.0
        for x, t in zip(raw, wanted, strict=True):
            p = _sigmoid(slope * x + shift)
            w = max(p * (1 - p), 1e-9)
            ga, gb = ga + (p - t) * x, gb + (p - t)
            aa, ab, bb = aa + w * x * x, ab + w * x, bb + w
        det = (aa + 1e-9) * (bb + 1e-9) - ab * ab
        if det <= 0:
            break
        slope -= (ga * bb - gb * ab) / det
        shift -= (gb * aa - ga * ab) / det
    return Model(model.scales, model.weights, model.offset, slope, shift)


def _scales(rows: Sequence[Row]) -> dict[str, tuple[float, float]]:
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            if not isinstance(value, str):
                values.setdefault(name, []).append(float(value))
    found = {}
    for name, held in values.items():
        mean = sum(held) / len(held)
        found[name] = (mean, math.sqrt(sum((one - mean) ** 2 for one in held) / len(held)) or 1.0)
    return found


def _features(row: Row, scales: Mapping[str, tuple[float, float]]) -> Iterable[tuple[str, float]]:
    for name, value in row.items():
        if isinstance(value, str):
            yield f"{name}={value}", 1.0
        elif name in scales:
            mean, spread = scales[name]
            yield name, max(-4.0, min(4.0, (value - mean) / spread))


def _auc(said: Sequence[float], came: Sequence[bool]) -> float:
    """How often one that came was given more than one that did not; ties count half."""
    ordered = sorted(zip(said, came, strict=True), key=lambda one: one[0])
    good, ranks, place = sum(came), 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        ranks += sum(c for _s, c in ordered[place:end]) * (place + 1 + end) / 2
        place = end
    bad = len(came) - good
    return (ranks - good * (good + 1) / 2) / (good * bad) if good and bad else 0.5


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-35.0, min(35.0, x))))


def _logit(p: float) -> float:
    p = max(1e-12, min(1 - 1e-12, p))
    return math.log(p / (1 - p))
