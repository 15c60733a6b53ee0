"""Notes, and beginnings of replies."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.audit import queries as audit
from huiyin.cases.actions import talk
from huiyin.cases.models import Note
from huiyin.complaints.actions import wordings
from huiyin.console import drafts
from huiyin.console.case import composing, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import refreshed
from huiyin.core.errors import BadInput, Refused


@require_http_methods(["GET", "POST"])
@of_case
def note(moment: Moment) -> HttpResponse:
    """`notes/`: write an internal note. The same words sent twice by a double click are one note. (GET: the form alone,
    with what was typed before the session ended.)"""
    if moment.request.method == "GET":
        if not composing.may_note(moment):
            return redirect("case", moment.case.number)
        return _again(moment, taking.given_back(moment, composing.NoteForm) or composing.NoteForm(moment), 200)
    form = composing.NoteForm(moment, moment.request.POST)
    if not form.is_valid():
        return _again(moment, form, 422)
    try:
        with transaction.atomic():
            taking.hold(moment, "", None)
            if not _written(moment, form):
                words, ids = form.cleaned_data["text"], form.attach()
                made = talk.add_note(case=moment.case, text=words, evidence_ids=ids, by=moment.by, at=moment.at)
                used = form.cleaned_data["templates"]
                wordings.used(moment.case, used, words, note=made, by=moment.by, at=moment.at)
    except BadInput as refusal:
        form.blame(refusal)
        return _again(moment, form, 422)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal)
        return _again(moment, form, 409)
    drafts.sent(moment.request, "note", case=moment.case, by=moment.by, at=moment.at)
    messages.success(moment.request, _("Note written."))
    return refreshed(moment, composer="note")


def _written(moment: Moment, form: composing.NoteForm) -> bool:
    """Has this person written these very words since the form was opened?"""
    since = audit.chain(moment.owner).filter(seq__gt=form.cleaned_data["seen"] or 0, kind="case.note_added")
    ids = [entry.body["note"] for entry in since if entry.actor_id == moment.by.id]
    return any(one.text == form.cleaned_data["text"].strip() for one in Note.objects.filter(pk__in=ids))


def _again(moment: Moment, form: composing.NoteForm, status: int) -> HttpResponse:
    template = "console/case/_note.html" if moment.is_partial else "console/case/note.html"
    return page(moment, template, {"form": form}, status=status)


@require_http_methods(["POST"])
@of_case
def promised(moment: Moment) -> HttpResponse:
    """`promised/`: the sentences of a message being written that commit us, and how a text message will arrive; nothing
    is done."""
    text, channel = moment.request.POST.get("text", "")[:20_000], moment.request.POST.get("channel", "")
    context = {"hints": composing.hints(moment, text), "arriving": composing.arriving(moment, text, channel)}
    return page(moment, "console/case/_promised.html", context)


@require_GET
@of_case
def reply_template(moment: Moment) -> HttpResponse:
    """`reply/?reply=<code>`: the composer with a beginning; without htmx the page with it."""
    context = {"composer": composing.context(moment)}
    if moment.is_partial:
        return page(moment, "console/case/_reply.html", context | {"form": context["composer"]["reply"]})
    return page(moment, "console/case/reply.html", context | {"form": context["composer"]["reply"]})
