"""What came by mail and nobody has said yet what it is: read it, say it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.actions import access, kinds, mail_linking
from huiyin.cases.models import Case, Direction, Evidence, Kind, Letter, Message, Person
from huiyin.cases.queries import mail as queries
from huiyin.clocks.queries import running
from huiyin.complaints.actions import triage as actions
from huiyin.complaints.queries import turns
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput

SHOWN = 100


@desk("intake")
def listed(visit: Visit) -> HttpResponse:
    """`triage/`: the matters that wait to be triaged, the most urgent first."""
    rows = list(queries.untriaged(visit.user)[: SHOWN + 1])
    context = {
        "rows": [{"case": row, "subject": masking.text(row.subject), "suspect": _suspect(row)} for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
    }
    return visit.page("inmail/triage.html", context)


@desk("intake")
def one(visit: Visit, number: str) -> HttpResponse:
    """`triage/<number>/`: what was said in masked words, and what it may be; of a matter without a path of its own also
    how it ends. A complaint, and what has ended: the case itself."""
    case = _case(visit, number)
    if case.kind not in (Kind.UNTRIAGED, *kinds.PLAIN) or not case.is_open:
        return redirect("case", case.number)
    access.look(case=case, by=visit.by, at=visit.at)
    return visit.page("inmail/triage_one.html", _shown(case))


@desk("intake", "POST")
def act(visit: Visit, number: str, step: str) -> HttpResponse:
    """Say what it is: complaint, kind (of `kinds.PLAIN`), link (to a known case), away; or how it ended: settle."""
    case, given = _case(visit, number), visit.request.POST
    reason = given.get("reason", "")
    try:
        if step == "complaint":
            actions.take_as_complaint(case=case, by=visit.by, at=visit.at)
            messages.success(visit.request, _("It is a complaint now; its limits run from when it came in."))
        elif step == "kind":
            kinds.take_as(case=case, kind=given.get("kind", ""), reason=reason, by=visit.by, at=visit.at)
            messages.success(visit.request, _("What it is, is written down."))
        elif step == "link":
            into = _known(visit, given.get("number", ""))
            target = mail_linking.put_to(
                case=case, into=into, reason=reason, living=turns.master_of, by=visit.by, at=visit.at
            )
            messages.success(visit.request, _("What was said stands in %(number)s now.") % {"number": target.number})
            return redirect("case", target.number)
        elif step == "away":
            kinds.put_away(case=case, reason=reason, by=visit.by, at=visit.at)
            messages.success(visit.request, _("It is put away; the reason is on record."))
            return redirect("triage")
        elif step == "settle":
            kinds.settle(case=case, result=reason, by=visit.by, at=visit.at)
            messages.success(visit.request, _("The matter has ended; its result is on record."))
        else:
            raise Http404
    except BadInput as fault:
        context = _shown(case) | {"fault": fault.message, "step": step, "given": given.dict()}
        return visit.page("inmail/triage_one.html", context, 422)
    return redirect("case", case.number)


def _case(visit: Visit, number: str) -> Case:
    try:
        return cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None


def _known(visit: Visit, number: str) -> Case:
    try:
        return cases.get(visit.user, number.strip())
    except Case.DoesNotExist:
        raise BadInput("case.unknown", _("There is no case of this number that you may see."), field="number") from None


def _suspect(case: Case) -> str:
    return str(case.source_fields.get("suspect", ""))


def _shown(case: Case) -> dict[str, Any]:
    names = [person.name for person in Person.objects.filter(case=case)]
    said = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id")
    return {
        "case": case,
        "sender": masking.name(case.complainant_name),
        "subject": masking.words(case.subject, names),
        "messages_in": [{"at": one.at, "text": masking.words(one.text, names)} for one in said[:50]],
        "files": Evidence.objects.filter(case=case).order_by("number")[:100],
        "suspect": _suspect(case),
        "suspect_url": reverse("case", args=[_suspect(case)]) if _suspect(case) else "",
        "is_letter": Letter.objects.filter(pk=case.pk).exists(),
        "clocks": running(("case", case.pk)),
        "kinds": [(kind.value, kind.label) for kind in kinds.PLAIN if kind != case.kind],
        "is_known": case.kind != Kind.UNTRIAGED,
        "given": {},
    }
