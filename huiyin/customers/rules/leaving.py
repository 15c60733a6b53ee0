"""Who may leave within a year, and what a customer's premiums may come to: advice with its reasons, never a decision.

No house's history is known to us: what is shipped was learnt on a made history (`made`), whose rule we wrote ourselves.
It shows the method and its calibration; a house learns its own from its own labelled rows (`huiyin churn`). Pure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from random import Random

from huiyin.customers.rules.likelihood import Bin, Model, Quality, Row

SHIPPED = Path(__file__).resolve().parents[1] / "packs" / "leaving-made-2026.json"
FEATURES = ("years", "policies", "ending", "complaint_open", "complaint_right", "claim_refused", "claim_paid")
YEARS, DISCOUNT = 10, 0.05
MADE_ROWS, MADE_SEED = 8000, 20261123


@dataclass(frozen=True)
class Shipped:
    """A model with what is known of it. `made`: learnt on a made history."""

    model: Model
    quality: Quality
    name: str
    made: bool

    def bin_of(self, probability: float) -> Bin:
        """The measured group whose mean lies nearest: what was said there and what came."""
        return min(self.quality.bins, key=lambda one: abs(one.said - probability))


def made(count: int = MADE_ROWS, seed: int = MADE_SEED) -> tuple[list[Row], list[bool]]:
    """A made, labelled history: whether each of `count` customers left within the year. The rule behind it is not the
    form that is learnt: it has steps, two causes that strengthen each other, and chance."""
    chance = Random(seed)  # noqa: S311 - made data, no secret
    rows: list[Row] = []
    labels = []
    for _one in range(count):
        years = min(25.0, chance.expovariate(1 / 5))
        row = {
            "years": round(years, 1), "policies": float(1 + min(5, int(chance.expovariate(1 / 0.8)))),
            "ending": float(chance.random() < 0.25), "complaint_open": float(chance.random() < 0.04),
            "complaint_right": float(chance.random() < 0.06), "claim_refused": float(chance.random() < 0.05),
            "claim_paid": float(chance.random() < 0.12),
        }  # fmt: skip
        pull = -2.3 + (0.9 if years < 1 else -0.06 * min(years, 15)) - 0.35 * (row["policies"] - 1)
        pull += 1.1 * row["ending"] + 0.7 * row["complaint_open"] + 0.8 * row["complaint_right"]
        pull += 0.9 * row["claim_refused"] - 0.5 * row["claim_paid"]
        pull += 0.8 * row["ending"] * max(row["complaint_right"], row["claim_refused"]) + chance.gauss(0, 0.6)
        rows.append(row)
        labels.append(chance.random() < 1 / (1 + exp(-pull)))
    return rows, labels


def to_come(premium: float, leaving: float) -> float:
    """Premiums to be expected over YEARS years, discounted by DISCOUNT a year, when each year the same share leaves.
    Nothing is taken off for claims and costs, which are not known here."""
    stays = 1 - leaving
    return sum(premium * (stays / (1 + DISCOUNT)) ** year for year in range(YEARS))


def dumped(model: Model, quality: Quality, *, name: str, is_made: bool) -> str:
    """A model as the file that `loaded` reads."""
    body = {
        "name": name, "made": is_made, "scales": {key: list(one) for key, one in sorted(model.scales.items())},
        "weights": dict(sorted(model.weights.items())), "offset": model.offset, "slope": model.slope,
        "shift": model.shift,
        "quality": {
            "rows": quality.rows, "share": quality.share, "auc": quality.auc, "brier": quality.brier,
            "base_brier": quality.base_brier, "error": quality.error,
            "bins": [[one.said, one.came, one.count] for one in quality.bins],
        },
    }  # fmt: skip
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def loaded(text: str) -> Shipped:
    """A model from its file. Raises ValueError for a file that is none."""
    try:
        body: Mapping[str, object] = json.loads(text)
        return _read(dict(body))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"This is no file of a model: {wrong}") from wrong


@cache
def shipped() -> Shipped:
    """The model that comes with the product, learnt on the made history."""
    return loaded(SHIPPED.read_text("utf-8"))


def _read(body: dict) -> Shipped:  # type: ignore[type-arg]
    held = dict(body["quality"])
    bins = tuple(Bin(float(said), float(came), int(count)) for said, came, count in held.pop("bins"))
    model = Model(
        {key: (float(mean), float(spread)) for key, (mean, spread) in body["scales"].items()},
        {key: float(one) for key, one in body["weights"].items()},
        float(body["offset"]), float(body["slope"]), float(body["shift"]),
    )  # fmt: skip
    return Shipped(model, Quality(**held, bins=bins), str(body["name"]), bool(body["made"]))
