"""Service requests of the last days, at every point of their path. Through the same doors as any request."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.customers.models import Policy
from huiyin.demo import content
from huiyin.demo.house import House
from huiyin.service.actions import after, before, during, intake
from huiyin.service.models import Request
from huiyin.service.rules.arrival import Arrival

HOUR = timedelta(hours=1)
Step = Callable[[Case, House, Sequence[str]], tuple[Callable[..., Any], dict[str, Any]]]
STEPS: dict[str, Step] = {
    "accept": lambda case, there, words: (before.accept, {}),
    "check_identity": lambda case, there, words: (before.check_identity, {"how": words[0]}),
    "check_papers": lambda case, there, words: (before.check_papers, {}),
    "ask_papers": lambda case, there, words: (before.ask_papers, {"items": words}),
    "route": lambda case, there, words: (during.route, {"to": there.staff[words[0]], "reason": words[1]}),
    "process": lambda case, there, words: (during.process, {"what": words[0]}),
    "answer": lambda case, there, words: (during.answer, {"text": words[0]}),
    "close": lambda case, there, words: (after.close, {"outcome": words[0]}),
}


def arrive(there: House, now: datetime) -> None:
    """Let the requests come in. Does nothing where they have."""
    if Request.objects.exists():
        return
    held = list(Policy.objects.select_related("holder").filter(unit__path__contains="/JS/").order_by("number")[:40])
    with transaction.atomic():
        for place, one in enumerate(content.read("requests.yaml")["requests"]):
            _play(there, one, held[one.get("again", place) * 5], now)


def _play(there: House, one: dict[str, Any], policy: Policy, now: datetime) -> None:
    by, at = there.actor(one["by"]), now - one["hours"] * HOUR
    person = PersonDraft(name=policy.holder.name, phone=policy.holder.phone, party_id=policy.holder_id)
    arrival = Arrival(
        kind=one["kind"], channel=one["channel"], received_at=at, text=one["text"], person=person,
        policy_id=policy.pk if one["policy"] else None, topic=one.get("topic", ""),
        preliminary=one.get("preliminary", ""), no_preliminary=one.get("no_preliminary", ""),
    )  # fmt: skip
    case = intake.register(arrival=arrival, by=by, at=at).case
    for hours, (code, *words) in enumerate(one["steps"], start=1):
        act, given = STEPS[code](case, there, words)
        act(case=case, **given, by=by, at=at + hours * HOUR)
