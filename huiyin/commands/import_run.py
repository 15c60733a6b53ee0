"""One run of `huiyin import complaints`: batches to the writers, outcomes back in the order of the file."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.commands.import_writers import Beside, Here, Outcomes
from huiyin.complaints.actions import importing
from huiyin.complaints.imports.counting import Counts
from huiyin.complaints.imports.plan import Plan
from huiyin.complaints.imports.record import Record, Rejected
from huiyin.complaints.imports.rejects import Rejects

BATCH = 1_000
BATCH_ROWS = 5_000


@dataclass
class Batch:
    """Records that one transaction writes, how many rows they and the rejected ones among them had, and what became of
    them once that is known."""

    records: list[Record] = field(default_factory=list)
    rows: int = 0
    outcomes: Outcomes | None = None


@dataclass
class Run:
    """One run of the command: what it reads, what it has counted, what waits to be written or told."""

    plan: Plan
    rejects: Rejects
    writers: Sequence[Here | Beside]
    counts: Counts = field(default_factory=Counts)
    batches: list[Batch] = field(default_factory=list)
    out: dict[int, Batch] = field(default_factory=dict)
    told: deque[tuple[Record | Rejected, Batch, int]] = field(default_factory=deque)

    def take(self, rows: int, outcome: Record | Rejected | None) -> None:
        """Count one case and keep it for the next batch."""
        self.counts.read += rows
        self.counts.cases += 1
        if outcome is None:
            self.counts.unchanged += 1
            return
        place = importing.share_of(outcome) % len(self.writers) if isinstance(outcome, Record) else 0
        batch = self._batch(place)
        self.told.append((outcome, batch, len(batch.records)))
        if isinstance(outcome, Record):
            batch.records.append(outcome)
        batch.rows += rows
        if len(batch.records) >= BATCH or batch.rows >= BATCH_ROWS:
            self._send(place)
            self._tell()

    def _batch(self, place: int) -> Batch:
        """The batch that the writer at `place` gets next."""
        if not self.batches:
            self.batches = [Batch() for _writer in self.writers]
        return self.batches[place]

    def _send(self, place: int) -> None:
        """Give a writer its next batch: one transaction, with the registry rows that make a second run skip it."""
        self._receive(place)
        batch = self._batch(place)
        self.batches[place] = Batch()
        if batch.records:
            self.writers[place].send(batch.records)
            self.out[place] = batch
        else:
            batch.outcomes = []

    def _receive(self, place: int) -> None:
        batch = self.out.pop(place, None)
        if batch is not None:
            batch.outcomes = self.writers[place].outcomes()

    def write(self) -> None:
        """Write what waits."""
        for place in range(len(self.batches)):
            self._send(place)
        for place in range(len(self.batches)):
            self._receive(place)
        self._tell()

    def _tell(self) -> None:
        """Count what is done. Rejected rows come back in the order of the file."""
        while self.told and self.told[0][1].outcomes is not None:
            each, batch, place = self.told.popleft()
            if isinstance(each, Rejected):
                self._reject(each)
                continue
            assert batch.outcomes is not None
            kind, reason = batch.outcomes[place]
            if kind == "rejected":
                self._reject(Rejected([(row, reason) for row in each.rows]))
            else:
                setattr(self.counts, kind, getattr(self.counts, kind) + 1)
        self.rejects.flush()

    def _reject(self, rejected: Rejected) -> None:
        self.counts.reject(rejected)
        self.rejects.add(rejected)
