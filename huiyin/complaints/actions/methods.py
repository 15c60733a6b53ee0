"""The methods of telling (令2020-3 art 21), for the decision and for whatever else has to be told with proof.

Building blocks: the caller has locked the case and writes the ledger entry.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Channel, Evidence, EvidenceKind, EvidenceSource
from huiyin.complaints.actions import checks
from huiyin.complaints.models import Notice
from huiyin.complaints.queries import papers
from huiyin.complaints.rules import closing
from huiyin.core import blobs
from huiyin.core.actors import Actor
from huiyin.core.documents import IncompleteLetterError, render_letter
from huiyin.core.documents.letters import Letter
from huiyin.core.errors import BadInput, Refused

_CHANNELS = {"handed_over": Channel.VISIT, "posted": Channel.LETTER, "sms": Channel.PHONE, "phone": Channel.PHONE}
_SAID_LEAST = 10


def incomplete(error: IncompleteLetterError) -> Refused:
    """The refusal for a letter that lacks something, naming the fields."""
    return Refused("letter.incomplete", _("The letter still lacks: %(fields)s.") % {"fields": ", ".join(error.fields)})


def keep(case: Case, paper: Letter, *, title: str, by: Actor, at: datetime) -> Evidence:
    """Set `paper` as a PDF in the language of the case and put it into the register, seen by the complainant too."""
    pdf = render_letter(paper, lang=papers.lang_of(case))
    file = blobs.keep(pdf, name=f"{paper.number}.pdf", content_type="application/pdf")
    items = register.keep(
        case,
        [file],
        kind=EvidenceKind.LETTER,
        source=EvidenceSource.INTERNAL,
        titles=[title],
        is_public=True,
        by=by,
        at=at,
    )
    return items[0]


def mail(
    case: Case,
    *,
    kind: str,
    subject: str,
    text: str,
    by: Actor,
    at: datetime,
    letter: Evidence | None = None,
    decision_id: UUID | None = None,
) -> Notice:
    """Tell by mail. It counts once the mail server took it: `notices.confirm_sent` then sets `sent_at` or `failed_at`.

    Raises BadInput(`notice.address`) when the contact has no e-mail address.
    """
    said = talk.tell(
        case,
        text=text,
        by=by,
        at=at,
        purpose=f"complaint.{kind}",
        subject=subject,
        attached=[letter] if letter is not None else [],
    )
    if said.outgoing is None:
        message = _("There is no e-mail address: enter one or choose another way.")
        raise BadInput("notice.address", message, field="address")
    return Notice.objects.create(
        case=case,
        kind=kind,
        decision_id=decision_id,
        method="email",
        address=said.outgoing.address,
        text=said.message.text,
        letter_evidence_id=letter.pk if letter is not None else None,
        outgoing_id=said.outgoing.pk,
        created_at=at,
        by_label=by.label,
    )


def record_telling(
    case: Case,
    *,
    kind: str,
    method: str,
    told_at: datetime,
    by: Actor,
    at: datetime,
    since: datetime,
    reference: str = "",
    proof_evidence_id: UUID | None = None,
    address: str = "",
    text: str = "",
    subject: str = "",
    shown: str = "",
    letter: Evidence | None = None,
    decision_id: UUID | None = None,
) -> Notice:
    """Record a telling by hand (handed over, posted, SMS, phone) with the proof its method asks for (art 21).

    `told_at` is the moment that counts, not before `since`; `text` what was said or sent (phone, SMS); `shown` what the
    conversation on the portal says beside it, with the letter. Raises BadInput(`notice.method`, `notice.proof`).
    """
    _check_proof(method, reference=reference, has_evidence=proof_evidence_id is not None)
    least = _SAID_LEAST if method in {"phone", "sms"} else 0
    words = checks.text(text, "text", _("Write down what was said or sent."), least=least, most=5000)
    proof = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0] if proof_evidence_id else None
    notice = Notice.objects.create(
        case=case,
        kind=kind,
        decision_id=decision_id,
        method=method,
        address=address.strip() or address_for(case, method),
        text=words,
        letter_evidence_id=letter.pk if letter is not None else None,
        sent_at=checks.happened(told_at, "told_at", at=at, since=since),
        reached=True if method in {"handed_over", "phone"} else None,
        # A signature proves the day of receipt.
        received_at=told_at if method == "handed_over" else None,
        proof=checks.short(reference, "reference", most=500),
        proof_evidence_id=proof,
        created_at=at,
        by_label=by.label,
    )
    if shown:
        _show(case, kind, shown, subject=subject, method=method, letter=letter, by=by, at=at)
    return notice


def _check_proof(method: str, *, reference: str, has_evidence: bool) -> None:
    if method == "email":
        message = _("Send the mail from here: it counts once the mail server took it.")
        raise BadInput("notice.method", message, field="method")
    if wrong := closing.proof_fault(method, reference=reference, has_evidence=has_evidence):
        field = "reference" if method in closing.NUMBERED else "proof_evidence_id"
        raise BadInput("notice.proof", _(wrong), field=field)


def _show(
    case: Case, kind: str, words: str, *, subject: str, method: str, letter: Evidence | None, by: Actor, at: datetime
) -> None:
    """Put what was told into the conversation too, with the letter."""
    talk.tell(
        case,
        text=words,
        by=by,
        at=at,
        purpose=f"complaint.{kind}",
        subject=subject,
        channel=_CHANNELS[method],
        attached=[letter] if letter is not None else [],
        mail=False,
    )


def address_for(case: Case, method: str) -> str:
    """Where the contact is reached by this method, from the case."""
    person = talk.contact(case)
    if person is None:
        return ""
    ways: dict[str, str] = {"email": person.email, "posted": person.address, "handed_over": ""}
    return ways.get(method, str(person.phone))
