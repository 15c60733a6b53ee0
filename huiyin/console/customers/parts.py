"""Parts in policies and ties between customers: added and ended on the customer's page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.console.customers.door import Opened, of_customer
from huiyin.customers.actions import looking, parts
from huiyin.customers.models import PartyTie, PolicyPart
from huiyin.customers.queries import record as records


@of_customer("POST")
def add_part(opened: Opened) -> HttpResponse:
    """Somebody insured under a policy of the customer, to benefit from it, or acting for the holder."""
    visit, given = opened.visit, opened.visit.request.POST
    policy = next(
        (held.policy for held in records.policies_of(opened.ids) if str(held.policy.pk) == given.get("policy")), None
    )
    if policy is None:
        raise Http404
    other = looking.name_one(number=given.get("other", ""), by=visit.by, at=visit.at)
    parts.add_part(
        policy_id=policy.pk, party_id=other.pk, role=given.get("role", ""), authority=given.get("authority", ""),
        by=visit.by, at=visit.at,
    )  # fmt: skip
    messages.success(visit.request, _("Kept."))
    return redirect("customer", opened.party.pk)


@of_customer("POST")
def end_part(opened: Opened, part_id: UUID) -> HttpResponse:
    """The part is over; the history keeps it."""
    visit = opened.visit
    row = PolicyPart.objects.select_related("policy").filter(pk=part_id).first()
    if row is None or row.policy_id not in {held.policy.pk for held in records.policies_of(opened.ids)}:
        raise Http404
    parts.end_part(part_id=row.pk, reason=visit.request.POST.get("reason", ""), by=visit.by, at=visit.at)
    messages.success(visit.request, _("Ended. The history keeps it."))
    return redirect("customer", opened.party.pk)


@of_customer("POST")
def tie(opened: Opened) -> HttpResponse:
    """What another customer is to this one."""
    visit, given = opened.visit, opened.visit.request.POST
    other = looking.name_one(number=given.get("other", ""), by=visit.by, at=visit.at)
    parts.tie(
        party_id=opened.party.pk, other_id=other.pk, kind=given.get("kind", ""), note=given.get("note", ""),
        by=visit.by, at=visit.at,
    )  # fmt: skip
    messages.success(visit.request, _("Kept."))
    return redirect("customer", opened.party.pk)


@of_customer("POST")
def untie(opened: Opened, tie_id: UUID) -> HttpResponse:
    """The tie is over; the history keeps it."""
    visit = opened.visit
    row = PartyTie.objects.filter(pk=tie_id, party__in=opened.ids).first()
    if row is None:
        raise Http404
    parts.untie(tie_id=row.pk, reason=visit.request.POST.get("reason", ""), by=visit.by, at=visit.at)
    messages.success(visit.request, _("Ended. The history keeps it."))
    return redirect("customer", opened.party.pk)
