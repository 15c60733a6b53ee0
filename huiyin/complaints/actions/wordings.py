"""What was sent with which template, written down with the message or note; no message leaves with a brace in it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Message, Note, TemplateUse
from huiyin.complaints.queries import templates as queries
from huiyin.complaints.rules import templates as rules
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

MOST_USED = 5


def used(
    case: Case, ids: Sequence[UUID], text: str, *, by: Actor, at: datetime, message: Message | None = None,
    note: Note | None = None,
) -> list[dict[str, object]]:  # fmt: skip
    """Write down which wordings a message or note was made with; what the ledger says of them. The caller has locked
    the case and writes the entry. Raises BadInput(`template.foreign`) for one that the case may not use."""
    wanted = list(dict.fromkeys(ids))[:MOST_USED]
    if not wanted:
        return []
    versions = queries.usable(case, wanted, at)
    if len(versions) != len(wanted):
        raise BadInput(
            "template.foreign", _("A template used here does not hold for this complaint. Take its text out.")
        )
    TemplateUse.objects.bulk_create(
        TemplateUse(
            version=one, case=case, message=message, note=note, at=at, by_label=by.label,
            is_changed=_squeezed(queries.text(one, case, at)) not in _squeezed(text),
        )
        for one in versions
    )  # fmt: skip
    return [{"template": one.template.key, "version": one.number} for one in versions]


def must_be_filled(text: str) -> None:
    """No customer reads a brace. Raises BadInput(`template.unfilled`) naming what still has to be written."""
    left = rules.used(text)
    if left:
        names = "、".join(f"{{{code}}} ({_(rules.VARIABLES[code])})" for code in left)
        raise BadInput(
            "template.unfilled", _("Write these in or take them out first: %(names)s") % {"names": names}, field="text"
        )


def _squeezed(text: str) -> str:
    return "".join(text.split())
