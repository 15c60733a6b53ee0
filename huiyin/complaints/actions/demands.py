"""A demand that is told after the complaint was registered (3.1-7: a complaint asks for something)."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import search
from huiyin.cases.actions.base import lock, said, text_hash
from huiyin.cases.models import Case
from huiyin.complaints.models import Complaint, Demand
from huiyin.complaints.rules.arrival import MOST_DEMANDS, MOST_YUAN
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST = 500


@action
def add(*, case: Case, text: str, amount: Decimal | None = None, by: Actor, at: datetime) -> Demand:
    """Write down one more thing that the complainant asks for, with a sum in yuan when there is one.

    The same words again return the demand that is there. Raises Refused(`demand.too_late`) once the decision was told
    or the case has ended, Refused(`demand.many`) beyond 20, BadInput for an empty text or a sum that cannot be.
    """
    case = lock(case, by=by)
    words = said(text, most=MOST)
    complaint = Complaint.objects.select_for_update().get(pk=case.pk)
    if not case.is_open or complaint.notified_at is not None:
        raise Refused(
            "demand.too_late", _("The decision has been told: a new demand is a new complaint."), clause="3.1-7"
        )
    if amount is not None and not _is_sum(amount):
        raise BadInput("demand.amount", _("A sum is a number of yuan with at most two decimals."), field="amount")
    present = list(Demand.objects.filter(case=case).order_by("number"))
    same = next((demand for demand in present if demand.text == words and demand.amount == amount), None)
    if same is not None:
        return same
    if len(present) >= MOST_DEMANDS:
        raise Refused("demand.many", _("At most 20 demands; put what belongs together into one."))
    number = present[-1].number + 1 if present else 1
    demand = Demand.objects.create(case=case, number=number, text=words, amount=amount)
    if amount is not None:
        complaint.amount_claimed = (complaint.amount_claimed or Decimal(0)) + amount
        complaint.save(update_fields=["amount_claimed"])
    search.add(case, texts=[words])
    case.version += 1
    case.save(update_fields=["version"])
    body = {"number": number, "text": text_hash(demand.pk, words), "amount": amount, "version": case.version}
    audit.record(aggregate=("case", case.pk), kind="complaint.demand_added", by=by, at=at, body=body)
    return demand


def _is_sum(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= MOST_YUAN and amount == round(amount, 2)
