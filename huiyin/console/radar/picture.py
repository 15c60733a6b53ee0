"""A group as a picture: cases on a circle in the order in which they came, a line for each pair that is linked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

WIDTH, HEIGHT, MARGIN = 640, 460, 64
MOST = 40  # cases in a picture; a list beside it names all


@dataclass(frozen=True)
class Dot:
    """A case: where it stands, its place in the list (from 1), and where its label begins."""

    x: float
    y: float
    place: int
    anchor: str


@dataclass(frozen=True)
class Line:
    """Two linked cases: from where to where, the kind of the strongest reason, how strong (1 to 4 pixels)."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    width: float


def dots(ids: Sequence[UUID]) -> dict[UUID, Dot]:
    """The first MOST cases clockwise from the top."""
    shown = ids[:MOST]
    found = {}
    for place, pk in enumerate(shown):
        angle = 2 * math.pi * place / max(len(shown), 1) - math.pi / 2
        x = WIDTH / 2 + (WIDTH / 2 - MARGIN) * math.cos(angle)
        y = HEIGHT / 2 + (HEIGHT / 2 - MARGIN) * math.sin(angle)
        anchor = "middle" if abs(math.cos(angle)) < 0.2 else "start" if math.cos(angle) > 0 else "end"
        found[pk] = Dot(round(x, 1), round(y, 1), place + 1, anchor)
    return found


def lines(pairs: Sequence[tuple[UUID, UUID, str, int]], at: dict[UUID, Dot]) -> list[Line]:
    """Lines between the cases shown; a pair is (one, other, kind, strength 0 to 100)."""
    return [
        Line(at[one].x, at[one].y, at[other].x, at[other].y, kind, round(1 + 3 * strength / 100, 1))
        for one, other, kind, strength in pairs
        if one in at and other in at
    ]
