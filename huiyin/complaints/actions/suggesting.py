"""Keeping models of texts and what they said. Nothing of a case changes by it, so its ledger says nothing of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.complaints.actions import checks
from huiyin.complaints.models import Suggestion, TextModel
from huiyin.complaints.queries.suggesting import SHOWN
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@dataclass(frozen=True)
class Said:
    """What a model said of one complaint: the likeliest reason, the likely ones with their likelihood (0 to 1), the
    words that spoke for it with their weight, whether it is too unsure."""

    case_id: UUID
    code: str
    codes: Sequence[tuple[str, float]]
    because: Sequence[tuple[str, float]]
    abstained: bool


WITHDRAWS = frozenset({"head_office_cp", "executive"})


@action
def keep_model(*, card: Mapping[str, Any], place: str, by: Actor, at: datetime) -> TextModel:
    """A model that was learnt is used from now on; `place` is its folder among the models. Kept already: unchanged."""
    row, is_new = TextModel.objects.get_or_create(
        name=card["name"], version=card["version"], defaults={"card": dict(card), "place": place, "made_at": at}
    )
    if is_new:
        body = {"name": row.name, "version": row.version, "lines": card["data"]["lines"]}
        audit.record(aggregate=("text_model", row.pk), kind="text_model.learnt", by=by, at=at, body=body, first=True)
    return row


@action
def withdraw_model(*, model: TextModel, reason: str, by: Actor, at: datetime) -> TextModel:
    """A model is used no more; the one before it is again. What it said stays. Withdrawn already: unchanged. Raises
    Refused(`text_model.role`), BadInput(`input.reason`)."""
    if not by.roles & WITHDRAWS:
        raise Refused("text_model.role", _("Head-office consumer protection withdraws a model."))
    row = TextModel.objects.select_for_update().get(pk=model.pk)
    words = checks.text(reason, "reason", _("Say why it is not to be used."), least=2, most=300)
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at, row.withdrawn_by_label, row.reason = at, by.label, words
    row.save(update_fields=["withdrawn_at", "withdrawn_by_label", "reason"])
    body = {"version": row.version, "reason": words}
    audit.record(aggregate=("text_model", row.pk), kind="text_model.withdrawn", by=by, at=at, body=body)
    return row


@action
def suggest(*, model: TextModel, said: Iterable[Said], by: Actor, at: datetime) -> int:
    """Keep what a model said of some complaints; returns of how many. Said of already: unchanged."""
    rows = [
        Suggestion(
            case_id=one.case_id,
            model=model,
            code=one.code,
            codes=[[code, round(likely, 4)] for code, likely in one.codes[:SHOWN]],
            because=[list(part) for part in one.because],
            abstained=one.abstained,
            made_at=at,
        )
        for one in said
    ]
    return len(Suggestion.objects.bulk_create(rows, ignore_conflicts=True))
