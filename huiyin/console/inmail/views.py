"""The ledger of mail, and the mails that wait for a person. What a mail says is shown as masked words only: never as
HTML, and none of its files."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import mail as actions
from huiyin.cases.models import Case
from huiyin.cases.queries import mail as queries
from huiyin.cases.rules.mail import REASONS
from huiyin.channels.models import MailState, RawMessage
from huiyin.channels.queries import inbound, sms
from huiyin.channels.rules.mailboxes import LATE
from huiyin.complaints.queries import turns
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk, opens
from huiyin.core import masking
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

DAYS, SHOWN = 14, 50
OPEN_STATES = (MailState.QUARANTINED, MailState.REJECTED)


@desk("inmail")
def ledger(visit: Visit) -> HttpResponse:
    """`incoming/`: per day and mailbox, what came and what became of it; a banner when it does not balance or waits."""
    today = local_date(visit.at)
    since = today - timedelta(days=DAYS - 1)
    lines = inbound.ledger(since, today)
    waiting = inbound.mail_waiting_since()
    context: dict[str, Any] = {
        "lines": lines,
        "days": DAYS,
        "texts": (texts := sms.sms_ledger(since, today)),
        "missing": sum(abs(one.fetched - one.sorted - one.waiting) for one in lines) + queries.lost(since),
        "missing_texts": sum(abs(one.fetched - one.sorted) for one in texts),
        "late_since": waiting if waiting is not None and visit.at - waiting > LATE else None,
        "away": [box for box in inbound.mailboxes() if box.is_on and box.failing_since is not None],
        "reasons": [
            {"state": MailState(state).label, "why": why_of(reason), "count": count}
            for state, reason, count in inbound.reasons(since, today)
        ],
        "may_read": opens(visit.by, "withheld"),
        "may_set": opens(visit.by, "settings"),
    }
    return visit.page("inmail/ledger.html", context)


@desk("withheld")
def listed(visit: Visit) -> HttpResponse:
    """`incoming/mails/`: the mails in quarantine (or turned down), newest first, a page by key."""
    state = visit.request.GET.get("state", "")
    state = state if state in OPEN_STATES else MailState.QUARANTINED
    rows = queries.readable_by(visit.user).filter(state=state).order_by("-received_at", "-id")
    found, following = stretch(rows, visit.request.GET.get("after", ""), size=SHOWN, by="received_at")
    context = {
        "rows": [_row(one) for one in found],
        "state": state,
        "states": [(one.value, one.label, one.value == state) for one in OPEN_STATES],
        "next": following,
    }
    return visit.page("inmail/listed.html", context)


@desk("withheld")
def one(visit: Visit, raw_id: UUID) -> HttpResponse:
    """One withheld mail in masked words. The access log says who looked."""
    raw = _withheld(visit, raw_id)
    return visit.page("inmail/one.html", _shown(visit, raw))


@desk("withheld", "POST")
def act(visit: Visit, raw_id: UUID, step: str) -> HttpResponse:
    """Let it through (`release`), to a case when a number is given; or turn it down (`turn-down`)."""
    raw = _withheld(visit, raw_id)
    reason, number = visit.request.POST.get("reason", ""), visit.request.POST.get("number", "").strip()
    if step not in ("release", "turn-down"):
        raise Http404
    try:
        if step == "turn-down":
            actions.turn_down_mail(raw=raw, reason=reason, by=visit.by, at=visit.at)
            messages.success(visit.request, _("The mail is turned down. It stays on record."))
            return redirect("inmail_list")
        done = actions.release_mail(
            raw=raw, reason=reason, into=_case(visit, number), living=turns.master_of, by=visit.by, at=visit.at
        )
    except BadInput as fault:
        return visit.page("inmail/one.html", _shown(visit, raw) | {"fault": fault.message, "reason": reason}, 422)
    case = _seen(visit, done.case_id)
    if case is None:
        return redirect("inmail_list")
    messages.success(visit.request, _("The mail stands in %(number)s now.") % {"number": case.number})
    return redirect("triage_one", case.number) if case.kind == "untriaged" else redirect("case", case.number)


def why_of(reason: str) -> str:
    """The reason in words; a code that is not known comes back as it is."""
    return _(REASONS[reason]) if reason in REASONS else reason


def _case(visit: Visit, number: str) -> Case | None:
    if not number:
        return None
    try:
        return cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise BadInput("case.unknown", _("There is no case of this number that you may see."), field="number") from None


def _seen(visit: Visit, case_id: UUID | None) -> Case | None:
    return cases.visible_to(visit.user).filter(pk=case_id).first() if case_id else None


def _withheld(visit: Visit, raw_id: UUID) -> RawMessage:
    return get_object_or_404(queries.readable_by(visit.user).filter(state__in=OPEN_STATES), pk=raw_id)


def _row(raw: RawMessage) -> dict[str, Any]:
    return {
        "raw": raw,
        "sender": masking.email(raw.sender) if raw.sender else "—",
        "subject": masking.text(raw.subject) or "—",
        "why": why_of(raw.reason),
    }


def _shown(visit: Visit, raw: RawMessage) -> dict[str, Any]:
    mail = actions.open_mail(raw=raw, by=visit.by, at=visit.at)
    sender = raw.sender or mail.sender
    return {
        **_row(raw),
        "sender": f"{masking.name(mail.name)} {masking.email(sender) if sender else ''}".strip() or "—",
        "subject": masking.text(raw.subject or mail.subject) or "—",
        "text": masking.text(mail.text),
        "files": [
            {"name": masking.text(one.name), "kind": one.content_type, "size": len(one.data)} for one in mail.files
        ],
        "suspect": _seen(visit, raw.case_id),
    }
