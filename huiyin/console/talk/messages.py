"""A message in the wrong place: move it, split it off, take it back. Each a form that says what will happen first."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Direction, Message, MessageMove
from huiyin.catalog.rules import current
from huiyin.clocks.actions import draft as draft_clock
from huiyin.complaints.actions import moving
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.console.case import forms, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import refreshed
from huiyin.console.rows import rule_title
from huiyin.core import masking
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text, moment_text

LIMITS = ("complaint.acceptance", "complaint.first_response", "complaint.decision")
NEAR = 10


class MoveForm(forms.StepForm):
    """Where the message belongs, and why."""

    into = forms.line(gettext_lazy("Number of the complaint it belongs to"), most=40)
    reason = forms.line(gettext_lazy("Why it belongs there"))

    def prepare(self) -> None:
        """Other open complaints of the same customer are offered."""
        self.near: list[Case] = []
        case = self.moment.case
        if case.customer_id:
            rows = cases.visible_to(self.moment.user).filter(customer_id=case.customer_id, is_open=True)
            self.near = list(rows.exclude(pk=case.pk).order_by("-received_at")[:NEAR])
        self.fields["into"].widget.attrs |= {"list": "move-into", "autocomplete": "off"}


class SplitForm(forms.StepForm):
    """What the new complaint is called and asks for; everything else is known."""

    pairs = (("line", "policy_number"),)
    subject = forms.line(gettext_lazy("Subject"), required=False, most=200)
    demand = forms.line(gettext_lazy("What is asked for"), required=False, most=500)
    amount = forms.money(gettext_lazy("Sum (yuan)"), required=False)
    line = forms.choice(gettext_lazy("Line"), required=False)
    policy_number = forms.line(gettext_lazy("Policy number"), required=False, most=40)
    reason = forms.line(gettext_lazy("Why it is a matter of its own"))
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60, required=False)

    def prepare(self) -> None:
        """The line of this case, and a key against a double click."""
        axis = current().axes["line"].values()
        forms.offer(
            self, "line", [(one.code, one.name.text(self.moment.language)) for one in axis], blank=_("Not known")
        )
        self.fields["line"].initial = self.moment.case.line
        self.fields["key"].initial = uuid4().hex


@require_http_methods(["GET", "POST"])
@of_case
def move(moment: Moment, message_id: UUID) -> HttpResponse:
    """`messages/<id>/move`: to the complaint it belongs to."""
    message = _message(moment, message_id)

    def work(data: dict[str, Any]) -> str:
        try:
            into = cases.get(moment.user, data["into"].strip())
        except Case.DoesNotExist:
            raise BadInput("move.into", _("There is no such complaint, or you may not see it."), field="into") from None
        moving.move(message=message, into=into, reason=data["reason"], by=moment.by, at=moment.at)
        return _("Moved to %(number)s. It can be taken back there.") % {"number": into.number}

    return _answer(moment, message, MoveForm, "move", work)


@require_http_methods(["GET", "POST"])
@of_case
def split(moment: Moment, message_id: UUID) -> HttpResponse:
    """`messages/<id>/split`: as a complaint of its own, received when the message was."""
    message = _message(moment, message_id)

    def work(data: dict[str, Any]) -> str:
        arrival = _arrival(moment, data)
        made = moving.split(message=message, arrival=arrival, reason=data["reason"], by=moment.by, at=moment.at)
        return _("Split off as %(number)s.") % {"number": made.case.number}

    return _answer(moment, message, SplitForm, "split", work)


def _arrival(moment: Moment, data: dict[str, Any]) -> Arrival:
    case = moment.case
    same_policy = not data["policy_number"]
    return Arrival(
        channel=case.channel,
        received_at=case.received_at,
        text="",
        people=(),
        subject=data["subject"],
        demands=(DemandDraft(text=data["demand"], amount=data["amount"]),) if data["demand"] else (),
        unit_id=case.unit_id,
        policy_id=case.policy_id if same_policy else None,
        policy_number=data["policy_number"],
        line=data["line"],
        language=case.language,
        party_id=case.customer_id,
        idempotency_key=data["key"],
    )


@require_http_methods(["GET", "POST"])
@of_case
def back(moment: Moment, move_id: UUID) -> HttpResponse:
    """`moves/<id>/back`: take a message back to where it came from (from either of the two cases)."""
    row = MessageMove.objects.select_related("case").filter(pk=move_id).first()
    if row is None or moment.case.pk not in (row.case_id, row.into_case_id):
        raise Http404
    message = Message.objects.filter(pk=row.message_id).first()

    def work(_data: dict[str, Any]) -> str:
        moving.move_back(move=row, by=moment.by, at=moment.at)
        return _("Taken back to %(number)s.") % {"number": row.case.number}

    return _answer(moment, message, forms.StepForm, "back", work, row)


def _message(moment: Moment, message_id: UUID) -> Message:
    row = Message.objects.filter(pk=message_id, case_id=moment.case.pk, direction=Direction.IN).first()
    if row is not None:
        return row
    gone = MessageMove.objects.filter(message_id=message_id, case_id=moment.case.pk, undone_at=None).first()
    if gone is None:
        raise Http404
    return Message(pk=message_id, case_id=moment.case.pk)  # the action says that it has gone


def _answer(
    moment: Moment, message: Message | None, kind: type[forms.StepForm], what: str,
    work: Callable[[dict[str, Any]], str], row: MessageMove | None = None,
) -> HttpResponse:  # fmt: skip
    """The form, or what `work` made of it: a sentence, or the refusal in the form."""
    is_post = moment.request.method == "POST"
    form = kind(moment, moment.request.POST if is_post else None)
    if not is_post or not form.is_valid():
        return _show(moment, message, form, what, 422 if is_post else 200, row)
    try:
        with transaction.atomic():
            said = work(form.cleaned_data)
    except BadInput as refusal:
        form.blame(refusal)
        return _show(moment, message, form, what, 422, row)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal)
        return _show(moment, message, form, what, 409, row)
    messages.success(moment.request, said)
    return refreshed(moment)


def _show(
    moment: Moment,
    message: Message | None,
    form: forms.StepForm,
    what: str,
    status: int,
    row: MessageMove | None = None,
) -> HttpResponse:
    titles = {
        "move": _("Move the message to another complaint"),
        "split": _("Split the message off as a new complaint"),
        "back": _("Take the message back"),
    }
    said = message if message is not None and message.text else None
    context = {
        "form": form,
        "what": what,
        "title": titles[what],
        "action": moment.request.path,
        "said": {"text": masking.text(said.text), "at": said.at, "files": len(said.evidence_ids)} if said else None,
        "lines": _lines(moment, said, what, row),
        "near": getattr(form, "near", []),
        "merge_url": _merge_url(row) if row is not None and row.is_split else "",
    }
    template = "console/talk/_move.html" if moment.is_partial else "console/talk/move.html"
    return page(moment, template, context, status=status)


def _merge_url(row: MessageMove) -> str:
    new = Case.objects.filter(pk=row.into_case_id).values_list("number", flat=True).first()
    return reverse("case_step", args=[new, "merge"]) if new else ""


def _lines(moment: Moment, message: Message | None, what: str, row: MessageMove | None) -> list[str]:
    """What it does, in sentences."""
    if what == "move":
        return [
            _("The message leaves this complaint and stands in the other one, with the time it was received."),
            _("The complainant of the other complaint can read it on the portal; the one of this no longer can."),
            _("Its files are registered there too; here they stay in the register and are no longer shown."),
            _("Nothing is mailed. Both ledgers tell it, and it can be taken back."),
        ]
    if what == "back":
        return (
            [_("The message returns to %(number)s. Both ledgers keep the trace.") % {"number": row.case.number}]
            if row
            else []
        )
    found = [_("The same people complain as in %(number)s.") % {"number": moment.case.number}]
    return found if message is None else [*found, *_limits(moment, message)]


def _limits(moment: Moment, message: Message) -> Iterator[str]:
    """When the new complaint was received, and which limits that begins."""
    when = moment_text(message.at)
    yield _("Received %(when)s, as the message was: every limit begins there.") % {"when": when}
    for code in LIMITS:
        clock = draft_clock(
            owner=("case", uuid4()), rule=code, at=message.at, facts={}, rules_on=local_date(message.at)
        )
        if clock is not None and clock.due_at:
            name = rule_title(code, moment.language)
            yield _("limit “%(rule)s” %(limit)s") % {"rule": name, "limit": limit_text(clock.due_at)}
