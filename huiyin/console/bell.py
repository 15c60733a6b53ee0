"""The numbers in the frame of every page: alarms, unread notifications, and for administrators how the work in the
background stands."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.queries import chat as chats
from huiyin.cases.queries import notifications
from huiyin.console import notices
from huiyin.console.visit import opens
from huiyin.core import clockwatch, jobs, jobs_state, wording
from huiyin.core.actors import Actor

# A worker that says nothing for so long is gone: others took over long before.
SILENT = timedelta(minutes=3)


def numbers(user: User, by: Actor, at: datetime) -> dict[str, Any]:
    """`alarms`, `chats` that wait, `unread` (“99+” at most), and for administrators `age` (how long the oldest due job
    waits) and `trouble` (a sentence when it is late or no worker runs)."""
    unread = notifications.unread_count(user)
    return {
        "alarms": notices.unseen_count(user, by, at) if opens(by, "cases") else 0,
        "chats": len(chats.waiting_for(user).values_list("pk")[:99]) if opens(by, "intake") else 0,
        "unread": f"{notifications.MOST}+" if unread > notifications.MOST else unread,
        **(_machinery(at) if opens(by, "settings") else {"age": "", "trouble": ""}),
    }


def _machinery(at: datetime) -> dict[str, Any]:
    oldest, beat = jobs_state.oldest(at), jobs.last_heartbeat()
    age = at - oldest if oldest is not None else timedelta(0)
    trouble, drift = "", clockwatch.drift()
    if drift:
        trouble = wording.jump_text(drift)
    elif beat is None or at - beat > SILENT:
        trouble = _("No worker runs: limits, mail and sweeps wait.")
    elif age > jobs_state.LATE:
        trouble = _("Work in the background is late: the oldest job has waited for %(span)s.") % {
            "span": wording.span_text(age)
        }
    return {"age": _("%(seconds)d s") % {"seconds": age.seconds} if age < timedelta(minutes=2) else
            wording.span_text(age), "trouble": trouble}  # fmt: skip
