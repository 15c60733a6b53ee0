"""Drafts: what a form keeps while somebody types, gives back, and lists on a page of one's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.actions import drafts
from huiyin.cases.models import Case
from huiyin.cases.queries import drafts as kept
from huiyin.cases.rules import drafts as rules
from huiyin.complaints.rules import path
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.wording import moment_text

NEW_COMPLAINT = "new_complaint"
AT_ONCE = 50
SHOWN = 160


@desk("desk", "POST")
def save(visit: Visit) -> HttpResponse:
    """`drafts/save`: the form as it stands (`case`, `place`, `slot`, `fields` as JSON); answered with when."""
    post = visit.request.POST
    try:
        fields = rules.read(post.get("fields", ""))
    except ValueError as error:
        raise BadInput("draft.wrong", _("The page sent something that cannot be read. Load it again.")) from error
    case = _case(visit, post.get("case", ""))
    place, slot = post.get("place", ""), post.get("slot", "")
    row = drafts.keep(case=case, place=place, slot=slot, fields=fields, by=visit.by, at=visit.at)
    return JsonResponse({"kept": row is not None, "at": moment_text(visit.at)})


@desk("desk")
def find(visit: Visit) -> HttpResponse:
    """`drafts/find?case=…&place=a&place=b`: what was written into these forms and not sent, the newest first."""
    query = visit.request.GET
    case = _case(visit, query.get("case", ""))
    found = kept.of_forms(visit.user, case.pk if case else None, query.getlist("place")[:20], visit.at)
    return JsonResponse({"drafts": [_told(one, case) for one in found]})


@desk("desk", "POST")
def discard(visit: Visit, draft_id: UUID) -> HttpResponse:
    """`drafts/<id>/discard`: throw it away."""
    was_there = drafts.discard(draft_id=draft_id, by=visit.by, at=visit.at)
    if visit.is_partial or "HX-Request" in visit.request.headers:
        return HttpResponse(status=204)
    if was_there:
        messages.success(visit.request, _("The draft is gone."))
    return redirect("my_drafts")


@desk("desk")
def listed(visit: Visit) -> HttpResponse:
    """`me/drafts/`: everything one has begun to write and not sent."""
    found = kept.listed(visit.user, visit.at, before=_key(visit.request.GET.get("before", "")), limit=AT_ONCE + 1)
    last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    context = {
        "rows": [
            {
                "id": one.id, "name": _name(one.place), "number": one.number, "subject": masking.text(one.subject),
                "gist": masking.text(one.gist)[:SHOWN], "at": one.saved_at, "url": _address(one),
            }
            for one in found[:AT_ONCE]
        ],
        "next_url": f"{reverse('my_drafts')}?before={last.saved_at.isoformat()}~{last.id}" if last else "",
    }  # fmt: skip
    return visit.page("drafts.html", context)


def taken_up(request: HttpRequest, user: User, case: Case | None = None) -> tuple[QueryDict, datetime] | None:
    """What the draft named by `?draft=` holds, as a form sends it, and since when; None when none of theirs is named,
    or it belongs to another case."""
    try:
        found = kept.one(user, UUID(request.GET.get("draft", "")))
    except ValueError:
        return None
    if found is None or found.case_id != (case.pk if case else None):
        return None
    fields = QueryDict(mutable=True)
    for name, values in found.fields.items():
        fields.setlist(name, values)
    return fields, found.saved_at


def sent(request: HttpRequest, place: str, *, case: Case | None, by: Actor, at: datetime) -> None:
    """The form was sent: what its window kept of it goes."""
    slot = request.POST.get("draft_slot", "")
    if rules.is_place(place, slot):
        drafts.sent(case=case, place=place, slot=slot, by=by, at=at)


def _case(visit: Visit, text: str) -> Case | None:
    """The case that a form belongs to, through its gate; None for a form that belongs to none."""
    if not text:
        return None
    try:
        return cases.visible_to(visit.user).get(pk=UUID(text))
    except (ValueError, Case.DoesNotExist):
        raise Http404 from None


def _told(one: kept.Kept, case: Case | None) -> dict[str, Any]:
    return {
        "id": str(one.id), "place": one.place, "slot": one.slot, "fields": one.fields,
        "at": moment_text(one.saved_at), "url": _address(one, case.number if case else ""),
        "discard": reverse("my_draft_discard", args=[one.id]),
    }  # fmt: skip


def _address(one: kept.Kept, number: str = "") -> str:
    """Where it goes on; empty when its writer no longer sees the case."""
    number = number or one.number
    if one.place == NEW_COMPLAINT:
        return f"{reverse(NEW_COMPLAINT)}?draft={one.id}"
    if not number:
        return ""
    kind, _dot, rest = one.place.partition(".")
    try:
        if kind == "note":
            return f"{reverse('case_note', args=[number])}?draft={one.id}"
        if kind == "file":
            return f"{reverse('case_side', args=[number, rest])}?draft={one.id}"
        if kind == "person":
            return f"{reverse('case_person', args=[number, UUID(rest)])}?draft={one.id}"
        return f"{reverse('case_step', args=[number, kind])}?draft={one.id}"
    except (NoReverseMatch, ValueError):
        return reverse("case", args=[number])


def _name(place: str) -> str:
    """What kind of form it is, in words."""
    kind = place.partition(".")[0]
    names = {
        NEW_COMPLAINT: _("New complaint"),
        "note": _("Internal note"),
        "file": _("Entry in the file"),
        "person": _("Correct what we hold"),
    }
    return names.get(kind) or (_(path.BY_CODE[kind].title) if kind in path.BY_CODE else _("Form"))


def _key(text: str) -> tuple[datetime, UUID] | None:
    at, _tilde, id_ = text.partition("~")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
        return (moment, UUID(id_)) if moment.tzinfo else None
    except ValueError:
        return None
