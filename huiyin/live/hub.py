"""Who listens to what, and what each has still to be told. Pure memory: no network, no database.

Nothing here grows without end: what a stream has to be told is kept once for each case, and a stream that falls too far
behind is told to look at everything again. The newest events are kept for readers that come back.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from huiyin.core.wake import PERSONAL

KEPT_EVENTS = 2000
MOST_PENDING = 200
MOST_STREAMS = 2000
MOST_OF_ONE_PERSON = 40
REGISTERED = "complaint.registered"


@dataclass(frozen=True)
class Event:
    """Something happened: `what` is `case` (of the kinds of the ledger), `here`, or for one person (`PERSONAL`)
    `told`, `call`; `id` is a case or a user."""

    what: str
    id: str
    kind: str = ""


def is_id(text: str) -> bool:
    """Is it an id as the database writes it?"""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@dataclass(eq=False)
class Stream:
    """One page that listens: to the cases it shows, to new cases (`news`), to its person's notifications."""

    user: str
    cases: frozenset[str]
    news: bool = False
    pending: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    missed: bool = False
    number: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, event: Event) -> bool:
        """Does this page show what the event is about?"""
        if event.what in PERSONAL:
            return event.id == self.user
        return event.id in self.cases or (self.news and event.kind == REGISTERED)

    def take(self, event: Event, number: int) -> None:
        """Remember to tell it; a case that is told of already is not told of twice."""
        self.number = number
        kinds = self.pending.get((event.what, event.id))
        if kinds is None and len(self.pending) >= MOST_PENDING:
            self.look_again()
            return
        self.pending.setdefault((event.what, event.id), set()).add(event.kind)
        self.wake.set()

    def look_again(self) -> None:
        """Too much was missed to tell it one by one."""
        self.pending.clear()
        self.missed = True
        self.wake.set()

    def emptied(self) -> dict[tuple[str, str], set[str]]:
        """What is to be told now; the stream begins anew."""
        found, self.pending = self.pending, {}
        self.wake.clear()
        return found


class Hub:
    """All streams, and the newest events with their numbers. `epoch` tells the events of this process from others'."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.number = 0
        self._kept: deque[tuple[int, Event]] = deque(maxlen=KEPT_EVENTS)
        self._streams: set[Stream] = set()
        self._of_case: dict[str, set[Stream]] = {}

    def __len__(self) -> int:
        return len(self._streams)

    def is_full(self, user: str) -> bool:
        """Is there no room for one more stream, or for one more of this person?"""
        return len(self) >= MOST_STREAMS or sum(one.user == user for one in self._streams) >= MOST_OF_ONE_PERSON

    def join(self, stream: Stream, after: str = "") -> None:
        """Begin to listen, behind the event `after` of an earlier stream: what came since is told first."""
        self._streams.add(stream)
        for case in stream.cases:
            self._of_case.setdefault(case, set()).add(stream)
        stream.number = self.number
        missed = self._since(after) if after else ()
        if missed is None:
            stream.look_again()
            return
        for number, event in missed:
            if stream.wants(event):
                stream.take(event, number)

    def leave(self, stream: Stream) -> None:
        """Listen no longer."""
        self._streams.discard(stream)
        for case in stream.cases:
            listening = self._of_case.get(case, set())
            listening.discard(stream)
            if not listening:
                self._of_case.pop(case, None)

    def publish(self, events: Iterable[Event]) -> None:
        """Tell whoever wants to know."""
        for event in events:
            self.number += 1
            self._kept.append((self.number, event))
            is_common = event.what in PERSONAL or event.kind == REGISTERED
            for stream in list(self._streams) if is_common else list(self._of_case.get(event.id, ())):
                if stream.wants(event):
                    stream.take(event, self.number)

    def look_again(self) -> None:
        """What happened is not known in full: everybody looks again, and nobody is given what is kept."""
        self._kept.clear()
        self.number += 1
        for stream in self._streams:
            stream.number = self.number
            stream.look_again()

    def mark(self, number: int) -> str:
        """The name of a place in the row of events, for `Last-Event-ID`."""
        return f"{self.epoch}-{number}"

    def _since(self, mark: str) -> Sequence[tuple[int, Event]] | None:
        """The events behind a mark; None when they are not all kept."""
        epoch, _dash, text = mark.rpartition("-")
        if epoch != self.epoch or not text.isdecimal() or int(text) > self.number:
            return None
        number = int(text)
        if number == self.number:
            return ()
        if not self._kept or self._kept[0][0] > number + 1:
            return None
        first = self._kept[0][0]
        return list(islice(self._kept, number + 1 - first, None))
