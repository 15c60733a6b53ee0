"""Which items of the register a customer may open: what they handed in, and letters that were sent to them."""

from uuid import UUID

from huiyin.cases.models import Case, Direction, Evidence, EvidenceKind, Message
from huiyin.complaints.models import Notice
from huiyin.portal import joined


def of_customer(case: Case, messages: list[Message] | None = None) -> list[Evidence]:
    """The public items of a case in order, and what its customer handed in after a merge. A letter that was set but not
    sent yet is not among them, nor what other complainants handed in.
    """
    said = joined.messages_of(case) if messages is None else messages
    mine = {item for message in said for item in message.evidence_ids}
    heard = Message.objects.filter(case=case, direction=Direction.IN).values_list("evidence_ids", flat=True)
    theirs = {item for items in heard for item in items} - mine
    rows = Evidence.objects.filter(case=case, is_public=True).exclude(pk__in=theirs).order_by("number")
    items = [*rows, *_elsewhere(case, said, mine)]
    if not any(item.kind == EvidenceKind.LETTER for item in items):
        return items
    sent = {item for message in said if message.direction == Direction.OUT for item in message.evidence_ids}
    told = Notice.objects.filter(case=case, sent_at__isnull=False, letter_evidence_id__isnull=False)
    sent |= {item for item in told.values_list("letter_evidence_id", flat=True) if item}
    return [item for item in items if item.kind != EvidenceKind.LETTER or item.pk in sent]


def _elsewhere(case: Case, said: list[Message], mine: set[UUID]) -> list[Evidence]:
    """What the customer of a merged complaint handed in since; it lies on the one that lives on."""
    others = {message.case_id for message in said if message.case_id != case.pk}
    if not others:
        return []
    return list(Evidence.objects.filter(case__in=others, is_public=True, pk__in=mine).order_by("number"))
