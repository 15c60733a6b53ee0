"""Warnings and breaches that are for me, newest first."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from huiyin.cases import queries as cases
from huiyin.cases.actions import notifications
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.console import nav, notices
from huiyin.console.rows import lines, rule_title
from huiyin.console.visit import Visit, desk


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The alarms of the last two weeks that nobody has seen, with what to do."""
    found = notices.listed(visit.user, visit.by, visit.at)
    language = get_language() or "zh-hans"
    promised = notices.promises(visit.user, visit.by, visit.at)
    shown = {case.pk: case for case in (*(notice.case for notice in found), *(case for _row, case in promised))}
    by_id = {line.case.pk: line for line in lines(shown.values(), visit.by)}
    rows = [
        (notice.alarm, by_id[notice.case.pk], rule_title(notice.alarm.clock.rule_code, language)) for notice in found
    ]
    context = {
        "rows": rows,
        "promises": [(row, by_id[case.pk], row.due_at < visit.at) for row, case in promised],
        "claims": [
            (alarm, claim, rule_title(alarm.clock.rule_code, language))
            for alarm, claim in notices.claims(visit.user, visit.by, visit.at)
        ],
        "is_full": len(found) >= notices.AT_ONCE,
    }
    return visit.page("alarms.html", context)


@desk("cases", "POST")
def seen(visit: Visit) -> HttpResponse:
    """Mark the alarms of a case as seen (`case` names it). A case one may not see is passed over in silence."""
    try:
        case = cases.get(visit.user, visit.request.POST.get("case", ""))
    except Case.DoesNotExist:
        return redirect("alarms")
    clocks.see(owner=("case", case.pk), user=visit.user, by=visit.by, at=visit.at)
    told = ("warned", "broken")
    notifications.read_case(user=visit.user, case=case, kinds=told, by=visit.by, at=visit.at)
    nav.forget_numbers(visit.user)
    return redirect("alarms")
