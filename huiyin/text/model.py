"""A trained model of texts: predicts, explains, lies in a folder as a card (JSON) and arrays (npz, nothing that runs).

The card names what the model was learnt from and how good it was on texts it had not seen; its version is a digest of
all that. A card or arrays that were changed afterwards are refused.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from huiyin.text import features, learning
from huiyin.text.records import Record

FORMAT = 1
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SHOWN = 5  # labels told at least
LEAST_SHOWN = 0.001  # and all that are as likely as this
TITLE_TIMES = 3  # a title says in few words what the matter is


class ModelError(ValueError):
    """A model that is not there, was changed, or is of another making; its message says what to do."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is said of one text: the best label, how sure, whether a person should look, all likely labels."""

    label: str
    confidence: float
    abstained: bool
    labels: list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Mix:
    """How two separators become likelihoods: factors of their scores, an offset for each label."""

    first: float
    second: float
    offsets: NDArray[np.float32]
    several: bool  # each label for itself, or one of all


@dataclass(frozen=True, slots=True)
class Model:
    """Arrays and card. `weights`: features × (columns of the first separator, then of the second)."""

    card: dict[str, Any]
    hashes: NDArray[np.int32]
    rarity: NDArray[np.float32]
    factors: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    mix: Mix
    ids: NDArray[np.int32]

    @property
    def labels(self) -> list[str]:
        """The labels it knows, in the order of its arrays."""
        return list(self.card["labels"])

    def likelihoods(self, records: Sequence[Record]) -> NDArray[np.float64]:
        """Texts × labels: how likely each is."""
        matrix = learning.weighted(learning.counted([prepared(one) for one in records], self.ids), self.rarity)
        both = np.asarray(matrix @ self.weights)
        first, second = np.split(both, 2, axis=1)
        second = second / learning.row_lengths(matrix, self.factors)[:, None]
        ahead, behind = np.split(self.intercepts, 2)
        return likelihoods(first + ahead, second + behind, self.mix)

    def predict(self, records: Sequence[Record]) -> Iterator[Prediction]:
        """A prediction for each, in order."""
        labels, least = self.labels, float(self.card["threshold"])
        likely = self.likelihoods(records)
        order = np.argsort(-likely, axis=1, kind="stable")
        sorted_likely = np.take_along_axis(likely, order, axis=1)
        shown = np.maximum((sorted_likely >= LEAST_SHOWN).sum(axis=1), min(SHOWN, len(labels)))
        rounded = np.round(sorted_likely, 4).tolist()
        for places, values, count, sure in zip(
            order.tolist(), rounded, shown.tolist(), sorted_likely[:, 0].tolist(), strict=True
        ):
            named = [(labels[place], value) for place, value in zip(places[:count], values, strict=False)]
            yield Prediction(named[0][0], named[0][1], sure < least, named)

    def explain(self, record: Record, label: str, most: int = 6) -> list[tuple[str, float]]:
        """The words or bits of words that spoke most for `label`, weightiest first; none when nothing did."""
        text = prepared(record)
        matrix = learning.weighted(learning.counted([text], self.ids), self.rarity)
        if not matrix.nnz:
            return []
        first, second = np.split(self.weights[matrix.indices], 2, axis=1)
        mixed = self.mix.first * first + self.mix.second * second / learning.row_lengths(matrix, self.factors)[0]
        column = self.labels.index(label)
        if mixed.shape[1] == 1:
            pull = mixed[:, 0] if column else -mixed[:, 0]
        else:
            pull = mixed[:, column] - mixed.mean(axis=1)
        pull = pull * matrix.data
        found = features.grams([text])
        named = self.ids[found.hashes]
        words: dict[str, float] = {}
        weight = dict(zip(matrix.indices.tolist(), pull.tolist(), strict=True))
        for number, begin, end in zip(named.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True):
            if number >= 0:
                said = _tidy(text[begin:end])
                words[said] = max(words.get(said, 0.0), weight[number])
        return _without_parts(words, most)


def prepared(record: Record) -> str:
    """The text as features see it; a title counts more than the rest."""
    title = features.plain(record.title)
    return "\n".join([title] * TITLE_TIMES * bool(title) + [features.plain(record.body)])


def likelihoods(first: NDArray[Any], second: NDArray[Any], mix: Mix) -> NDArray[np.float64]:
    """Scores made likelihoods; a single column stands for the second of two labels."""
    scores = mix.first * first.astype(np.float64) + mix.second * second
    if scores.shape[1] == 1:
        scores = np.hstack([-scores, scores])
    scores = scores + mix.offsets
    if mix.several:
        return 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


def folder(name: str, models: Path) -> Path:
    """Where the model of a name lies among `models`; raises ModelError for a name that is none."""
    if not NAME.fullmatch(name):
        raise ModelError(f"{name!r} is no name of a model: letters, digits and dashes, 64 at most, no blank")
    return models / name


def save(model: Model, place: Path) -> dict[str, Any]:
    """Writes arrays, then the card that names them; the card. What lay there before is replaced as a whole."""
    place.mkdir(parents=True, exist_ok=True)
    raw = io.BytesIO()
    np.savez(
        raw,
        hashes=model.hashes,
        rarity=model.rarity,
        factors=model.factors,
        weights=model.weights.astype(np.float16),
        intercepts=model.intercepts,
        mix=np.array([model.mix.first, model.mix.second]),
        offsets=model.mix.offsets,
    )
    digest = hashlib.sha256(raw.getvalue()).hexdigest()
    card = {**model.card, "format": FORMAT, "arrays": {"file": f"arrays-{digest[:16]}.npz", "sha256": digest}}
    card["version"] = _version(card)
    _put(place / card["arrays"]["file"], raw.getvalue())
    _put(place / "card.json", orjson.dumps(card, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
    for old in place.glob("arrays-*.npz"):
        if old.name != card["arrays"]["file"]:
            old.unlink()
    return card


def load(place: Path) -> Model:
    """The model of a folder; raises ModelError when there is none or it is not as it was saved."""
    try:
        card = orjson.loads((place / "card.json").read_bytes())
        raw = (place / Path(card["arrays"]["file"]).name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ModelError(f"there is no model in {place}: make it with `huiyin text train`") from None
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise ModelError(f"{place}: the card of the model cannot be read; train it anew") from None
    if card.get("format") != FORMAT:
        raise ModelError(f"{place}: the model was made by another version of this program; train it anew")
    if hashlib.sha256(raw).hexdigest() != card["arrays"].get("sha256") or _version(card) != card.get("version"):
        raise ModelError(f"{place}: the model was changed after it was saved, and is not used; train it anew")
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    mix = Mix(float(arrays["mix"][0]), float(arrays["mix"][1]), arrays["offsets"], bool(card["several"]))
    return Model(
        card=card,
        hashes=arrays["hashes"],
        rarity=arrays["rarity"],
        factors=arrays["factors"],
        weights=arrays["weights"].astype(np.float32),
        intercepts=arrays["intercepts"],
        mix=mix,
        ids=learning.numbered(arrays["hashes"]),
    )


def _version(card: dict[str, Any]) -> str:
    """A digest of all that is in the card but its own digest."""
    told = {key: value for key, value in card.items() if key != "version"}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _put(path: Path, content: bytes) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    half.write_bytes(content)
    half.replace(path)


def _tidy(text: str) -> str:
    """Chinese without the blanks between, other words with one."""
    return " ".join(text.split()) if text.isascii() else "".join(text.split())


def _without_parts(words: dict[str, float], most: int) -> list[tuple[str, float]]:
    """The weightiest words, none of which lies in another that is told."""
    told: list[tuple[str, float]] = []
    for word, pull in sorted(words.items(), key=lambda one: (-one[1], -len(one[0]), one[0])):
        if pull <= 0 or len(told) == most:
            break
        if len(word) > 1 and not any(word in other or other in word for other, _ in told):
            told.append((word, round(pull, 4)))
    return told
