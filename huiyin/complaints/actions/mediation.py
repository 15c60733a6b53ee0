"""Mediation by an outside body: recorded from the proposal on; the limit rests once both sides have agreed (令2020-3
art 23).
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import talk
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, suspension, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Mediation, Notice, Suspension
from huiyin.complaints.models.turns import SuspensionGround
from huiyin.complaints.queries import turn_words, turns
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.facts import Facts
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

ART = "令2020-3 art 23"
SIDES = ("complainant", "insurer")


@action
def start(*, case: Case, body: str, by: Actor, at: datetime, external_ref: str = "") -> Mediation:
    """Record that a mediation was proposed or opened by `body` (its number in `external_ref`), and tell the
    complainant, who agrees or declines. The limit runs on until both sides have agreed."""
    case, _facts = begin(case, "start_mediation", by=by)
    row = Mediation.objects.create(
        case=case,
        body=checks.text(body, "body", _("Name the body that mediates."), least=2, most=200),
        external_ref=checks.short(external_ref, "external_ref", most=80),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    words = turn_words.mediation(case, row)
    told = talk.tell(case, text=words.text, subject=words.subject, by=by, at=at, purpose="complaint.mediation")
    written = _body(row) | {"message": told.message.pk}
    finish(case, "start_mediation", by=by, at=at, body=written, personal={"body": row.body})
    return row


@action
def agree(
    *,
    case: Case,
    side: str,
    by: Actor,
    at: datetime,
    agreed_at: datetime | None = None,
    proof_evidence_id: UUID | None = None,
    way: Way = BY_MAIL,
    signed: str = "",
) -> Mediation:
    """Record that one side (complainant, insurer) accepts the mediation. Once both have, the decision limit rests
    from the later of the two moments and the complainant is told.

    A customer agrees for the complainant, and what they `signed` (the sentence they read and their name) stays sealed
    in the ledger; staff attach the proof of the complainant's agreement. Raises Refused(`mediation.agreed`) for a side
    that has agreed, Refused(`mediation.not_yours`) when a customer speaks for us.
    """
    case, facts = begin(case, "agree_mediation", by=by)
    row = _open(case)
    if side not in SIDES:
        raise BadInput("mediation.side", _("Choose the side that agrees."), field="side")
    if by.kind == "customer" and side != "complainant":
        raise Refused("mediation.not_yours", _("You can only agree for yourself."), clause=ART)
    if getattr(row, f"{side}_agreed_at") is not None:
        raise Refused("mediation.agreed", _("This side has agreed already."), clause=ART)
    moment = checks.happened(agreed_at or at, "agreed_at", at=at, since=case.received_at)
    if side == "complainant":
        row.complainant_agreed_at = moment
        if by.kind != "customer":
            if proof_evidence_id is None:
                message = _("Attach the proof that the complainant agreed.")
                raise BadInput("mediation.proof", message, field="proof_evidence_id")
            row.complainant_proof_id = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0]
    else:
        row.insurer_agreed_at = moment
    moved, notice = _rest(case, row, facts, way, by=by, at=at)
    row.save()
    finish(
        case,
        "agree_mediation",
        by=by,
        at=at,
        body=_body(row) | {"side": side, "notice": notice.pk if notice else None, "changes": turning.changes(moved)},
        personal={"signed": signed} if signed else None,
        clocks=moved,
    )
    return row


@action
def decline(*, case: Case, by: Actor, at: datetime, signed: str, reason: str = "") -> Mediation:
    """The complainant declines the mediation that was proposed: it ends, the limit runs on as before. What they
    `signed` stays sealed in the ledger. Once they have agreed, only `end` ends it."""
    case, _facts = begin(case, "decline_mediation", by=by)
    row = _open(case)
    words = checks.short(reason, "reason", most=400)
    with override(turn_words.language(case)):
        told = _("The complainant declined the mediation.")
    row.result, row.result_text, row.ended_at = "withdrawn", f"{told} {words}".strip(), at
    row.save(update_fields=["result", "result_text", "ended_at"])
    finish(
        case, "decline_mediation", by=by, at=at, body=_body(row),
        personal={"signed": checks.text(signed, "signed", _("Type your name."), most=500), "reason": words},
    )  # fmt: skip
    return row


@action
def end(
    *,
    case: Case,
    result: str,
    result_text: str,
    by: Actor,
    at: datetime,
    ended_at: datetime | None = None,
    way: Way = BY_MAIL,
) -> Mediation:
    """End the mediation: settled, failed, or withdrawn. A limit that rested for it runs again from `ended_at`.

    What was settled becomes the plan of the complaint, which goes its way to decision and telling like any other.
    """
    case, _facts = begin(case, "end_mediation", by=by)
    row = _open(case)
    if result not in rules.MEDIATED:
        raise BadInput("mediation.result", _("Choose: settled, failed or withdrawn."), field="result")
    row.result = result
    row.result_text = checks.text(result_text, "result_text", _("Say what came of it."), least=2, most=500)
    latest = max(filter(None, (row.at, row.complainant_agreed_at, row.insurer_agreed_at)))
    row.ended_at = checks.happened(ended_at or at, "ended_at", at=at, since=min(latest, at))
    moved: list[Clock] = []
    notice: Notice | None = None
    rested = Suspension.objects.filter(pk=row.suspension_id, to_at=None).first() if row.suspension_id else None
    if rested is not None:
        rested.result = row.result_text
        moved, notice = suspension.go_on(
            case, rested, ended_at=max(row.ended_at, rested.from_at), by=by, at=at, way=way
        )
    row.save(update_fields=["result", "result_text", "ended_at"])
    finish(
        case,
        "end_mediation",
        by=by,
        at=at,
        body=_body(row) | {"notice": notice.pk if notice else None, "changes": turning.changes(moved)},
        personal={"result": row.result_text},
        clocks=moved,
    )
    return row


def _rest(
    case: Case, row: Mediation, facts: Facts, way: Way, *, by: Actor, at: datetime
) -> tuple[list[Clock], Notice | None]:
    """Let the limit rest once both agreed, where it still runs; after the decision was told there is none to rest."""
    both = rules.both_agreed(row.complainant_agreed_at, row.insurer_agreed_at)
    clock = turns.decision_clock(case)
    if (
        both is None
        or clock is None
        or facts.notified_at is not None
        or facts.notice_waiting
        or turns.is_over(clock, at)
    ):
        return [], None
    with override(turn_words.language(case)):
        reason = _("Both sides accepted the mediation.")
    rested = Suspension(
        case=case,
        ground=SuspensionGround.MEDIATION,
        body=row.body,
        reason=reason,
        from_at=max(both, clock.started_at),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    moved, notice = suspension.rest(case, rested, by=by, at=at, way=way)
    row.suspension_id = rested.pk
    return moved, notice


def _open(case: Case) -> Mediation:
    return Mediation.objects.select_for_update(of=("self",)).get(case=case, ended_at=None)


def _body(row: Mediation) -> dict[str, object]:
    return {
        "mediation": row.pk,
        "external_ref": row.external_ref,
        "complainant_agreed_at": row.complainant_agreed_at,
        "insurer_agreed_at": row.insurer_agreed_at,
        "suspension": row.suspension_id,
        "result": row.result,
        "ended_at": row.ended_at,
    }
