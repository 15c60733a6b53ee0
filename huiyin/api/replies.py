"""How people write to customers: replies, and how many are a template word for word (2.2-4)."""

from ninja import Router, Schema
from pydantic import Field

from huiyin.accounts.queries import work
from huiyin.api.access import Request
from huiyin.api.operations import operation
from huiyin.complaints.queries import replies
from huiyin.complaints.rules import overuse
from huiyin.core.time import local_date, now

router = Router(tags=["Templates and macros"])
MOST = 500


class WritingOut(Schema):
    """Replies of one person."""

    employee_no: str
    name: str
    unit: str
    sent: int
    unchanged: int = Field(description="Of them templates word for word")
    share: int = Field(description="Whole percent")
    is_overuse: bool


class RepliesOut(Schema):
    """The people whom the caller leads or inspects who wrote something, those above the limit first."""

    days: int
    least: int = Field(description="Replies below which nothing is said of anybody")
    percent: int = Field(description="More than this share of unchanged templates is too many")
    items: list[WritingOut]


@operation(router, "GET", "/replies", scope="staff:read", response=RepliesOut, clause="2.2-4")
def list_replies(request: Request) -> RepliesOut:
    """List how people write to customers"""
    at = now()
    limit = overuse.limit_on(local_date(at))
    rows = replies.of_people(list(work.seen_by(request.auth.actor)[:MOST]), at)
    return RepliesOut(
        days=limit.days, least=limit.least, percent=limit.percent,
        items=[
            WritingOut(
                employee_no=one.user.employee_no, name=one.user.name, unit=one.user.unit.code, sent=one.sent,
                unchanged=one.same, share=one.share, is_overuse=one.is_overuse,
            )
            for one in rows
        ],
    )  # fmt: skip
