"""The change feed of customers, policies and claims, for core systems that keep a copy."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.audit.queries import feed as ledger
from huiyin.cases.queries import record_feed as feed
from huiyin.core.time import now
from huiyin.customers.rules.changes import Happened, Record

router = Router(tags=["Core systems"])
_ABOUT = "record_changes"


class RecordChangeOut(Schema):
    """Something happened to a record: read the record for what it is now. Nothing of its content is told here."""

    id: UUID = Field(description="Id of the ledger entry; a policy that changes hands has one for each holder")
    record: Record
    record_id: UUID
    name: str = Field(description="Number of the policy or claim; of a customer the key in the core system")
    change: Happened = Field(
        description="`merged`, `separated`: people judged that two records are of one person, or took that back"
    )
    other_id: UUID | None = Field(description="The other record of `merged` and `separated`")
    kind: str = Field(description="Kind of the ledger entry, e.g. `customer.policy_changed`")
    seq: int = Field(description="Place in the ledger of the customer or claim, from 1")
    at: Moment = Field(description="When it happened")
    written_at: Moment = Field(description="When it was written down")


class RecordChangePage(Schema):
    """A stretch of the feed."""

    items: list[RecordChangeOut]
    next: str = Field(description="Cursor behind this stretch; never empty: keep it and ask again later")
    more: bool = Field(description="There is more to read now; items may be empty all the same")


class RecordFeedQuery(Body):
    """Which stretch of the feed."""

    cursor: Annotated[str, StringConstraints(max_length=500)] = Field("", description="`next` of the stretch before")
    start: Literal["beginning", "now"] = Field(
        "beginning", description="Where to begin without a cursor: at the first change ever, or behind the last one"
    )
    record: list[Record] = Field([], max_length=3, description="Only changes of these kinds of records")
    limit: int = Field(100, ge=1, le=paging.MOST)


@operation(router, "GET", "/records/changes", scope="customers:read", response=RecordChangePage)
def list_record_changes(request: Request, query: Query[RecordFeedQuery]) -> RecordChangePage:
    """Read the change feed of customers, policies and claims

    Every change of every record that the caller may see, once, in the order of the transactions. A change that is
    committed late comes late; it is never passed over. The feed begins with the first entry of the ledger, which is
    kept as long as the house keeps its books; a cursor stays valid as long. Head office's consumer protection reads
    it for the whole house.
    """
    if query.start == "now" and not query.cursor:
        return RecordChangePage(items=[], next=paging.seal(str(ledger.end()), _ABOUT), more=False)
    position = ledger.Position.read(paging.unseal(query.cursor, _ABOUT))
    found = feed.stretch(request.auth.user, position, records=query.record, limit=query.limit, at=now())
    if found.position == position and position > ledger.end() and not ledger.is_ahead():
        raise paging.foreign()  # a place this database has never given out
    return RecordChangePage(
        items=[_shown(one) for one in found.items], next=paging.seal(str(found.position), _ABOUT), more=found.more
    )


def _shown(seen: feed.Seen) -> RecordChangeOut:
    entry, change = seen.entry, seen.change
    return RecordChangeOut(
        id=entry.id,
        record=change.record,
        record_id=change.id,
        name=seen.name,
        change=change.happened,
        other_id=change.other,
        kind=entry.kind,
        seq=entry.seq,
        at=entry.at,
        written_at=entry.written_at,
    )
