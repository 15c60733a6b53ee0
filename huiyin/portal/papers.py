"""Which items of the register a customer may open: what they handed in, and letters that were sent to them."""

from huiyin.cases.models import Case, Direction, Evidence, EvidenceKind, Message
from huiyin.complaints.models import Notice


def of_customer(case: Case, messages: list[Message] | None = None) -> list[Evidence]:
    """The public items of a case in order. A letter that was set but not sent yet is not among them."""
    items = list(Evidence.objects.filter(case=case, is_public=True).order_by("number"))
    if not any(item.kind == EvidenceKind.LETTER for item in items):
        return items
    said = Message.objects.filter(case=case, direction=Direction.OUT) if messages is None else messages
    sent = {item for message in said if message.direction == Direction.OUT for item in message.evidence_ids}
    told = Notice.objects.filter(case=case, sent_at__isnull=False, letter_evidence_id__isnull=False)
    sent |= {item for item in told.values_list("letter_evidence_id", flat=True) if item}
    return [item for item in items if item.kind != EvidenceKind.LETTER or item.pk in sent]
