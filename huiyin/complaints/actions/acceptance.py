"""Checking who it is, accepting or not proceeding, and the first answer (3.1-5, 1.2-7, 6.3-1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import talk
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, Channel, Flag, Message
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, letters, promises, wordings
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.limits import stop_at
from huiyin.complaints.models import Demand
from huiyin.complaints.queries import papers
from huiyin.complaints.rules import declining
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.documents.letters import AcceptanceNotice, NotProceededNotice
from huiyin.core.documents.parts import Citation, Deadline, Ground
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text


@action
def check_identity(*, case: Case, how: str, by: Actor, at: datetime) -> Case:
    """Record that the identity of the complainant and the policy data were checked, and how (1.2-7): compared with the
    policy, called back, saw the certificate … A later check replaces the words; the ledger keeps both.
    """
    case, _facts = begin(case, "check_identity", by=by)
    words = checks.text(how, "how", _("Say how the identity was checked."), most=300)
    case.complaint.identity_checked_at, case.complaint.identity_check = at, words
    case.complaint.save(update_fields=["identity_checked_at", "identity_check"])
    return finish(case, "check_identity", by=by, at=at, personal={"how": words})


@action
def accept(*, case: Case, by: Actor, at: datetime, note: str = "") -> Case:
    """Accept the complaint (3.1-5): the acceptance limit ends at `at`, kept or kept late, and the complainant is told
    who answers, by when, and what comes next. Late acceptance stays possible; the limit records that it was late. A
    complaint older than the rules has no limit: notice and ledger say so.
    """
    case, _facts = begin(case, "accept", by=by)
    clock = clocks.stop(owner=("case", case.pk), rule="complaint.acceptance", at=at, by=by)
    case.complaint.accepted_at = at
    case.complaint.save(update_fields=["accepted_at"])
    limits = letters.deadlines(case)
    with letters.in_language_of(case):
        decide_by = min((one.due_at for one in limits), default=None)
        title = _("Notice of acceptance")
        words = _("We have accepted your complaint %(number)s. %(name)s answers for it, phone %(phone)s.") % {
            "number": case.number,
            "name": papers.contact(case, case.unit).name,
            "phone": papers.unit_phone(case.unit),
        }
        if not limits:
            words += " " + _("It is older than today's time limits, so none applies; we answer it all the same.")
        if decide_by is not None:
            words += " " + _("The next limit ends %(limit)s.") % {"limit": limit_text(decide_by)}
        if note.strip():
            words += "\n\n" + checks.short(note, "note", most=2000)
        sent = letters.send(
            case, lambda: _acceptance(case, limits, at), kind="acceptance", title=title, words=words, by=by, at=at
        )
    return finish(
        case, "accept", by=by, at=at, body={"limits_shown": len(limits)},
        outputs={"acceptance_notice": sent.notice.pk}, clocks=[clock],
    )  # fmt: skip


def _acceptance(case: Case, limits: Sequence[Deadline], at: datetime) -> AcceptanceNotice:
    lang = papers.lang_of(case)
    return AcceptanceNotice(
        sender=papers.sender(case.unit, lang),
        number=f"{case.number}-A",
        dated=local_date(at),
        to=papers.recipient(case),
        case=papers.case_ref(case, lang),
        contact=papers.contact(case, case.unit),
        accepted_at=at,
        demands=tuple(Demand.objects.filter(case=case).order_by("number").values_list("text", flat=True)),
        deadlines=tuple(limits),
        next_steps=(
            _("We assign the complaint to somebody who has no interest in the matter, and look into the facts."),
            _("We tell you our decision with its reasons, and what you can do if you disagree."),
        ),
        rights=(
            _("You can add material or withdraw at any time. Nothing that we already hold is asked again."),
            _("You can ask that somebody with an interest in the matter stays away from it."),
        ),
    )


@action
def decline(*, case: Case, reason: str, explanation: str, by: Actor, at: datetime) -> Case:
    """Do not proceed: `reason` is a code of `rules.declining` (令2020-3 art 18), `explanation` what the person reads.

    All limits end; the person who filed it is told why, where to turn, and how to challenge it (1.1-2). Raises
    BadInput for another reason or an explanation that says too little.
    """
    case, _facts = begin(case, "decline", by=by)
    if reason not in declining.REASONS:
        raise BadInput("decline.reason", _("Choose why the complaint is not proceeded with."), field="reason")
    words = checks.text(explanation, "explanation", _("Explain it to the person in plain words."), least=10, most=2000)
    stopped = stop_at(case, "not_proceeded", at=at, by=by)
    stopped += clocks.cancel(owner=("case", case.pk), at=at, by=by)
    complaint = case.complaint
    complaint.close_code, complaint.end_reason, complaint.state_before_end = reason, words[:500], case.state
    complaint.save(update_fields=["close_code", "end_reason", "state_before_end"])
    with letters.in_language_of(case):
        sent = letters.send(
            case, lambda: _refusal(case, reason, words, at), kind="not_proceeded", words=words,
            title=_("Notice that the complaint is not proceeded with"), by=by, at=at,
        )  # fmt: skip
    return finish(
        case,
        "decline",
        by=by,
        at=at,
        body={"reason": reason},
        personal={"explanation": words},
        outputs={"not_proceeded_notice": sent.notice.pk},
        clocks=stopped,
    )


def _refusal(case: Case, reason: str, words: str, at: datetime) -> NotProceededNotice:
    lang = papers.lang_of(case)
    law = _("Measures for handling consumer complaints in banking and insurance (CBIRC order 2020 no. 3)")
    return NotProceededNotice(
        sender=papers.sender(case.unit, lang),
        number=f"{case.number}-N",
        dated=local_date(at),
        to=papers.recipient(case),
        case=papers.case_ref(case, lang),
        contact=papers.contact(case, case.unit),
        decided_at=at,
        reason=words,
        grounds=(
            Ground(reason=_(declining.REASONS[reason]), citations=(Citation(source=law, clause=_("article 18")),)),
        ),
        where_to_turn=(_(declining.WHERE[reason]),),
        challenge=(
            _("Call or write to us, and somebody who did not decide this will look at it again: %(phone)s, %(email)s.")
            % {"phone": settings.INSURER["phone"], "email": settings.INSURER["email"]},
            _("You can also turn to the regulator's hotline 12378, or to a mediation body, or to court."),
        ),
    )


@action
def respond(
    *,
    case: Case,
    text: str,
    by: Actor,
    at: datetime,
    channel: str = Channel.PORTAL,
    evidence_ids: Sequence[UUID] = (),
    promise: promises.PromiseDraft | None = None,
    templates: Sequence[UUID] = (),
) -> Message:
    """Answer the complainant (6.3-1). The first answer by a person ends the first-response limit; later ones are
    messages.

    By portal, and by WeChat when it came from there and they wrote in the last 48 hours, else by mail when there is an
    address (channel email: by mail in any case, sms: by text message alone); `channel` phone, visit or letter records
    what was said there, without a mail. `promise` is what the answer promises, kept track of from then on. `templates`
    are the ids of the template versions it was written with. Raises BadInput for an empty text, one that still holds a
    variable, items of another case; Refused(`respond.machine`) for a machine's answer, and as `texting.queue`.
    """
    case, _facts = begin(case, "respond", by=by)
    if by.kind == "system":
        raise Refused("respond.machine", _("An automatic answer is no response: a person answers."), clause="6.3-1")
    if channel not in (Channel.PORTAL, Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.VISIT, Channel.LETTER):
        raise BadInput("message.channel", _("Choose how you answered."), field="channel")
    wordings.must_be_filled(text)
    items = register.of_case(case, evidence_ids)
    told = talk.tell(
        case, text=text, by=by, at=at, purpose="response", channel=channel, attached=items,
        mail=channel in (Channel.PORTAL, Channel.EMAIL), wechat=channel == Channel.PORTAL,
        sms=channel == Channel.SMS,
    )  # fmt: skip
    clock: Clock | None = None
    if case.complaint.first_response_at is None:
        clock = clocks.stop(owner=("case", case.pk), rule="complaint.first_response", at=at, by=by)
        case.complaint.first_response_at = at
        case.complaint.save(update_fields=["first_response_at"])
    message = told.message
    source = "call" if channel == Channel.PHONE else "message"
    promised = [promises.add(case, promise, source=source, source_id=message.pk, by=by, at=at)] if promise else []
    used = wordings.used(case, templates, text, message=message, by=by, at=at)
    finish(
        case,
        "respond",
        by=by,
        at=at,
        body={
            "text": text_hash(message.pk, message.text),
            "channel": message.channel,
            "mail": message.outgoing_id,
            "evidence": message.evidence_ids,
            **(promises.body_of(promised) if promised else {}),
            **({"templates": used} if used else {}),
        },
        outputs={"message": message.pk},
        clocks=[clock],
    )
    return message


@action
def file_major_plan(*, case: Case, text: str, by: Actor, at: datetime) -> Case:
    """File the plan for a major matter (4.4-3; 令2020-3 art 29): what is done, by whom, how it is kept from spreading.
    It is an internal note; the 48-hour limit ends. Raises Refused(`major.not`) for a matter that is none.
    """
    case, facts = begin(case, "major_plan", by=by)
    if Flag.MAJOR not in facts.flags:
        raise Refused("major.not", _("This complaint is not marked as major."), clause="4.4-3")
    words = checks.text(text, "text", _("Write the plan: measures, persons, prevention, report."), least=20)
    note = talk.add_note(case=case, text=words, by=by, at=at)
    clock = clocks.stop(owner=("case", case.pk), rule="complaint.major_plan", at=at, by=by)
    if case.complaint.major_plan_at is None:
        case.complaint.major_plan_at = at
        case.complaint.save(update_fields=["major_plan_at"])
    return finish(
        case, "major_plan", by=by, at=at, body={"note": note.pk}, outputs={"message": note.pk}, clocks=[clock]
    )
