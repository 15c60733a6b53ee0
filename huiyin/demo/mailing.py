"""Mail of the last days: an answer that found its case, two matters to be triaged, and a mass mail that waits for a
person. Through the same door as any mail."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from huiyin.cases.actions import mail as sorting
from huiyin.cases.models import Case, Person
from huiyin.channels import actions as channels
from huiyin.channels.actions import inbound, mailboxes
from huiyin.channels.models import MailState, Outgoing, RawMessage
from huiyin.complaints.queries import turns
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.demo import content
from huiyin.demo.house import House

BY = system("demo.mail")


def arrive(there: House, now: datetime) -> None:
    """Let the mails come in. Does nothing where they have."""
    if RawMessage.objects.exists():
        return
    box = mailboxes.files_door(by=BY, at=now, unit=there.units["HQ-CP"])
    for place, one in enumerate(content.read("mails.yaml")):
        at = now - timedelta(hours=one["hours"])
        raw = _written(one, place).as_bytes()
        digest = blobs.store(raw)
        row, _new = inbound.take_mail(
            mailbox=box, key=digest, digest=digest, size=len(raw), received_at=at, by=BY, at=at
        )
        inbound.claim_mail(raw_id=row.pk, by=BY, at=at)
        sorting.sort_mail(raw_id=row.pk, living=turns.master_of, by=BY, at=at + timedelta(seconds=20))
    cases = RawMessage.objects.filter(state=MailState.CASE).values("case_id")
    for sent in Outgoing.objects.filter(owner_kind="case", owner_id__in=cases, state="queued"):
        channels.record_sent(outgoing_id=sent.pk, answer="demo", by=BY, at=sent.queued_at + timedelta(seconds=5))


def _written(one: dict[str, str], place: int) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = one["from"], "tousu@hengze.example"
    made["Subject"], made["Message-ID"] = one["subject"], f"<demo-{place}@example.com>"
    if one.get("list"):
        made["List-Id"] = one["list"]
    if one.get("answers"):
        case, person = _talking()
        made.replace_header("From", f"{person.name} <{person.email}>")
        made.replace_header("Subject", f"{one['subject']} {case.number}")
    made.set_content(one["text"])
    return made


def _talking() -> tuple[Case, Person]:
    """A case that is open, and whom an answer could come from."""
    rows = Person.objects.filter(case__is_open=True, case__kind="complaint", is_contact=True).exclude(email_blind="")
    person = rows.select_related("case").order_by("-case__received_at", "id")[0]
    return person.case, person
