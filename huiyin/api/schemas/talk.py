"""What is said, kept and done about a complaint, as answers show it."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from huiyin.api.fields import Masked, Moment


class MessageOut(Schema):
    """What the complainant said or was told. Personal numbers in the text are masked."""

    id: UUID
    direction: str = Field(description="`in` from the customer, `out` to the customer")
    channel: str
    subject: Masked
    text: Masked
    at: Moment
    author_label: str = Field(description="Member of staff; empty for the customer")
    evidence_ids: list[UUID]


class MessagePage(Schema):
    """A page of messages, oldest first."""

    items: list[MessageOut]
    next: str


class NoteOut(Schema):
    """An internal note; it never leaves the house."""

    id: UUID
    text: Masked
    at: Moment
    author_label: str
    evidence_ids: list[UUID]


class NotePage(Schema):
    """A page of notes, oldest first."""

    items: list[NoteOut]
    next: str


class CustodyOut(Schema):
    """Who had an item in hand."""

    kind: str = Field(description="received, handed_over, copied, returned, verified, inspected")
    at: Moment
    by_label: str
    note: Masked


class EvidenceOut(Schema):
    """An item of the evidence register (3.2-4). The row is never changed."""

    id: UUID
    number: int = Field(description="Place in the register of the case")
    kind: str
    source: str = Field(description="customer_contact, internal_system, third_party (3.2-3)")
    title: Masked
    file_name: Masked
    media_type: str = Field(description="As its first bytes say")
    size: int = Field(description="Bytes, in clear")
    sha256: str = Field(description="Of the clear content")
    captured_at: Moment = Field(description="When the item came into being")
    added_at: Moment
    added_by_label: str
    is_public: bool = Field(description="The complainant sees it on the portal")
    scan: str = Field(
        description="Virus scanner: empty (not scanned), held, clean, quarantined, released. Nobody gets the bytes of "
        "an item that is held or quarantined"
    )


class EvidenceWithCustody(EvidenceOut):
    """An item with its chain of custody."""

    custody: list[CustodyOut]


class EvidencePage(Schema):
    """A page of the register, by number."""

    items: list[EvidenceOut]
    next: str


class EntryOut(Schema):
    """An entry of the ledger. It holds no personal data in clear: salted hashes stand for it."""

    seq: int
    kind: str = Field(description="e.g. `complaint.accepted`")
    title: str = Field(description="The same in words")
    at: Moment
    written_at: Moment
    actor_kind: str = Field(description="staff, customer, system, api")
    actor_label: str
    where: str
    rule_versions: list[str] = Field(description="Pack, rule, date and hash of every rule that was used")
    body: dict[str, Any]
    prev_hash: str
    hash: str


class LedgerPage(Schema):
    """A page of the chain, oldest first."""

    items: list[EntryOut]
    next: str


class LedgerVerdict(Schema):
    """Does the chain hold?"""

    holds: bool
    count: int = Field(description="Entries")
    hash: str = Field(description="Of the last entry")
    faults: list[str]


class TimelineItem(Schema):
    """Something that was said, kept or done."""

    id: UUID
    kind: str = Field(description="message_in, message_out, note, evidence, entry")
    at: Moment
    who: str
    title: Masked
    text: Masked
    channel: str
    evidence_ids: list[UUID]
    entry: str = Field(description="Kind of the ledger entry; empty for the others")


class Timeline(Schema):
    """A page of the timeline, newest first."""

    items: list[TimelineItem]
    next: str
