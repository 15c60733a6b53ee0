"""Writing: the public reply and the internal note, two forms that look and lie apart."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from huiyin.cases.actions.talk import contact
from huiyin.cases.models import Channel, EvidenceKind, EvidenceSource
from huiyin.channels.queries.sms import stop_of
from huiyin.channels.rules import sms, sms_in
from huiyin.complaints.actions import acceptance
from huiyin.complaints.actions.promises import PromiseDraft
from huiyin.complaints.queries import papers
from huiyin.complaints.queries import templates as wordings
from huiyin.complaints.rules import path
from huiyin.complaints.rules.promises import due_of
from huiyin.console.case import forms
from huiyin.console.case.asked import StepPage
from huiyin.console.case.frame import Moment
from huiyin.core.time import SHANGHAI, local_date
from huiyin.text.commitments import find


class ReplyForm(forms.StepForm):
    """A public message, how it reached the complainant, and files for them."""

    takes = (EvidenceKind.ATTACHMENT, EvidenceSource.INTERNAL)
    text = forms.area(gettext_lazy("Reply to the complainant"), rows=2, most=100_000)
    channel = forms.choice(gettext_lazy("How it reaches them"))
    promise_text = forms.line(gettext_lazy("What this message promises"), required=False)
    promise_due = forms.instant(gettext_lazy("To be kept by"), required=False)
    templates = forms.versions()

    def prepare(self) -> None:
        """Only ways that exist; the first is the portal, with a mail where there is an address."""
        self.auto_id = "reply_%s"
        names = {
            Channel.PORTAL: _("Portal, and e-mail where there is an address"),
            Channel.PHONE: _("Said on the phone"),
            Channel.VISIT: _("Said face to face"),
            Channel.LETTER: _("Sent as a letter"),
        }
        if texted(self.moment):
            names[Channel.SMS] = _("Text message")
        forms.offer(self, "channel", names.items())
        self.fields["text"].widget.attrs |= {
            "placeholder": _("Write to the complainant …"),
            "data-key": "r",
            "data-key-label": _("Reply to the complainant"),
        }

    def clean(self) -> dict[str, Any]:
        """A promise has words and a time, or there is none."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("promise_text")) != bool(data.get("promise_due")) and "promise_due" not in self.errors:
            missing = "promise_due" if data.get("promise_text") else "promise_text"
            self.add_error(missing, _("A promise needs its words and its time."))
        return data

    @property
    def promise(self) -> PromiseDraft | None:
        """What the message promises, when the writer says so."""
        data = self.cleaned_data
        if not data["promise_text"]:
            return None
        return PromiseDraft(text=data["promise_text"], due_at=data["promise_due"])


class NoteForm(forms.StepForm):
    """An internal note with files."""

    takes = (EvidenceKind.OTHER, EvidenceSource.INTERNAL)
    text = forms.area(gettext_lazy("Internal note, never sent"), rows=2, most=20_000)
    templates = forms.versions()

    def prepare(self) -> None:
        """Say in the field itself that it stays inside."""
        self.auto_id = "note_%s"
        self.fields["text"].widget.attrs |= {
            "placeholder": _("For colleagues only …"),
            "data-key": "n",
            "data-key-label": _("Internal note, never sent"),
        }


def texted(moment: Moment) -> bool:
    """Can the person to write to be reached by text message?"""
    if not settings.SMS:
        return False
    person = contact(moment.case)
    return person is not None and sms.is_mobile(person.phone) and stop_of(person.phone) is None


def arriving(moment: Moment, text: str, channel: str) -> dict[str, Any] | None:
    """A text message that is being written as it will arrive, of how many parts, and when it leaves."""
    if channel != Channel.SMS or not settings.SMS or not text.strip():
        return None
    words = sms.arrives(settings.SMS, text.strip(), moment.case.number)
    leaves = sms_in.leaves_at(moment.at)
    return {
        "words": words, "parts": sms.parts(words), "units": sms.units(words), "most": sms.MOST_TEXT,
        "is_too_long": sms.units(words) > sms.MOST_TEXT, "leaves": leaves if leaves > moment.at else None,
    }  # fmt: skip


def hints(moment: Moment, text: str) -> list[dict[str, Any]]:
    """Sentences of a message that commit us, each with the time it names: offered, never forced."""
    found = []
    for one in find(text, local_date(moment.at)):
        due = due_of(one, moment.at)
        found.append({"quote": one.quote[:300], "due": due, "due_value": _typed(due) if due else ""})
    return found


def _typed(at: datetime) -> str:
    """An instant as the field of a form takes it; midnight as the last minute of its day."""
    local = at.astimezone(SHANGHAI)
    return (local - timedelta(minutes=1) if local.time() == time.min else local).strftime("%Y-%m-%dT%H:%M")


def _respond(moment: Moment, form: ReplyForm) -> object:
    return acceptance.respond(
        case=moment.case, text=form.cleaned_data["text"], channel=form.cleaned_data["channel"],
        evidence_ids=form.attach(), promise=form.promise, templates=form.cleaned_data["templates"],
        by=moment.by, at=moment.at,
    )  # fmt: skip


REPLY = StepPage(code="respond", form=ReplyForm, act=_respond, partial="console/case/_reply.html", composer="reply")


def context(moment: Moment) -> dict[str, Any]:
    """The two forms below the conversation, as far as this person may write."""
    may_reply = any(offer.step.code == "respond" and offer.ready for offer in moment.offers)
    return {
        "reply": ReplyForm(moment, begin=beginning(moment)) if may_reply else None,
        "note": NoteForm(moment) if may_note(moment) else None,
        "templates": templates(moment) if may_reply else [],
    }


def may_note(moment: Moment) -> bool:
    """Whoever may add to the case may write a note; nobody in the archive."""
    return not moment.is_archived and path.may_role(path.BY_CODE["add_evidence"], moment.facts, moment.by)


def templates(moment: Moment) -> list[dict[str, str]]:
    """Beginnings of a reply to choose from."""
    url = reverse("case_reply_template", args=[moment.case.number])
    return [{"label": label, "url": f"{url}?reply={code}"} for code, (label, _words) in _texts(moment).items()]


def beginning(moment: Moment) -> dict[str, str]:
    """What the reply begins with: a template of the house or a beginning that the URL asks for, else nothing."""
    try:
        wanted = [UUID(moment.request.GET.get("template", ""))]
    except ValueError:
        return {"text": template(moment)}
    found = wordings.usable(moment.case, wanted, moment.at)
    if not found:
        return {"text": ""}
    return {"text": wordings.text(found[0], moment.case, moment.at), "templates": str(found[0].pk)}


def template(moment: Moment) -> str:
    """The text of the beginning that the URL asks for, in the language of the case."""
    code = moment.request.GET.get("reply", "")
    with override("en" if papers.lang_of(moment.case) == "en" else "zh-hans"):
        words = _texts(moment).get(code, ("", ""))[1]
    return words % {
        "number": moment.case.number,
        "name": moment.user.name,
        "phone": papers.unit_phone(moment.case.unit),
    }


def _texts(moment: Moment) -> dict[str, tuple[str, str]]:
    """Code → (what it is called, its words). Both in the language that is active."""
    return {
        "received": (
            _("Complaint received"),
            _(
                "We have received your complaint %(number)s and are looking into it. I am %(name)s and answer for it; "
                "you reach me at %(phone)s. You will hear from me as soon as there is something new."
            ),
        ),
        "material": (
            _("Ask for material"),
            _(
                "To look into your complaint %(number)s we still need: \n1. \n2. \nYou can send it with your "
                "number and code on our complaint page, or by e-mail. What you have given us already we do not "
                "ask for again. %(name)s, %(phone)s"
            ),
        ),
        "progress": (
            _("How things stand"),
            _(
                "About your complaint %(number)s: so far we have … Next we will … You will hear from us again by … "
                "Questions? %(name)s, %(phone)s"
            ),
        ),
    }
