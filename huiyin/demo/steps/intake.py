"""From the first word to a named handler."""

from datetime import datetime

from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.models import Task
from huiyin.complaints.actions import acceptance, classification, execution, intake
from huiyin.complaints.actions import dispatch as dispatching
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import customer
from huiyin.demo.play import Play

BY_THEMSELVES = ("portal", "api", "email")


def register(play: Play, at: datetime) -> None:
    """The complaint comes in."""
    person = PersonDraft(
        name=play.party.name,
        phone=play.party.phone,
        email=play.party.email if play.shape.mail else "",
        certificate_no=play.party.certificate_no,
        address=play.party.address,
        is_contact=True,
        role="representative" if play.joint else "complainant",
        is_face_to_face=bool(play.joint and play.joint.face_to_face),
        party_id=play.party.pk,
        vulnerabilities=frozenset(play.party.vulnerabilities),
    )
    arrival = Arrival(
        channel=play.story.channel,
        received_at=play.story.received_at,
        text=play.words["text"],
        subject=play.words["subject"],
        people=(person, *(play.joint.speakers if play.joint else ())),
        demands=tuple(DemandDraft(text=one.text, amount=one.amount) for one in play.lines.asked),
        external_ref=play.story.external_ref,
        party_id=play.party.pk,
        policy_id=play.policy.pk,
        happened_on=play.story.happened_on,
        joint_count=play.joint.count if play.joint else 1,
        face_to_face_count=play.joint.face_to_face if play.joint else 0,
    )
    by = customer(None) if play.story.channel in BY_THEMSELVES else play.actor("registrar")
    play.case = intake.register(arrival=arrival, by=by, at=at).case


def check_identity(play: Play, at: datetime) -> None:
    """It is checked who complains."""
    acceptance.check_identity(case=play.case, how=play.words["identity"], by=play.actor("desk"), at=at)


def accept(play: Play, at: datetime) -> None:
    """Accepted."""
    acceptance.accept(case=play.case, by=play.actor("duty"), at=at)


def respond(play: Play, at: datetime) -> None:
    """The first answer by a person."""
    acceptance.respond(case=play.case, text=play.words["respond"], by=play.actor("duty"), at=at)


def classify(play: Play, at: datetime) -> None:
    """Its class, or two."""
    labels = [classification.LabelDraft(code=play.story.code)]
    if play.story.second_code:
        labels.append(classification.LabelDraft(code=play.story.second_code, confidence=80))
    classification.classify(case=play.case, labels=labels, primary=play.story.code, by=play.actor("duty"), at=at)


def dispatch(play: Play, at: datetime) -> None:
    """The routing rules name a handler."""
    play.case = dispatching.dispatch(case=play.case, by=play.actor("duty"), at=at)
    play.cast["handler"] = play.case.owner.email.partition("@")[0]
    if play.case.unit.code == "HQ-CP":
        others = [login for login in play.house.holders("head_office_cp", "HQ") if login != play.cast["handler"]]
        play.cast |= {"supervisor": others[0], "manager": others[1], "head_cp": others[1], "checker": others[1]}
        if "approver" in play.cast:
            play.cast["approver"] = others[1]
    _read_out(play, at)


def _read_out(play: Play, at: datetime) -> None:
    """Without e-mail somebody calls about the letters that stand on the portal."""
    for task in Task.objects.filter(owner_kind="case", owner_id=play.case.pk, kind="notice", state="open"):
        execution.complete_task(case=play.case, task=task, note="已电话告知", by=play.actor("handler"), at=at)
