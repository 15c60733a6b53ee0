"""Chance that falls the same way on every seeding."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance(random.Random):
    """A generator of its own for each named thing, so that adding one thing does not change the others."""

    def __init__(self, *name: object) -> None:
        digest = hashlib.blake2b(":".join(map(str, ("huiyin", *name))).encode(), digest_size=8).digest()
        super().__init__(int.from_bytes(digest, "big"))

    def often(self, share: float) -> bool:
        """True in `share` (0 to 1) of the cases."""
        return self.random() < share

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, by weight."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def pick(self, among: Sequence[T]) -> T:
        """One of a sequence."""
        return among[self.randrange(len(among))]
