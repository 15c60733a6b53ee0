"""Keeping what somebody is writing. Theirs alone, encrypted; no ledger: nothing of a case changes."""

import json
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Draft
from huiyin.cases.rules import drafts as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def keep(*, case: Case | None, place: str, slot: str, fields: rules.Fields, by: Actor, at: datetime) -> Draft | None:
    """Keep the fields of a form as they stand; an empty form keeps nothing (None). Said again every two seconds.

    Raises BadInput (`draft.wrong`, `draft.long`), Refused (`draft.many`).
    """
    if not rules.is_place(place, slot):
        raise BadInput("draft.wrong", _("The page sent something that cannot be read. Load it again."))
    mine = Draft.objects.filter(user=by.id, case=case, place=place, slot=slot)
    if rules.is_empty(fields):
        mine.delete()
        return None
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > rules.MOST_CHARACTERS:
        raise BadInput("draft.long", _("This is too long to be kept as a draft. Attach long texts as a file."))
    row = mine.first()
    if row is None:
        return _begun(
            Draft(user_id=by.person, case=case, place=place, slot=slot, fields=text, begun_at=at, saved_at=at)
        )
    row.fields, row.saved_at = text, at
    row.save(update_fields=["fields", "saved_at"])
    return row


def _begun(row: Draft) -> Draft:
    if Draft.objects.filter(user=row.user_id).count() >= rules.MOST_OF_ONE_PERSON:
        raise Refused("draft.many", _("You have 300 drafts. Finish or discard some under My drafts."))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the window's other request was faster, with the same form
        Draft.objects.filter(user=row.user_id, case=row.case_id, place=row.place, slot=row.slot).update(
            fields=row.fields, saved_at=row.saved_at
        )
    return row


@action
def sent(*, case: Case | None, place: str, slot: str, by: Actor, at: datetime) -> int:
    """What was typed in this window has been sent: its draft goes. Returns how many went."""
    return Draft.objects.filter(user=by.id, case=case, place=place, slot=slot).delete()[0]


@action
def discard(*, draft_id: UUID, by: Actor, at: datetime) -> bool:
    """Throw one of one's own drafts away. True when it was there."""
    return Draft.objects.filter(pk=draft_id, user=by.id).delete()[0] > 0


@action
def forget(*, by: Actor, at: datetime) -> int:
    """Remove drafts that nobody has written in for 30 days; returns how many."""
    return Draft.objects.filter(saved_at__lt=at - rules.KEPT_FOR).delete()[0]
