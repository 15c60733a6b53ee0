"""Linear separation of texts: which features count, the matrix of a set of texts, and the weights that part labels.

Two separators look at the same matrix. The first weighs features by how rare they are; the second weighs them also by
how much more often they stand in one label than elsewhere, which helps where there are few examples. How the two are
mixed is learnt later from texts they have not seen (`training`).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.text import features

Floats = NDArray[np.float32]
Matrix = Any  # a scipy csr_matrix of float32; scipy ships no types

MOST_FEATURES = 300_000
MOST_WEIGHTS = 24_000_000  # features times labels times two: bounds the memory
EPOCHS = 12
COST = 1.0  # of a text on the wrong side, against the length of the weights
SMOOTHING = 4.0  # texts of the average that are added before shares are compared
SMALL_STEP = 1e-3


def counted(texts: Sequence[str], ids: NDArray[np.int32]) -> Matrix:
    """How often each kept feature stands in each text (prepared by `features.plain`); rows in order, sorted columns.

    `ids`: for each hash the number of its feature, -1 for one that is not kept.
    """
    columns, values, lengths = [], [], [np.zeros(1, dtype=np.int64)]
    for begin, end in features.blocks(texts):
        found = features.grams(texts[begin:end])
        named = ids[found.hashes].astype(np.int64)
        kept = named >= 0
        keys = (found.rows[kept] << 32) | named[kept]
        keys.sort()
        first = _firsts(keys)
        columns.append((keys[first] & 0xFFFFFFFF).astype(np.int32))
        values.append(np.diff(np.append(first, len(keys))).astype(np.float32))
        lengths.append(np.bincount(keys[first] >> 32, minlength=end - begin))
    pointers = np.cumsum(np.concatenate(lengths))
    shape = (len(texts), int(ids.max(initial=-1)) + 1)
    if not columns:
        return sparse.csr_matrix(shape, dtype=np.float32)
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), pointers), shape=shape)


def space(texts: Sequence[str], labels: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The hashes of the features to be kept, ascending, and in how many texts each stands.

    A feature stands in two texts at least; where there are too many, in more.
    """
    held = np.zeros(features.SPACE, dtype=np.int32)
    for begin, end in features.blocks(texts):
        found = features.grams(texts[begin:end])
        keys = (found.rows << features.BITS) | found.hashes
        keys.sort()
        held += np.bincount(keys[_firsts(keys)] & (features.SPACE - 1), minlength=features.SPACE).astype(np.int32)
    most = max(min(MOST_FEATURES, MOST_WEIGHTS // (2 * labels)), 1000)
    least = 1 if len(texts) < 20 else 2
    while np.count_nonzero(held >= least) > most:
        least += 1
    kept = np.flatnonzero(held >= least).astype(np.int32)
    return kept, held[kept]


def numbered(hashes: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each hash the number of its feature, -1 for none."""
    ids = np.full(features.SPACE, -1, dtype=np.int32)
    ids[hashes] = np.arange(len(hashes), dtype=np.int32)
    return ids


def weighted(counts: Matrix, rarity: Floats) -> Matrix:
    """Counts dampened (1 + ln), times the rarity of the feature, each text of length one. Works in place."""
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    return scaled(counts)


def scaled(matrix: Matrix) -> Matrix:
    """Each row of length one; empty rows stay empty. Works in place."""
    sizes = np.diff(matrix.indptr)
    matrix.data = (matrix.data / np.repeat(row_lengths(matrix), sizes)).astype(np.float32)
    return matrix


def row_lengths(matrix: Matrix, factors: Floats | None = None) -> Floats:
    """The length of each row, its features stretched by `factors`; 1 for an empty row."""
    data = matrix.data if factors is None else matrix.data * factors[matrix.indices]
    sums = np.concatenate(([0.0], np.cumsum(data.astype(np.float64) ** 2)))
    lengths = np.sqrt(sums[matrix.indptr[1:]] - sums[matrix.indptr[:-1]])
    lengths[lengths <= 1e-9] = 1.0
    return np.asarray(lengths, dtype=np.float32)


def telling(matrix: Matrix, targets: NDArray[np.bool_]) -> Floats:
    """For each feature how much it speaks for some label: the largest logarithm of how much more often it stands there.

    `targets`: texts × labels. A text of a label never seen has no say.
    """
    present = sparse.csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    texts = matrix.shape[0]
    everywhere = np.asarray(present.sum(axis=0), dtype=np.float32).ravel()
    rate = everywhere / texts
    best = np.full(matrix.shape[1], 0.05, dtype=np.float32)
    turned = present.T.tocsr()
    for column in range(targets.shape[1]):
        wanted = targets[:, column].astype(np.float32)
        size = float(wanted.sum())
        inside = turned @ wanted
        here = (inside + SMOOTHING * rate) / (size + SMOOTHING)
        there = (everywhere - inside + SMOOTHING * rate) / (texts - size + SMOOTHING)
        np.maximum(best, np.log(np.maximum(here, 1e-9) / np.maximum(there, 1e-9)), out=best)
    return best


def stretched(matrix: Matrix, factors: Floats) -> Matrix:
    """A copy whose features are stretched by `factors`, each row of length one."""
    data = matrix.data * factors[matrix.indices]
    return scaled(sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape))


def separate(matrix: Matrix, targets: NDArray[np.bool_], seed: int = 1) -> tuple[Floats, Floats]:
    """Weights (features × columns) and offsets of a linear support vector machine for each column of `targets`.

    Squared hinge loss in its dual form, one text at a time and all labels at once. Rare labels count more (by the root
    of their rarity). Same input, same weights.
    """
    texts, columns = targets.shape
    signs = np.where(targets, np.float32(1), np.float32(-1))
    costs = _costs(targets)
    slack = (1 / (2 * costs)).astype(np.float32)
    held = np.zeros((texts, columns), dtype=np.float32)
    weights = np.zeros((matrix.shape[1], columns), dtype=np.float32)
    offsets = np.zeros(columns, dtype=np.float32)
    curve = (row_lengths(matrix) ** 2 + 1)[:, None] + slack[:, None]
    order = np.random.RandomState(seed)
    pointers, indices, data = matrix.indptr, matrix.indices, matrix.data
    for _ in range(EPOCHS):
        largest = 0.0
        for row in order.permutation(texts):
            here = slice(pointers[row], pointers[row + 1])
            places, values, sign, now = indices[here], data[here], signs[row], held[row]
            near = weights.take(places, axis=0)
            slope = sign * (values @ near + offsets) - 1 + slack[row] * now
            after = np.maximum(now - slope / curve[row], 0)
            step = after - now
            size = float(np.abs(step).max())
            largest = max(largest, size)
            if size < SMALL_STEP:
                continue
            held[row] = after
            step *= sign
            near += values[:, None] * step
            weights[places] = near
            offsets += step
        if largest < 0.02 * COST:
            break
    return weights, offsets


def _costs(targets: NDArray[np.bool_]) -> Floats:
    """The cost of each text: that of its rarest label, 1 on average."""
    sizes = np.maximum(targets.sum(axis=0), 1)
    share = np.sqrt(len(targets) / sizes)
    if targets.shape[1] == 1:
        rest = np.sqrt(len(targets) / max(len(targets) - int(sizes[0]), 1))
        costs = np.where(targets[:, 0], share[0], rest)
    else:
        costs = np.where(targets, share, 0).max(axis=1)
        costs[costs == 0] = 1.0
    return np.asarray(COST * costs / costs.mean(), dtype=np.float32)


def _firsts(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each new key begins among sorted keys."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
