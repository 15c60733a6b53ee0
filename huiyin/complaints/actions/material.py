"""What comes in after the first word: evidence as a step of the path (3.2-4), and what the complainant adds."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Channel, Evidence, EvidenceKind, Message
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.queries import turns
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored


@action
def add_evidence(
    *,
    case: Case,
    files: Sequence[Stored],
    source: str,
    by: Actor,
    at: datetime,
    kind: str = EvidenceKind.ATTACHMENT,
    titles: Sequence[str] = (),
    captured_at: datetime | None = None,
    is_public: bool = False,
    note: str = "",
) -> list[Evidence]:
    """Staff add items: hash, source, time and custody are kept; the original is never altered. What a customer hands in
    comes through `hear`.

    Raises BadInput without a file, for an unknown kind or source, or for a time in the future.
    """
    case, _facts = begin(case, "add_evidence", by=by)
    if not files:
        raise BadInput("evidence.none", _("Choose at least one file."), field="files")
    if captured_at is not None and captured_at > at:
        raise BadInput("evidence.future", _("The item cannot come from the future."), field="captured_at")
    items = register.keep(
        case, files, kind=kind, source=source, by=by, at=at, titles=titles, captured_at=captured_at,
        is_public=is_public, note=note,
    )  # fmt: skip
    finish(
        case,
        "add_evidence",
        by=by,
        at=at,
        body={"evidence": register.as_body(items), "source": source},
        outputs={"evidence": [item.pk for item in items]},
    )
    return items


@action
def hear(
    *,
    case: Case,
    text: str,
    by: Actor,
    at: datetime,
    channel: str = Channel.PORTAL,
    received_at: datetime | None = None,
    files: Sequence[Stored] = (),
) -> Message:
    """Something more from the complainant (`cases.actions.talk.hear`). What is addressed to a merged complaint lands on
    the one that lives on, where somebody reads it (令2020-3 art 18)."""
    return talk.hear(
        case=turns.master_of(case), text=text, by=by, at=at, channel=channel, received_at=received_at, files=files
    )
