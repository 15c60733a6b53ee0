"""What a caller said, written into one of their matters by whoever has them on the phone."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import may_write
from huiyin.audit import actions as audit
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Channel, Message, State
from huiyin.cases.queries import callers
from huiyin.channels.actions import callers as calls
from huiyin.channels.models import Call
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def look(*, call: Call, found: callers.Caller, by: Actor, at: datetime) -> None:
    """Somebody sees what their caller holds and what is open: one line of the access log."""
    audit.looked(
        kind="read", by=by, at=at, aggregate=("customer", found.party.pk), reason=f"call {call.reference}",
        fields=["policies", "matters", "promises"],
    )  # fmt: skip


@action
def say(*, call: Call, case_id: UUID, text: str, by: Actor, at: datetime) -> Message:
    """Write what the caller said into a matter of theirs; whoever works on it is told. The call belongs to it from then
    on. Raises Case.DoesNotExist when it is no matter of this caller, Refused(`case.archived`, `call.…`)."""
    user = User.objects.filter(pk=by.id).first() if by.id is not None else None
    if user is None or not may_write(by.grants):
        raise Refused("case.not_yours", _("Your role only reads cases."))
    row = calls.locked(call.pk, by=by, at=at)
    found = callers.caller(user, row, at=at)
    if found is None or not callers.matters(user, found).filter(pk=case_id).exists():
        raise Case.DoesNotExist
    case = Case.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=case_id)
    if case.state == State.ARCHIVED:
        raise Refused("case.archived", _("The case is in the archive and can only be read."), clause="3.1-7")
    message = talk.heard(case, text=text, by=by, at=at, channel=Channel.PHONE)
    calls.attach(call_id=row.pk, case_id=case.pk, by=by, at=at)
    return message
