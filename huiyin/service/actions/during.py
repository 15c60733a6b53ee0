"""While a request is handled: what it is about, who handles it, what was done, the answer (1.2-4, 6.4-2)."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.actions import notifications, staff
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, Channel, Message, Participation
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.service.actions.base import begin, finish, stop, words
from huiyin.service.actions.before import told
from huiyin.service.models import HandOver
from huiyin.service.queries.facts import open_hand_over
from huiyin.service.rules import path
from huiyin.service.rules.table import TOPICS

WAITING = "co_handler"


@action
def sort(*, case: Case, topic: str, by: Actor, at: datetime) -> Case:
    """Say what a consultation is about (6.4-1, 6.4-2). Saying it again changes it."""
    case, request, _facts = begin(case, "sort", by=by)
    if topic not in TOPICS:
        raise BadInput("request.topic", _("Choose what it is about."), field="topic")
    before, request.topic = request.topic, topic
    return finish(case, request, "sort", by=by, at=at, fields=["topic"], body={"topic": topic, "before": before})


@action
def route(*, case: Case, to: User, reason: str, by: Actor, at: datetime) -> HandOver:
    """Hand the request to a colleague, who sees it from now on and confirms or gives it back. Until then who answers
    for it stays the same (1.1-7). Raises Refused of `staff.check_may_be_named`, `request.same` for the owner."""
    case, request, _facts = begin(case, "route", by=by)
    why = words(reason, "reason")
    if to.pk == case.owner_id:
        raise Refused("request.same", _("%(name)s answers for it already.") % {"name": to.name})
    staff.take_part(case, to, WAITING, at=at)
    row = HandOver.objects.create(case=case, to=to, reason=why, at=at, by_label=by.label)
    notifications.tell(
        kind="handed", to=[to.pk], case=case, key=f"handover:{row.pk}", ref_id=row.pk, by=by, at=at,
        details={"variant": "asked"},
    )  # fmt: skip
    finish(case, request, "route", by=by, at=at, body={"to": to.pk}, personal={"reason": why})
    return row


@action
def take(*, case: Case, by: Actor, at: datetime) -> Case:
    """Confirm a hand-over: from now on the one it was handed to answers for it (1.2-4)."""
    case, request, _facts = begin(case, "take", by=by)
    row = _waiting(case)
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    Participation.objects.filter(case=case, user=row.to, role=WAITING, to_at=None).update(to_at=at)
    before = case.owner_id
    staff.own(case, row.to, reason="handed_over", at=at)
    return finish(case, request, "take", by=by, at=at, body={"from": before, "to": row.to_id}, columns=["owner"])


@action
def give_back(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Give a request back that was handed over by mistake; who handed it over goes on."""
    case, request, _facts = begin(case, "give_back", by=by)
    why = words(reason, "reason")
    undo(case, why, at=at)
    notifications.tell(
        kind="handed", to=[case.owner_id], case=case, key=f"givenback:{case.pk}:{case.version}", by=by, at=at,
        details={"variant": "back"},
    )  # fmt: skip
    return finish(case, request, "give_back", by=by, at=at, personal={"reason": why})


def undo(case: Case, why: str, *, at: datetime) -> None:
    """End an open hand-over of a locked case without a change of owner."""
    row = open_hand_over(case)
    if row is None:
        return
    row.given_back_at, row.given_back_why = at, why[:300]
    row.save(update_fields=["given_back_at", "given_back_why"])
    Participation.objects.filter(case=case, user=row.to, role=WAITING, to_at=None).update(to_at=at)


def _waiting(case: Case) -> HandOver:
    row = open_hand_over(case)
    assert row is not None, "a routed request without a hand-over"
    return row


@action
def process(*, case: Case, what: str, by: Actor, at: datetime) -> Case:
    """Write down what was done for the customer. A later note replaces it; the ledger keeps both."""
    case, request, _facts = begin(case, "process", by=by)
    request.processed, request.processed_at = words(what, "what", most=2000), at
    return finish(
        case, request, "process", by=by, at=at, fields=["processed", "processed_at"],
        personal={"what": request.processed},
    )  # fmt: skip


@action
def answer(*, case: Case, text: str, by: Actor, at: datetime, channel: str = Channel.PORTAL) -> Message:
    """Answer the request itself. Limits of completion and first answer end. Raises Refused(`respond.machine`)."""
    case, request, _facts = begin(case, "answer", by=by)
    if by.kind == "system":
        raise Refused("respond.machine", _("An automatic answer is no response: a person answers."), clause="6.3-1")
    message = told(case, text, by=by, at=at, purpose="answer", channel=channel)
    limits = stop(case, "service_completed", "request_responded", by=by, at=at)
    request.answered_at, request.responded_at = at, request.responded_at or at
    request.answers += 1
    body = {"message": message.pk, "text": text_hash(message.pk, message.text), "answers": request.answers}
    finish(
        case, request, "answer", by=by, at=at, fields=["answered_at", "responded_at", "answers"], body=body,
        limits=limits,
    )  # fmt: skip
    return message


@action
def skip(*, case: Case, step: str, reason: str, by: Actor, at: datetime) -> Case:
    """Leave out a step of the chain with leave and reason (1.2-7). Raises BadInput for one that cannot be left out."""
    case, request, known = begin(case, "skip", by=by)
    if step not in path.to_skip(known):
        raise BadInput("request.skip", _("This step cannot be left out now."), field="step")
    why = words(reason, "reason", least=4)
    request.skipped = request.skipped | {step: by.label}
    return finish(
        case, request, "skip", by=by, at=at, fields=["skipped"], body={"step": step}, personal={"reason": why}
    )
