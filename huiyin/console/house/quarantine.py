"""Files that nobody gets: what the virus scanner found, what still waits for it, and letting one go with a reason.

Whoever keeps the machines or the data sees that there is a file, not what is in it, what it is called or whose it is.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.actions import scanning
from huiyin.cases.models import Evidence, Quarantine
from huiyin.cases.queries import files
from huiyin.cases.queries.queue import read_key
from huiyin.cases.rules.scanning import may_release
from huiyin.console.visit import Visit, desk

SHOWN, WAITING = 50, 20


@desk("quarantine")
def show(visit: Visit) -> HttpResponse:
    """`records/quarantine/`: what was withheld, newest first, a page by key; above it what waits for the scanner."""
    rows = files.quarantined()
    key = read_key(visit.request.GET.get("after", ""))
    if key is not None and key[0] is not None:
        rows = rows.filter(found_at__lte=key[0]).exclude(found_at=key[0], id__gte=key[1])
    found = list(rows[: SHOWN + 1])
    more, found = len(found) > SHOWN, found[:SHOWN]
    waiting = files.held_after(None, WAITING) if key is None else []
    context: dict[str, Any] = {
        "rows": found,
        "waiting": waiting,
        "waits_more": len(waiting) == WAITING,
        "is_on": bool(settings.CLAMD),
        "may_release": may_release(visit.by.roles),
        "next_url": _after(found[-1]) if more else "",
    }
    return visit.page("quarantine.html", context)


def _after(row: Quarantine) -> str:
    return f"{reverse('quarantine')}?{urlencode({'after': f'{row.found_at.isoformat()}~{row.pk}'})}"


@desk("quarantine", "POST")
def release(visit: Visit, evidence_id: UUID) -> HttpResponse:
    """Let a file go on one's own responsibility."""
    item = get_object_or_404(Evidence, pk=evidence_id)
    reason = visit.request.POST.get("reason", "")
    scanning.release(evidence=item, reason=reason, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The file is released. The ledger and the access log say who did it and why."))
    return redirect("quarantine")
