"""Proof: what the nights found, checkpoints to make and to hand over. Among the pages of the handbook for who answers
for rules or audits; on the page System with the buttons of the administrator."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.audit.models import Checkpoint, ProofRun
from huiyin.audit.queries import checkpoints, proofs
from huiyin.cases.models import Case
from huiyin.clocks.actions.proving import KIND, ask_for_proof
from huiyin.console.handbook.frame import tabs
from huiyin.console.visit import Visit, desk, opens
from huiyin.core import signing

NIGHTS, SHOWN = 7, 20


def state(visit: Visit) -> dict[str, Any]:
    """What the page System shows of proofs and checkpoints."""
    runs = proofs.recent(KIND, NIGHTS)
    newest = checkpoints.newest()
    return {
        "proofs": runs,
        "proof_stale": bool(runs) and proofs.is_stale(runs[0], visit.at),
        "differences": _differences(runs[0]) if runs else [],
        "checkpoint": newest,
        "checkpoint_stale": newest is not None and visit.at - newest.at > proofs.STALE,
        "signing_key": signing.public_keys()[0] if signing.is_there() else None,
        "may_prove": opens(visit.by, "settings"),
    }


def _differences(run: ProofRun) -> list[dict[str, str]]:
    """The first differences with the numbers of their cases."""
    found = run.first[:SHOWN]
    ids = [UUID(one["owner"][1]) for one in found if one["owner"][0] == "case"]
    numbers = {str(pk): number for pk, number in Case.objects.filter(pk__in=ids).values_list("pk", "number")}
    return [{"number": numbers.get(one["owner"][1], ""), "says": one["says"]} for one in found]


@desk("proof")
def show(visit: Visit) -> HttpResponse:
    """What the nights found and the newest checkpoint, for who answers for the rules and for who audits."""
    return visit.page("handbook/proof.html", state(visit) | {"tabs": tabs("handbook_proof", visit.by)})


@desk("settings", "POST")
def prove(visit: Visit) -> HttpResponse:
    """Have the worker compute all limits again, now."""
    ask_for_proof(by=visit.by, at=visit.at)
    messages.success(visit.request, _("The worker computes the limits again. Look here again in a minute."))
    return redirect("system")


@desk("settings", "POST")
def checkpoint(visit: Visit) -> HttpResponse:
    """Sign the heads of all chains, now."""
    made = audit.make_checkpoint(by=visit.by, at=visit.at)
    messages.success(visit.request, _("Checkpoint %(number)d is made.") % {"number": made.number})
    return redirect("system")


@desk("proof")
def hand_over(visit: Visit, place: int) -> HttpResponse:
    """The file of a checkpoint, to be given to somebody else; `?full=1` with the head of every chain."""
    row = Checkpoint.objects.filter(number=place).first()
    if row is None:
        raise Http404
    is_full = visit.request.GET.get("full") == "1"
    audit.looked(
        kind="export", by=visit.by, at=visit.at, fields=[f"checkpoint {place}"], reason=_("checkpoint handed over")
    )

    def lines() -> Any:
        with transaction.atomic():
            yield from checkpoints.lines_of(row, with_heads=is_full)

    name = f"checkpoint-{place}{'-full' if is_full else ''}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(lines(), content_type="application/jsonl", headers=headers)  # type: ignore[return-value]
