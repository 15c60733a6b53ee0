"""The receipt after registering: number, code, limits, what comes next; to read out, to print, to send."""

from django.conf import settings
from django.http import Http404, HttpResponse

from huiyin.cases import queries as cases
from huiyin.cases.actions import access
from huiyin.cases.actions.talk import contact
from huiyin.cases.models import Case
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import queries as channels
from huiyin.clocks import queries as clocks
from huiyin.console.rows import rule_title
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

SHOWN = ("complaint.acceptance", "complaint.first_response", "complaint.decision", "complaint.regulator_due")


@desk("intake")
def show(visit: Visit, number: str) -> HttpResponse:
    """For whoever registered the case or answers for it; the look is written down, for the code opens the case."""
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    if visit.user.pk not in (case.registered_by_id, case.owner_id):
        raise Http404
    access.look(case=case, by=visit.by, at=visit.at)
    secret = cases.secret_of(case)
    person = contact(case)
    language = visit.request.LANGUAGE_CODE
    context = {
        "case": case,
        "secret": secret,
        "follow_url": follow_url(settings.PUBLIC_URL, case.number, secret),
        "limits": [
            (rule_title(clock.rule_code, language), clock)
            for clock in clocks.running(("case", case.pk))
            if clock.rule_code in SHOWN
        ],
        "mail": next(iter(channels.of_owner(("case", case.pk))), None),
        "email": masking.email(person.email) if person and person.email else "",
    }
    return visit.page("receipt.html", context)
