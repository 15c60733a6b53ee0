"""Search in texts: the likest of a pool for each query, by what they share and how rare that is.

A text is a row of units, each Chinese character one, each run of letters or digits one; features are units and pairs of
neighbours. Three measures are mixed. Two cosines weigh rare features more, one of them looks at pairs only: they fit
queries as long as the texts. BM25 fits questions of a few words, so its share grows as a query gets shorter. Where
there are titles, what stands in them counts again. For a query that is itself one of the pool (like complaints), what
is near to its nearest counts a little, too. Nothing is trained, nothing is looked up in a list.

Where features stand is kept once, with one array of weights for each measure.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.text.features import plain
from huiyin.text.records import Record

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BITS = 31  # a feature's number is below 2**BITS
BEST = 60
BLOCK = 1_000  # texts made into features at once
CHUNK = 20_000  # features weighed at once
AT_ONCE = 48  # queries scored at once
K1, B = 1.2, 0.9  # BM25: how soon saying it again adds nothing; how much long texts pay for their length
RARE, RARE_PAIR = 2.0, 1.0  # powers of the rarity in the two cosines
SHORT, LEAST_BM25 = 60, 0.25  # units of a query from which on BM25 counts for half; its least share
OF_TITLE, WITHOUT_TITLES = 0.3, 0.15  # of each measure of titles; of a query's title where the pool has none
NEIGHBOURS, THROUGH, OF_NEIGHBOURS = 10, 50, 0.15

_UNIT = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]|[^\W_\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")  # fmt: skip # noqa: E501
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_PAIR = 1 << (BITS - 1)  # the highest bit tells pairs from single units


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: the places in the pool, likest first, and the scores that go with them."""

    places: list[int]
    scores: list[float]


class Pool:
    """Texts that can be searched. Ids need not differ from those of the queries."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.ids: list[str | int] = []
        self._digests: list[bytes] = []
        self._by_id: dict[str | int, list[int]] = {}
        bodies: list[sp.csr_array] = []
        titles: list[sp.csr_array] = []
        lines = iter(records)
        while some := list(islice(lines, BLOCK)):
            for place, one in enumerate(some, start=len(self.ids)):
                self._by_id.setdefault(one.id, []).append(place)
            self.ids += [one.id for one in some]
            self._digests += [_digest(one) for one in some]
            bodies.append(_counts([one.text for one in some]))
            titles.append(_counts([one.title for one in some]))
        self.size = len(self.ids)
        self._near = lru_cache(maxsize=20_000)(self._neighbours)
        self._rows: sp.csr_array | None = None
        if self.size:
            self._index(bodies, titles)

    def _index(self, bodies: list[sp.csr_array], titles: list[sp.csr_array]) -> None:
        """Weights of every measure, from how often each feature stands in each text."""
        # One feature more than there is, so that there is one: texts may have none at all.
        nobodys = np.array([2**BITS], dtype=np.int64)
        self._known = np.unique(np.concatenate([nobodys, *(np.unique(one.indices) for one in bodies)]))
        self._first_pair = int(np.searchsorted(self._known, _PAIR))
        bodies[:] = [self._narrowed(one) for one in bodies]
        often = np.bincount(np.concatenate([one.indices for one in bodies]), minlength=len(self._known))
        self._rarity = (np.log((1 + self.size) / (1 + often)) + 1).astype(np.float32)
        lengths = np.concatenate([one.sum(axis=1) for one in bodies]).astype(np.float32)
        norms = [np.concatenate([_norms(self._weighed(one, power, first)) for one in bodies])
                 for power, first in ((RARE, 0), (RARE_PAIR, self._first_pair))]  # fmt: skip
        turned = sp.vstack(bodies, format="csr").T.tocsr()
        bodies.clear()
        often32 = np.log(1 + (self.size - often + 0.5) / (often + 0.5)).astype(np.float32)
        share = (K1 * (1 - B + B * lengths / (lengths.mean() or 1.0))).astype(np.float32)
        shares = (self._rarity**RARE, self._rarity**RARE_PAIR)
        self._bm25 = _postings(turned, 0, lambda n, f, t: n * (K1 + 1) / (n + share[t]) * often32[f])
        self._whole = _postings(turned, 0, lambda n, f, t: (1 + np.log(n)) * shares[0][f] / norms[0][t])
        self._pairs = _postings(turned, self._first_pair, lambda n, f, t: (1 + np.log(n)) * shares[1][f] / norms[1][t])
        self._title: sp.csr_array | None = None
        if any(one.nnz for one in titles):
            self._title = self._side(sp.vstack([self._narrowed(one) for one in titles], format="csr"), RARE).T.tocsr()

    def _narrowed(self, counts: sp.csr_array) -> sp.csr_array:
        """The same, its columns those features that the pool has, in their order."""
        places = np.searchsorted(self._known, counts.indices)
        places[places == len(self._known)] = 0
        keeps = self._known[places] == counts.indices
        ends = np.concatenate(([0], np.cumsum(keeps)))[counts.indptr]
        shape = (counts.shape[0], len(self._known))
        return sp.csr_array((counts.data[keeps], places[keeps].astype(np.int32), ends.astype(np.int32)), shape=shape)

    def search(self, queries: Iterable[Record], best: int = BEST) -> Iterator[tuple[Record, Found]]:
        """For each query the likest of the pool, best first; a query that stands in the pool does not find itself."""
        lines = iter(queries)
        while some := list(islice(lines, AT_ONCE)):
            if not self.size:
                yield from ((one, Found([], [])) for one in some)
                continue
            scores = self._scored(some, [self._places_of(one) for one in some])
            for one, row in zip(some, scores, strict=True):
                yield one, _best(row, best)

    def _places_of(self, query: Record) -> list[int]:
        """Where the query itself stands: the same id and the same words."""
        return [place for place in self._by_id.get(query.id, []) if self._digests[place] == _digest(query)]

    def _scored(self, queries: Sequence[Record], own: Sequence[Sequence[int]]) -> Floats:
        """The mixed score of every text for every query, 0 for the query itself."""

        def scores(rows: sp.csr_array, postings: sp.csr_array) -> Floats:
            found = (rows @ postings).toarray()
            for place, mine in enumerate(own):
                found[place, mine] = 0
            highest = found.max(axis=1, keepdims=True)
            np.divide(found, highest, out=found, where=highest > 0)
            return np.asarray(found, dtype=np.float32)

        told = _counts([one.text for one in queries])
        lengths = np.asarray(told[:, :_PAIR].sum(axis=1)).ravel()
        part = np.maximum(1 / (1 + (lengths / SHORT) ** 2), LEAST_BM25)[:, None].astype(np.float32)
        counts = self._narrowed(told)
        whole, titles = self._side(counts, RARE), self._side(self._narrowed(_counts([q.title for q in queries])), RARE)
        mixed = (scores(whole, self._whole) + scores(self._side(counts, RARE_PAIR), self._pairs)) / 2
        counts.data = 1 + np.log(counts.data)
        mixed = (1 - part) * mixed + part * scores(counts, self._bm25)
        if titles.nnz:
            mixed += (WITHOUT_TITLES if self._title is None else OF_TITLE) * scores(titles, self._whole)
        if self._title is not None:
            mixed += OF_TITLE * (scores(whole, self._title) + scores(titles, self._title))
        for place, mine in enumerate(own):
            if mine:
                mixed[place] += self._through(mixed[place])
                mixed[place, mine] = 0
        return np.asarray(mixed, dtype=np.float32)

    def _through(self, row: Floats) -> Floats:
        """What the nearest texts of the nearest texts add: one matter told by many hangs together."""
        added = np.zeros_like(row)
        highest = row.max()
        if highest <= 0:
            return added
        for place in np.argsort(-row, kind="stable")[:THROUGH]:
            near, values = self._near(int(place))
            added[near] += np.float32(OF_NEIGHBOURS * row[place] / highest) * values
        return added

    def _neighbours(self, place: int) -> tuple[Ints, Floats]:
        """The nearest other texts of one, and their cosines."""
        if self._rows is None:
            self._rows = self._whole.T.tocsr()
        row = (self._rows[[place]] @ self._whole).toarray()[0]
        row[place] = 0
        near = np.argpartition(-row, min(NEIGHBOURS, len(row) - 1))[:NEIGHBOURS]
        near = near[row[near] > 0]
        return near, row[near]

    def _weighed(self, counts: sp.csr_array, power: float, first: int = 0) -> sp.csr_array:
        """Rare features count more; those before `first` do not count."""
        found = counts.copy()
        found.data = (1 + np.log(found.data)) * self._rarity[found.indices] ** np.float32(power)
        found.data[found.indices < first] = 0
        return found

    def _side(self, counts: sp.csr_array, power: float) -> sp.csr_array:
        """Rows of a cosine. What one side leaves out needs no zero in the other: their order stays the same."""
        found = self._weighed(counts, power)
        norms = _norms(found)
        found.data /= np.repeat(norms, np.diff(found.indptr))
        return found


def _digest(record: Record) -> bytes:
    return blake2b(f"{record.title}\0{record.body}".encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _norms(rows: sp.csr_array) -> Floats:
    """The length of each row; 1 for one without anything in it."""
    found = np.sqrt(rows.multiply(rows).sum(axis=1)).astype(np.float32)
    found[found == 0] = 1
    return np.asarray(found).ravel()


def _postings(turned: sp.csr_array, first: int, weigh: Callable[[Floats, Ints, Ints], Floats]) -> sp.csr_array:
    """Weights for each place where a feature stands, a row for each feature; those before `first` have none.

    `weigh` takes counts, features and texts, some at a time; what they stand in is shared with `turned`."""
    begin = int(turned.indptr[first])
    data = np.empty(turned.nnz - begin, dtype=np.float32)
    for low in range(first, turned.shape[0], CHUNK):
        high = min(low + CHUNK, turned.shape[0])
        start, end = int(turned.indptr[low]), int(turned.indptr[high])
        feature = np.repeat(np.arange(low, high), np.diff(turned.indptr[low : high + 1]))
        data[start - begin : end - begin] = weigh(turned.data[start:end], feature, turned.indices[start:end])
    found = sp.csr_array(turned.shape, dtype=np.float32)
    found.indptr, found.indices, found.data = np.maximum(turned.indptr - begin, 0), turned.indices[begin:], data
    return found


def _best(row: Floats, best: int) -> Found:
    """The places with the highest scores, the earlier first among equals; what shares nothing is not named."""
    count = min(best, len(row))
    cut = np.partition(row, len(row) - count)[len(row) - count]
    over = np.flatnonzero(row >= max(cut, np.finfo(np.float32).tiny))
    order = over[np.argsort(-row[over], kind="stable")][:count]
    return Found(order.tolist(), [round(float(score), 6) for score in row[order]])


def _counts(texts: Sequence[str]) -> sp.csr_array:
    """How often each feature stands in each text."""
    rows, numbers = [], []
    number_of = _number
    for place, text in enumerate(texts):
        units = np.fromiter(map(number_of, _UNIT.findall(plain(text))), dtype=np.uint64)
        if not len(units):
            continue
        both = np.concatenate((_mixed(units), _mixed(units[:-1] * _PRIME + units[1:]) + _PAIR))
        numbers.append(both)
        rows.append(np.full(len(both), place, dtype=np.int32))
    shape = (len(texts), 1 << BITS)
    if not rows:
        return sp.csr_array(shape, dtype=np.float32)
    number = np.concatenate(numbers)
    found = sp.coo_array((np.ones(len(number), np.float32), (np.concatenate(rows), number)), shape=shape).tocsr()
    found.sum_duplicates()
    return found


@lru_cache(maxsize=200_000)
def _number(unit: str) -> int:
    return ord(unit) if len(unit) == 1 else zlib.crc32(unit.encode("utf-8", "surrogatepass")) + 0x110000


def _mixed(values: NDArray[np.uint64]) -> Ints:
    """Numbers below half of 2**BITS in which every bit of the values counts."""
    mixed = values * _PRIME
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(65 - BITS)).astype(np.int64)
