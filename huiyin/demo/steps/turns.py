"""The turns that a few stories take beside the plain path."""

from datetime import datetime, timedelta

from huiyin.cases.actions import talk
from huiyin.complaints.actions import (
    acceptance,
    escalation,
    extension,
    mediation,
    merging,
    notices,
    promises,
    reopening,
    reroute,
    review,
    reviewing,
    suspension,
    withdrawal,
)
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Suspension
from huiyin.core.time import local_date
from huiyin.demo.play import Play


def decline(play: Play, at: datetime) -> None:
    """Not our product or service."""
    acceptance.decline(
        case=play.case, reason="not_ours", explanation=play.words["declined"], by=play.actor("supervisor"), at=at
    )


def withdraw(play: Play, at: datetime) -> None:
    """The complainant withdraws on a signed paper."""
    paper = play.keep("withdrawal", kind="statement", source="customer_contact", by="handler", at=at)
    withdrawal.withdraw(
        case=play.case,
        pressure_denied=True,
        signed_evidence_id=paper,
        reason=play.words["withdrawn"],
        way=_called(play, at),
        by=play.actor("handler"),
        at=at,
    )


def reroute_case(play: Play, at: datetime) -> None:
    """It goes on as something else."""
    kind = play.words["rerouted_to"]
    reroute.reroute(
        case=play.case, to_kind=kind, reason=play.words["rerouted"], way=_called(play, at), by=play.actor("duty"), at=at
    )


def merge(play: Play, at: datetime) -> None:
    """The same matter again: it goes into the earlier case."""
    assert play.earlier is not None, "a merge needs the earlier case"
    seen = merging.preview(case=play.case, master=play.earlier, at=at)
    merging.merge(
        case=play.case,
        master=play.earlier,
        text=seen.text,
        reason=play.words["merged"],
        way=_called(play, at),
        by=play.actor("duty"),
        at=at,
    )


def request_extension(play: Play, at: datetime) -> None:
    """Ask for thirty days."""
    extension.request(case=play.case, reason=play.words["extension"], by=play.actor("handler"), at=at)


def approve_extension(play: Play, at: datetime) -> None:
    """The supervisor approves, the complainant is told."""
    extension.approve(case=play.case, way=_called(play, at), by=play.actor("manager"), at=at)


def request_sixty(play: Play, at: datetime) -> None:
    """Ask for sixty days."""
    extension.request(case=play.case, reason=play.words["extension60"], by=play.actor("handler"), at=at)


def approve_sixty(play: Play, at: datetime) -> None:
    """Head office approves, the complainant is told within the running limit."""
    extension.approve(case=play.case, way=_called(play, at), by=play.actor("head_cp"), at=at)


def suspend(play: Play, at: datetime) -> None:
    """An outside body appraises."""
    suspension.suspend(
        case=play.case,
        ground="appraisal",
        body=play.words["appraiser"],
        reason=play.words["suspended"],
        requested_at=at,
        way=_called(play, at),
        by=play.actor("handler"),
        at=at,
    )


def resume(play: Play, at: datetime) -> None:
    """The appraisal is there."""
    row = Suspension.objects.get(case=play.case, to_at=None)
    suspension.resume(
        case=play.case,
        suspension_id=row.pk,
        result=play.words["resumed"],
        resumed_at=at,
        way=_called(play, at),
        by=play.actor("handler"),
        at=at,
    )


def start_mediation(play: Play, at: datetime) -> None:
    """A mediation body takes the matter up; both sides agree."""
    reference = f"TJ{at:%Y%m%d}{play.story.index % 1000:03d}"
    mediation.start(
        case=play.case, body=play.words["mediator"], external_ref=reference, by=play.actor("handler"), at=at
    )
    mediation.agree(case=play.case, side="insurer", by=play.actor("handler"), at=at)
    later = at + timedelta(minutes=40)
    mediation.agree(case=play.case, side="complainant", way=_called(play, later), by=play.complainant(), at=later)


def end_mediation(play: Play, at: datetime) -> None:
    """Both sides settle."""
    mediation.end(
        case=play.case,
        result="settled",
        result_text=play.words["mediated"],
        way=_called(play, at),
        by=play.actor("handler"),
        at=at,
    )


def apply_review(play: Play, at: datetime) -> None:
    """The complainant wants the unit above to look at the decision."""
    grounds = play.words["review_grounds"]
    review.apply(case=play.case, grounds=grounds, way=_called(play, at), by=play.complainant(), at=at)


def decide_review(play: Play, at: datetime) -> None:
    """The unit above keeps the decision."""
    words = play.words
    reviewing.decide(
        case=play.case,
        process_finding=words["review_process"],
        timing_finding=words["review_timing"],
        outcome_finding=words["review_outcome"],
        verdict="upheld",
        conclusion="维持原处理决定。",
        grounds="依据《银行业保险业消费投诉处理管理办法》第二十条，经核查，原处理过程、时限和结果符合规定。",
        way=_called(play, at),
        by=play.actor("head_cp"),
        at=at,
    )


def escalate(play: Play, at: datetime) -> None:
    """The regulator asks about the open case and sets a date."""
    escalation.escalate(
        case=play.case,
        to="regulator",
        body=play.words["regulator"],
        external_ref=f"JG{at:%Y%m%d}{play.story.index % 1000:03d}",
        due_on=local_date(at) + timedelta(days=14),
        by=play.actor("handler"),
        at=at,
    )


def reopen(play: Play, at: datetime) -> None:
    """New proof comes after closing."""
    talk.hear(case=play.case, text=play.words["more"], by=play.complainant(), at=at - timedelta(hours=3))
    reopening.reopen(
        case=play.case,
        ground="recurrence",
        reason=play.words["reopened"],
        material_received_at=at - timedelta(hours=3),
        by=play.actor("supervisor"),
        at=at,
    )
    play.case.refresh_from_db()


def major_plan(play: Play, at: datetime) -> None:
    """The plan for a major matter, within 48 hours."""
    acceptance.file_major_plan(case=play.case, text=play.words["major_plan"], by=play.actor("supervisor"), at=at)


def more(play: Play, at: datetime) -> None:
    """Another word from the complainant."""
    talk.hear(case=play.case, text=play.words["more"], by=play.complainant(), at=at)


def failed_call(play: Play, at: datetime) -> None:
    """A call that reached nobody."""
    notices.record_attempt(
        case=play.case,
        method="phone",
        tried_at=at,
        reference=f"{play.words['call']}X",
        by=play.actor("handler"),
        at=at,
        what_for="other",
    )


def promise(play: Play, at: datetime) -> None:
    """A promise to the customer, due on the next evening."""
    draft = promises.PromiseDraft(
        text=play.words["promise"],
        responsible=play.user("handler"),
        due_at=play.promised_at or at + timedelta(days=1),
    )
    promises.make(case=play.case, draft=draft, source="call", by=play.actor("handler"), at=at)


def _called(play: Play, at: datetime) -> Way:
    """By mail where there is an address, else by phone."""
    if play.shape.mail:
        return Way()
    return Way(method="phone", told_at=at, reference=play.words["call"], text=play.words["told_turn"])
