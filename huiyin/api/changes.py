"""The change feed: what happened to the complaints, for machines that keep a copy."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.audit.queries import feed as ledger
from huiyin.cases.queries import feed
from huiyin.complaints.rules import entries

router = Router(tags=["Changes"])
# A kind of ledger entry, or its beginning up to a dot.
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]*$", max_length=64)]
_ABOUT = "changes"


class ChangeOut(Schema):
    """Something happened to a complaint: read the complaint for what it is now."""

    id: UUID = Field(description="Id of the ledger entry: the same change has the same id in feed and webhooks")
    kind: str = Field(description="e.g. `complaint.accepted`")
    title: str = Field(description="The kind in words, in the language of the request")
    complaint_id: UUID
    number: str
    seq: int = Field(description="Place in the ledger of the complaint, from 1, without gaps")
    at: Moment = Field(description="When it happened")
    written_at: Moment = Field(description="When it was written down")
    actor_kind: str
    actor_label: str


class ChangePage(Schema):
    """A stretch of the feed."""

    items: list[ChangeOut]
    next: str = Field(description="Cursor behind this stretch; never empty: keep it and ask again later")
    more: bool = Field(description="There is more to read now; items may be empty all the same")


class FeedQuery(Body):
    """Which stretch of the feed."""

    cursor: Annotated[str, StringConstraints(max_length=500)] = Field("", description="`next` of the stretch before")
    start: Literal["beginning", "now"] = Field(
        "beginning", description="Where to begin without a cursor: at the first change ever, or behind the last one"
    )
    kind: list[Kind] = Field(
        [], max_length=50, description="Kinds of change; up to a dot for all that begin so, e.g. `complaint.`"
    )
    limit: int = Field(100, ge=1, le=paging.MOST)


@operation(router, "GET", "/changes", scope="complaints:read", response=ChangePage)
def list_changes(request: Request, query: Query[FeedQuery]) -> ChangePage:
    """Read the change feed

    Every change of every complaint that the caller may see, once, in the order of the transactions. A change that is
    committed late comes late; it is never passed over: the feed waits for transactions that still run. What became
    visible to the caller only later is in the feed from the change that made it so.
    """
    if query.start == "now" and not query.cursor:
        return ChangePage(items=[], next=paging.seal(str(ledger.end()), _ABOUT), more=False)
    position = ledger.Position.read(paging.unseal(query.cursor, _ABOUT))
    found = feed.stretch(request.auth.user, position, kinds=query.kind, limit=query.limit)
    if found.position == position and position > ledger.end() and not ledger.is_ahead():
        # a place this database has never given out: to wait there would pass over what happens until it gets there
        raise paging.foreign()
    return ChangePage(
        items=[_shown(one) for one in found.items], next=paging.seal(str(found.position), _ABOUT), more=found.more
    )


def _shown(seen: feed.Seen) -> ChangeOut:
    one = seen.change
    return ChangeOut(
        id=one.id,
        kind=one.kind,
        title=_(entries.title_of(one.kind)),
        complaint_id=one.case_id,
        number=seen.number,
        seq=one.seq,
        at=one.at,
        written_at=one.written_at,
        actor_kind=one.actor_kind,
        actor_label=one.actor_label,
    )
