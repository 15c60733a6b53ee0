"""Looking leaves a trace: opening a case, lifting a mask (7.2-3, 1.3-4)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.audit import actions as audit
from huiyin.audit.models import Access
from huiyin.cases.models import Case, FieldValue, Message, Note, Person
from huiyin.cases.rules import limits
from huiyin.core import masking
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import Policy

FIELDS = ("name", "phone", "email", "certificate_no", "address")


@action
def look(*, case: Case, by: Actor, at: datetime) -> Access:
    """Somebody opened the case: one line of the access log (one insert; the case is not locked)."""
    return audit.looked(kind="read", by=by, at=at, aggregate=("case", case.pk))


@action
def reveal(
    *, case: Case, person_id: UUID, fields: Sequence[str], reason: str, by: Actor, at: datetime
) -> dict[str, str]:
    """Lift the mask of some fields of a person of the case; returns their clear values, once.

    Raises Refused(`reveal.reason`) for a reason under four characters, Refused(`reveal.not_yours`) for roles that only
    read, BadInput for fields that do not exist or a person of another case.
    """
    words = _may(reason, by)
    wanted = [field for field in FIELDS if field in fields]
    if not wanted or len(wanted) != len(set(fields)):
        raise BadInput("reveal.fields", _("Choose what you need to see."), field="fields")
    person = Person.objects.filter(pk=person_id, case_id=case.pk).first()
    if person is None:
        raise BadInput("reveal.person", _("This person does not belong to the case."), field="person")
    audit.looked(
        kind="reveal", by=by, at=at, aggregate=("case", case.pk), reason=words,
        fields=[f"{person.role}.{field}" for field in wanted],
    )  # fmt: skip
    return {field: getattr(person, field) for field in wanted}


@action
def reveal_text(*, case: Case, row_id: UUID, reason: str, by: Actor, at: datetime) -> list[str]:
    """Lift the mask of the numbers and addresses inside one message or note of the case; returns them in order.

    Raises as `reveal` does; BadInput for a text of another case.
    """
    words = _may(reason, by)
    row = (
        Message.objects.filter(pk=row_id, case_id=case.pk).first()
        or Note.objects.filter(pk=row_id, case_id=case.pk).first()
    )
    if row is None:
        raise BadInput("reveal.text", _("This text does not belong to the case."), field="row")
    kind = "message" if isinstance(row, Message) else "note"
    audit.looked(
        kind="reveal", by=by, at=at, aggregate=("case", case.pk), reason=words, fields=[f"{kind}:{row.pk.hex}"]
    )
    return masking.hidden(row.text)


@action
def reveal_policy_people(*, case: Case, reason: str, by: Actor, at: datetime) -> dict[str, str]:
    """Lift the mask of the policy's holder and insured; returns {holder, insured}, empty where unknown."""
    words = _may(reason, by)
    policy = Policy.objects.select_related("holder").filter(pk=case.policy_id).first() if case.policy_id else None
    audit.looked(kind="reveal", by=by, at=at, aggregate=("case", case.pk), reason=words, fields=["policy.people"])
    return {"holder": policy.holder.name if policy else "", "insured": policy.insured_name if policy else ""}


@action
def reveal_field(*, case: Case, key: str, reason: str, by: Actor, at: datetime) -> str:
    """Lift the mask of a personal field of the house's own; returns its value. Raises as `reveal` does."""
    words = _may(reason, by)
    row = FieldValue.objects.filter(case_id=case.pk, key=key, is_sealed=True).first()
    if row is None:
        raise BadInput("reveal.field", _("The case has no such value."), field="key")
    audit.looked(kind="reveal", by=by, at=at, aggregate=("case", case.pk), reason=words, fields=[f"field.{key}"])
    return str(row.sealed)


def _may(reason: str, by: Actor) -> str:
    words = " ".join(reason.split())
    if len(words) < limits.REASON_LEAST:
        raise Refused("reveal.reason", _("Say why you need to see it, in at least four characters."), clause="7.2-3")
    if by.kind not in ("staff", "api") or not may_take_part(by.grants):
        raise Refused("reveal.not_yours", _("Your role sees personal data only masked."), clause="1.3-4")
    return words[:300]
