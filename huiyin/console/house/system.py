"""Is the machine in order: worker, queue, mail, and the doctor's checks on request."""

import json
import subprocess
import sys
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.channels import actions as channels
from huiyin.channels import queries as mails
from huiyin.channels.models import Outgoing
from huiyin.console.house import proof
from huiyin.console.visit import Visit, desk
from huiyin.core import jobs, masking

SHOWN = 50
PATIENCE = 120  # seconds that the doctor may take
SILENT = 180  # seconds after which a worker counts as gone


@desk("settings")
def show(visit: Visit) -> HttpResponse:
    """The present state; the doctor is asked by a button."""
    return visit.page("system.html", _state(visit))


def _state(visit: Visit) -> dict[str, object]:
    beat = jobs.last_heartbeat()
    oldest = jobs.oldest_due()
    failed = [(mail, masking.email(mail.address)) for mail in mails.failed()[:SHOWN]]
    return {
        "beat": beat,
        "is_silent": beat is None or (visit.at - beat).total_seconds() > SILENT,
        "oldest": oldest,
        "is_behind": oldest is not None and (visit.at - oldest).total_seconds() > SILENT,
        "jobs": jobs.waiting(),
        "failed": failed,
        **proof.state(visit),
    }


@desk("settings", "POST")
def check(visit: Visit) -> HttpResponse:
    """Ask the doctor, in a process of its own as on the command line."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "huiyin", "doctor", "--json"], capture_output=True, text=True, timeout=PATIENCE
        )
        findings = json.loads(done.stdout)["findings"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        messages.error(visit.request, _("The doctor did not answer. Ask on the machine itself: huiyin doctor"))
        return redirect("system")
    return visit.page("system.html", _state(visit) | {"findings": findings})


@desk("settings", "POST")
def send_again(visit: Visit, outgoing_id: UUID) -> HttpResponse:
    """Try a mail that was given up once more."""
    mail = get_object_or_404(Outgoing, pk=outgoing_id)
    channels.send_again(outgoing=mail, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The mail is on its way again."))
    return redirect("system")
