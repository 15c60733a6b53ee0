"""Ordering a case file and handing it out: who may, and with what left out."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.rules import EXPORTS
from huiyin.audit import actions as audit
from huiyin.audit.models import Dossier, DossierState
from huiyin.cases.models import Case, Evidence, Message, Person
from huiyin.cases.queries import files
from huiyin.cases.rules.scanning import WITHHELD
from huiyin.complaints.queries.dossier import Choices
from huiyin.core import blobs, jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

REASON_LEAST = 4


def may_export(case: Case, by: Actor) -> bool:
    """May `by` take the file of this case out of the house? Leading roles of its part of the tree."""
    return by.has_role(*EXPORTS, path=case.unit.path)


@action
def order(*, case: Case, reason: str, choices: Choices, by: Actor, at: datetime) -> Dossier:
    """Order the file of a case; a job makes it. One that is being made for the same choices is returned unchanged.

    Raises Refused(`dossier.not_yours`) for roles that may not take data out (7.2-3), BadInput(`dossier.reason`) for a
    reason under four characters, BadInput(`dossier.choice`) for people, messages or items of another case,
    Refused(`evidence.held`, `evidence.quarantined`) for a file that is given to nobody and was not left out.
    """
    check_may_export(case, by)
    words = " ".join(reason.split())
    if len(words) < REASON_LEAST:
        raise BadInput("dossier.reason", _("Say who gets it and why, in at least four characters."), field="reason")
    for model, chosen in ((Person, choices.people), (Message, choices.messages), (Evidence, choices.evidence)):
        if model.objects.filter(case=case, pk__in=chosen).count() != len(chosen):
            raise BadInput("dossier.choice", _("Something that is to be left out does not belong to this case."))
    files.check_free(Evidence.objects.filter(case=case, scan__in=WITHHELD).exclude(pk__in=choices.evidence))
    key, kept = ("case", case.pk), choices.as_json()
    present = Dossier.objects.filter(
        aggregate_kind="case", aggregate_id=case.pk, state=DossierState.ORDERED, choices=kept, ordered_by_id=by.id
    ).first()
    if present is not None:
        return present
    row = audit.order_dossier(aggregate=key, choices=kept, reason=words[:300], by=by, at=at)
    jobs.defer("complaints.make_dossier", lock=f"dossier:{case.pk}", dossier_id=str(row.pk))
    return row


@action
def hand_out(*, case: Case, dossier: Dossier, by: Actor, at: datetime) -> Iterator[bytes]:
    """The bytes of a file that is ready, piece by piece; the access log says who took it.

    Raises Refused: `dossier.not_yours`, `dossier.not_ready` (still being made, or deleted again).
    """
    check_may_export(case, by)
    if dossier.state != DossierState.READY or not blobs.exists(dossier.digest):
        raise Refused("dossier.not_ready", _("This file is not there (any more). Order it again."))
    audit.hand_out_dossier(dossier=dossier, by=by, at=at)
    return blobs.chunks(dossier.digest)


def check_may_export(case: Case, by: Actor) -> None:
    """Raises Refused(`dossier.not_yours`)."""
    if not may_export(case, by):
        raise Refused("dossier.not_yours", _("Your role may not take a case file out of the house."), clause="7.2-3")
