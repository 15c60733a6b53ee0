"""Publishing rules by machine: drafts, examples, replays, approval; the same steps and refusals as on the desk."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_row, etag, versioned
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas import publishing as shown
from huiyin.cases import queries as cases
from huiyin.clocks.actions import trials
from huiyin.core.time import now
from huiyin.handbook import actions
from huiyin.handbook.models import Replay, RuleDraft
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import approval, differences

router = Router(tags=["Publishing"])
READERS = (*approval.WRITERS, "auditor", "quality")
BACK = timedelta(days=730)
_ONE = "/handbook/drafts/{uuid:draft_id}"


def may_read(request: Request) -> None:
    """Drafts are shown to who writes, approves or inspects rules. Raises Problem 404."""
    if not request.auth.actor.has_role(*READERS):
        raise Problem("not-found", "draft.not_found", _("There is no such draft, or you may not see it."))


def get(request: Request, draft_id: UUID) -> RuleDraft:
    """The draft with this id. Raises Problem 404."""
    may_read(request)
    row = RuleDraft.objects.select_related("created_by", "published").filter(pk=draft_id).first()
    if row is None:
        raise Problem("not-found", "draft.not_found", _("There is no such draft, or you may not see it."))
    return row


def out(draft: RuleDraft, at: datetime) -> shown.DraftOut:
    """A draft with everything that decides about it."""
    draft = RuleDraft.objects.select_related("created_by", "published").get(pk=draft.pk)
    before, rule = reading.base_of(draft), reading.terms_of(draft)
    changes = differences.changed(before, rule) if rule else []
    published = getattr(draft, "published", None)
    return shown.DraftOut(
        **shown.short(draft),
        based_on=draft.based_on,
        body=draft.body,
        reason=draft.reason,
        decision=draft.decision,
        lacks=approval.lacking(reading.standing(draft, at)) if published is None else [],
        changes=[{"term": one.term, "before": one.before, "after": one.after} for one in changes],
        examples=[shown.example(draft, rule, one) for one in draft.examples] if rule else [],
        replay=shown.replay(reading.latest_replay(draft), draft),
        published=published.version if published else "",
    )


@operation(router, "GET", "/handbook/drafts", scope="rules:read", response=shown.DraftList, clause="8.1-1")
def list_drafts(request: Request) -> shown.DraftList:
    """List the drafts of rules

    The last 200, last changed first.
    """
    may_read(request)
    return shown.DraftList(items=[shown.DraftShort(**shown.short(row)) for row in reading.drafts(limit=200)])


@operation(router, "POST", "/handbook/drafts", scope="rules:write", response={201: shown.DraftOut}, clause="8.1-1")
def create_draft(request: Request, body: shown.NewDraft) -> HttpResponse:
    """Begin a draft

    It follows the newest version of a rule of a pack; with `ends` the rule ends on that day.
    """
    return change(request, lambda by, at: versioned(out(trials.draft_rule(**body.dict(), by=by, at=at), at), 201))


@operation(router, "GET", _ONE, scope="rules:read", response=shown.DraftOut)
def get_draft(request: Request, response: HttpResponse, draft_id: UUID) -> shown.DraftOut:
    """Read a draft

    The ETag is its version, for `If-Match`.
    """
    draft = get(request, draft_id)
    response.headers["ETag"] = etag(draft.version)
    return out(draft, now())


@operation(router, "POST", _ONE + "/text", scope="rules:write", response=shown.DraftOut)
def edit_draft(request: Request, draft_id: UUID, body: shown.TextIn) -> HttpResponse:
    """Write a draft anew

    Its examples are run on it. A fault names the place in `body`, e.g. `steps[1].length`.
    """
    draft = get(request, draft_id)
    return change_row(
        draft, request, lambda by, at: versioned(out(trials.edit_rule(draft=draft, **body.dict(), by=by, at=at), at))
    )


@operation(router, "POST", _ONE + "/examples", scope="rules:write", response={201: shown.DraftOut})
def add_draft_example(request: Request, draft_id: UUID, body: shown.ExampleIn) -> HttpResponse:
    """Add an example of one's own"""
    draft = get(request, draft_id)
    example = {
        "says": {"zh": body.says, "en": body.says},
        "from": body.start,
        "events": body.events,
        "facts": body.facts,
        "expected": {"due_at": body.due_at},
    }
    return change_row(
        draft,
        request,
        lambda by, at: versioned(
            out(trials.add_example(draft=draft, seen=body.seen, example=example, by=by, at=at), at), 201
        ),
    )


@operation(router, "POST", _ONE + "/examples/{int:place}/confirm", scope="rules:write", response=shown.DraftOut)
def confirm_draft_example(request: Request, draft_id: UUID, place: int, body: shown.SeenIn) -> HttpResponse:
    """Take what the draft gives for an example as intended"""
    draft = get(request, draft_id)
    return change_row(
        draft,
        request,
        lambda by, at: versioned(
            out(trials.confirm_example(draft=draft, seen=body.seen, number=place, by=by, at=at), at)
        ),
    )


@operation(router, "POST", _ONE + "/examples/{int:place}/remove", scope="rules:write", response=shown.DraftOut)
def remove_draft_example(request: Request, draft_id: UUID, place: int, body: shown.SeenIn) -> HttpResponse:
    """Take an example of one's own out again"""
    draft = get(request, draft_id)
    return change_row(
        draft,
        request,
        lambda by, at: versioned(
            out(trials.remove_example(draft=draft, seen=body.seen, number=place, by=by, at=at), at)
        ),
    )


@operation(router, "POST", _ONE + "/replays", scope="rules:write", response={202: shown.ReplayOut})
def start_replay(request: Request, draft_id: UUID, body: shown.ReplayIn) -> HttpResponse:
    """Play a draft over the history

    A job does it; read the draft for its progress. One that is under way on the same text is returned instead.
    """
    draft = get(request, draft_id)

    def work(by: object, at: datetime) -> Answer:
        since = body.since or at - BACK
        row = actions.start_replay(draft=draft, since=since, open_only=body.open_only, by=request.auth.actor, at=at)
        return Answer(shown.replay(row, draft), 202)

    return change_row(draft, request, work)


@operation(router, "POST", _ONE + "/replays/cancel", scope="rules:write", response=shown.DraftOut)
def cancel_replay(request: Request, draft_id: UUID) -> HttpResponse:
    """Stop the replay that runs"""
    draft = get(request, draft_id)

    def work(by: object, at: datetime) -> Answer:
        row = reading.latest_replay(draft)
        if row is None:
            raise Problem("not-found", "replay.not_found")
        actions.cancel_replay(replay=row, by=request.auth.actor, at=at)
        return versioned(out(draft, at))

    return change_row(draft, request, work)


class ChangedQuery(PageQuery):
    """Which limits."""

    kind: Literal["", "broken", "kept", "earlier", "later", "new", "gone"] = Field(
        "", description="broken or kept: newly so under the draft; else by what becomes of the limit"
    )


@operation(router, "GET", _ONE + "/replays/{uuid:replay_id}/cases", scope="rules:read", response=shown.ChangedPage)
def list_changed(request: Request, draft_id: UUID, replay_id: UUID, page: Query[ChangedQuery]) -> shown.ChangedPage:
    """List the limits that would change

    Only those of complaints that the caller may see; the sums of the replay count all.
    """
    draft = get(request, draft_id)
    row = Replay.objects.filter(pk=replay_id, draft=draft).first()
    if row is None:
        raise Problem("not-found", "replay.not_found")
    visible = cases.visible_to(request.auth.user)
    about = ("replay", row.pk, page.kind, request.auth.user.pk)
    after = paging.unseal(page.cursor, *about)
    found = reading.replay_rows(
        row, cases=visible.values("pk"), kind=page.kind, after=UUID(after) if after else None, limit=page.limit + 1
    )
    kept = found[: page.limit]
    numbers = dict(visible.filter(pk__in={one.case_id for one in kept}).values_list("pk", "number"))
    following = paging.seal(str(kept[-1].pk), *about) if len(found) > page.limit else ""
    items = [shown.changed(one, numbers[one.case_id]) for one in kept if one.case_id in numbers]
    return shown.ChangedPage(items=items, next=following)


@operation(router, "POST", _ONE + "/submit", scope="rules:write", response=shown.DraftOut, clause="8.1-1")
def submit_draft(request: Request, draft_id: UUID, body: shown.SeenIn) -> HttpResponse:
    """Lay a draft before the second person"""
    draft = get(request, draft_id)
    return change_row(
        draft, request, lambda by, at: versioned(out(actions.submit(draft=draft, seen=body.seen, by=by, at=at), at))
    )


@operation(router, "POST", _ONE + "/approve", scope="rules:write", response=shown.DraftOut, clause="8.1-1")
def approve_draft(request: Request, draft_id: UUID, body: shown.SeenIn) -> HttpResponse:
    """Publish a draft

    Never by its author or an editor; refused without a fresh replay, and when examples differ.
    """
    draft = get(request, draft_id)
    return change_row(
        draft,
        request,
        lambda by, at: versioned(out(actions.approve(draft=draft, seen=body.seen, by=by, at=at).draft, at)),
    )


@operation(router, "POST", _ONE + "/reject", scope="rules:write", response=shown.DraftOut, clause="8.1-1")
def reject_draft(request: Request, draft_id: UUID, body: shown.WhyIn) -> HttpResponse:
    """Send a draft back"""
    draft = get(request, draft_id)
    return change_row(
        draft, request, lambda by, at: versioned(out(actions.reject(draft=draft, **body.dict(), by=by, at=at), at))
    )


@operation(router, "POST", _ONE + "/withdraw", scope="rules:write", response=shown.DraftOut)
def withdraw_draft(request: Request, draft_id: UUID, body: shown.WhyIn) -> HttpResponse:
    """Give a draft up"""
    draft = get(request, draft_id)
    return change_row(
        draft, request, lambda by, at: versioned(out(actions.withdraw(draft=draft, **body.dict(), by=by, at=at), at))
    )
