"""What is done on a customer's page: lifting a mask, consents, judging duplicates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.cases.queries import customers as gate
from huiyin.channels import actions as channels
from huiyin.channels.queries.sms import stop_of
from huiyin.channels.rules.sms import is_mobile
from huiyin.console.customers import words
from huiyin.console.customers.door import MASKS, Opened, of_customer
from huiyin.customers.actions import consents, identity, record
from huiyin.customers.models import Identity, Party, PartyChange


@of_customer("POST")
def reveal(opened: Opened, field: str) -> HttpResponse:
    """The clear value, once, for a reason that the access log keeps."""
    names, visit = words.details(), opened.visit
    if field not in names:
        raise Http404
    reason = visit.request.POST.get("reason", "")
    value = record.reveal(party_id=opened.party.pk, fields=[field], reason=reason, by=visit.by, at=visit.at)[field]
    return _revealed(opened, value or _("empty"), MASKS[field](value), names[field][1])


@of_customer("POST")
def reveal_change(opened: Opened, change_id: UUID) -> HttpResponse:
    """The clear values of one line of the history, once."""
    visit = opened.visit
    row = PartyChange.objects.filter(pk=change_id, party=opened.party.pk).first()
    if row is None:
        raise Http404
    before, after = record.reveal_change(
        party_id=opened.party.pk, change_id=change_id, reason=visit.request.POST.get("reason", ""), by=visit.by,
        at=visit.at,
    )  # fmt: skip
    mask = MASKS[row.field]
    return _revealed(
        opened, f"{before or '—'} → {after or '—'}", f"{mask(before) or '—'} → {mask(after) or '—'}",
        _("both values"),
    )  # fmt: skip


def _revealed(opened: Opened, clear: str, masked: str, what: str) -> HttpResponse:
    context = {"clear": clear, "masked": masked, "what": what, "url": opened.visit.request.path, "opened": opened}
    visit = opened.visit
    template = "partials/revealed.html" if visit.is_partial else "console/customers/revealed.html"
    return render(visit.request, template, {"now": visit.at, **context})


@of_customer("POST")
def consent(opened: Opened) -> HttpResponse:
    """Write down that the customer agreed, or no longer does."""
    visit, given = opened.visit, opened.visit.request.POST
    common: dict[str, Any] = {"party_id": opened.party.pk, "by": visit.by, "at": visit.at}
    purpose, source = given.get("purpose", ""), given.get("source", "")
    if purpose == "sms":
        return _texting(opened, is_stop=given.get("do") == "withdraw", how=given.get("how", ""))
    if given.get("do") == "withdraw":
        consents.withdraw_consent(purpose=purpose, source=source, **common)
        messages.success(visit.request, _("Withdrawn. Nobody reaches out for this purpose from now on."))
    else:
        consents.give_consent(purpose=purpose, source=source, proof=given.get("proof", ""), **common)
        messages.success(visit.request, _("Kept."))
    return redirect("customer", opened.party.pk)


def _texting(opened: Opened, *, is_stop: bool, how: str) -> HttpResponse:
    """The customer wants no more text messages, or wants them again: for each number of their records."""
    visit = opened.visit
    numbers = [one.phone for one in Party.objects.filter(pk__in=opened.ids).order_by("id") if one.phone]
    with transaction.atomic():
        for number in dict.fromkeys(numbers):
            if is_stop and is_mobile(number):
                channels.stop_sms(number=number, word=_("asked us"), case_id=None, by=visit.by, at=visit.at)
            elif not is_stop and stop_of(number) is not None:
                channels.lift_stop(number=number, reason=how, by=visit.by, at=visit.at)
    messages.success(visit.request, _("Kept."))
    return redirect("customer", opened.party.pk)


@of_customer("POST")
def judge(opened: Opened) -> HttpResponse:
    """Say that another record is, or is not, of the same person."""
    visit, given = opened.visit, opened.visit.request.POST
    try:
        other = UUID(given.get("other", ""))
        gate.near(opened.party, other)
    except (ValueError, Party.DoesNotExist):
        raise Http404 from None
    identity.judge(
        party_id=opened.party.pk, other_id=other, verdict=given.get("verdict", ""), reason=given.get("reason", ""),
        by=visit.by, at=visit.at,
    )  # fmt: skip
    messages.success(visit.request, _("Kept. It can be taken back at any time."))
    return redirect("customer", opened.party.pk)


@of_customer("POST")
def judge_back(opened: Opened, identity_id: UUID) -> HttpResponse:
    """Take a judgement back."""
    row = Identity.objects.filter(pk=identity_id).first()
    if row is None or not {row.party_id, row.other_id} & set(opened.ids):
        raise Http404
    visit = opened.visit
    identity.take_back(identity_id=row.pk, reason=visit.request.POST.get("reason", ""), by=visit.by, at=visit.at)
    messages.success(visit.request, _("Taken back. Both records are as they were."))
    return redirect("customer", opened.party.pk)
