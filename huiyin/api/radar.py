"""Complaints that look organised: advice to investigators (domain §8-10)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.complaints.actions import radar as actions
from huiyin.complaints.models import RadarGroup, RadarState
from huiyin.complaints.queries import radar as queries
from huiyin.core.actors import Actor

router = Router(tags=["Organised complaints"])
MOST_LINKS = 1_000


class RadarGroupOut(Schema):
    """A group of complaints that are linked. No limit, sum or decision reads it."""

    id: UUID
    state: str = Field(description="open, confirmed, dismissed")
    cases: int
    customers: int
    made_at: Moment
    grew_at: Moment
    terms: str = Field(description="Edition of the terms by which it was found")
    reason: str = Field(description="What an investigator found")
    decided_at: Moment | None
    decided_by_label: str


class RadarLinkOut(Schema):
    """Why two complaints are linked."""

    one: str = Field(description="Complaint number")
    other: str = Field(description="Complaint number")
    kind: str = Field(description="phone, email, agent, text")
    strength: int = Field(description="0 to 100")
    words: list[str] = Field(description="Passages that both use")


class RadarGroupWhole(RadarGroupOut):
    """The same with the complaints that the caller sees, and why they are linked."""

    complaints: list[str] = Field(description="Numbers, in the order in which they came")
    hidden: int = Field(description="How many more the caller may not see")
    links: list[RadarLinkOut] = Field(description="Strongest first, at most 1,000")


class RadarPage(Schema):
    """A page of groups, those that grew last first."""

    items: list[RadarGroupOut]
    next: str = Field(description="`cursor` of the next page; empty on the last")


class RadarJudgeIn(Body):
    """Whether a group is organised."""

    verdict: Literal["confirmed", "dismissed"]
    reason: Annotated[str, StringConstraints(min_length=4, max_length=500)]


@operation(router, "GET", "/radar", scope="complaints:read", response=RadarPage)
def list_radar_groups(
    request: Request,
    cursor: Annotated[str, StringConstraints(max_length=500)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> RadarPage:
    """List the groups of complaints that look organised

    For investigators of a complaint in them and for head office; empty for others.
    """
    about = (request.auth.user.pk, "radar")
    rows = queries.listed(request.auth.user)
    if after := paging.unseal(cursor, *about):
        grew, _tilde, key = after.partition("~")
        moment = datetime.fromisoformat(grew)
        rows = rows.filter(grew_at__lte=moment).exclude(grew_at=moment, id__gte=UUID(key))
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    following = f"{found[-1].grew_at.isoformat()}~{found[-1].pk}" if more else ""
    return RadarPage(items=[RadarGroupOut(**_told(one)) for one in found], next=paging.seal(following, *about))


@operation(router, "GET", "/radar/{radar_group_id}", scope="complaints:read", response=RadarGroupWhole)
def read_radar_group(request: Request, radar_group_id: UUID) -> RadarGroupWhole:
    """Read a group with its complaints and why they are linked"""
    return _whole(request, _row(request, radar_group_id))


@operation(router, "POST", "/radar/{radar_group_id}/judge", scope="complaints:act", response=RadarGroupWhole)
def judge_radar_group(request: Request, radar_group_id: UUID, body: RadarJudgeIn) -> HttpResponse:
    """Say whether a group is organised, and what was found

    Nothing of the complaints changes.
    """

    def work(by: Actor, at: datetime) -> Answer:
        group = actions.judge(
            group=_row(request, radar_group_id), verdict=body.verdict, reason=body.reason, by=by, at=at
        )
        return Answer(_whole(request, group))

    return change(request, work)


def _row(request: Request, group_id: UUID) -> RadarGroup:
    row = queries.visible_to(request.auth.user).filter(pk=group_id).first()
    if row is None:
        raise Problem("not-found", "radar.not_found", _("There is no such group, or you may not see it."))
    return row


def _told(group: RadarGroup) -> dict[str, Any]:
    names = (
        "id", "state", "cases", "customers", "made_at", "grew_at", "terms", "reason", "decided_at", "decided_by_label",
    )  # fmt: skip
    return {name: getattr(group, name) for name in names} | {"state": RadarState(group.state).value}


def _whole(request: Request, group: RadarGroup) -> RadarGroupWhole:
    shown = queries.shown(request.auth.user, group)
    numbers = {member.case_id: case.number for member, case in shown.members}
    links = group.links.filter(one_id__in=numbers, other_id__in=numbers).order_by("-strength", "pk")[:MOST_LINKS]
    return RadarGroupWhole(
        **_told(group),
        complaints=list(numbers.values()),
        hidden=shown.hidden,
        links=[
            RadarLinkOut(
                one=numbers[link.one_id], other=numbers[link.other_id], kind=link.kind, strength=link.strength,
                words=[words for words in link.words.split("\n") if words],
            )
            for link in links
        ],
    )  # fmt: skip
