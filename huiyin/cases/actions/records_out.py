"""Taking customers, policies or claims out as a file: who may, why, and the line in the access log (7.2-3)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.cases.queries import records_out as queries
from huiyin.core import outfiles
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.rules.taking import takes_over

REASON_LEAST = 4
# Who leads a part of the house takes its records out masked; clear ones only who answers for the whole house.
LEADS = frozenset({"supervisor", "branch_manager", "head_office_cp"})


def may_take_out(by: Actor, *, clear: bool = False) -> bool:
    """Do the actor's roles take records out, or (`clear`) unmasked ones?"""
    if by.kind == "system":
        return True
    return takes_over(by.grants) if clear else any(role in LEADS for role, _path in by.grants)


@action
def take_out(
    *, record: str, kind: str, clear: bool, reason: str, user: User | None, by: Actor, at: datetime
) -> Iterator[bytes]:
    """The pieces of a file of `record` (`queries.RECORDS`) in a `kind` (`outfiles.KINDS`); the access log says at once
    who takes what out and why.

    Personal columns are masked; `clear` asks for them as they are. Raises BadInput for an unknown record or kind, or a
    missing reason, Refused(`export.not_yours`) for roles that take nothing out, (`export.clear_not_yours`) for those
    that take nothing clear out.
    """
    words = " ".join(reason.split())[:300]
    if record not in queries.RECORDS or kind not in outfiles.KINDS:
        raise BadInput("export.kind", _("There is no such file."), field="record")
    if lacks := outfiles.lacking(kind):
        raise BadInput("export.lacking", lacks, field="kind")
    if not may_take_out(by):
        raise Refused("export.not_yours", _("Your role takes no customers' data out."), clause="7.2-3")
    if clear and not may_take_out(by, clear=True):
        raise Refused(
            "export.clear_not_yours",
            _("Only head office's consumer protection takes unmasked data out."),
            clause="7.2-3",
        )
    if len(words) < REASON_LEAST:
        raise BadInput("export.reason", _("Say what the file is for; at least four characters."), field="reason")
    fields = [record, kind, *(queries.personal(record) if clear else ["masked"])]
    audit.looked(kind="export", by=by, at=at, fields=fields, reason=words)
    return outfiles.written(kind, queries.title(record), queries.lines(record, user, clear=clear, at=at))
