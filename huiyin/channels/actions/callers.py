"""Who calls: identified by what they say, never by their number; and which matter the call belongs to."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.channels.models import Call
from huiyin.channels.queries import calls as queries
from huiyin.channels.rules import callers as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import Party


@action
def identify(*, call_id: UUID, said: Mapping[str, str], by: Actor, at: datetime) -> Party | None:
    """Identify the caller by what they said: `certificate`, `policy_number`, `name`, `born_on` (YYYY-MM-DD). Returns
    the record that all of it fits, or None; each attempt is a line of the access log, and only one that fits opens the
    record, for an hour. Identified already as the same person: changes nothing.

    Raises BadInput(`caller.ask_more`, `caller.born_on`), Refused(`call.not_yours`, `call.over`, `caller.locked`).
    """
    row = locked(call_id, by=by, at=at)
    said = {name: said.get(name, "").strip()[:100] for name in rules.ASKED}
    if not rules.is_enough(said):
        raise BadInput(
            "caller.ask_more",
            _("Ask for two things: a whole policy or certificate number, and the name or the date of birth."),
            field="policy_number",
        )
    if row.wrong_answers >= rules.MOST_WRONG:
        raise Refused(
            "caller.locked",
            _("Too many wrong answers in this call. Take the complaint down without the record, or call back."),
        )
    fields = [name for name in rules.ASKED if said[name]]
    party = queries.who_said(said, born_on=_day(said["born_on"]), number_blind=row.number_blind)
    if party is None:
        audit.looked(kind="search", by=by, at=at, fields=fields, reason=_why(row))
        row.wrong_answers += 1
        row.save(update_fields=["wrong_answers"])
        _tell(row, "not_identified", by, at, asked=fields)
        return None
    audit.looked(
        kind="search", by=by, at=at, aggregate=("customer", party.pk), fields=fields, reason=_why(row)
    )  # fmt: skip
    if row.party_id != party.pk:
        row.party_id, row.identified_at = party.pk, at
        row.save(update_fields=["party_id", "identified_at"])
        _tell(row, "identified", by, at, customer=party.pk, asked=fields)
    return party


@action
def attach(*, call_id: UUID, case_id: UUID, by: Actor, at: datetime) -> Call:
    """The call belongs to this matter; the caller has seen to it that `by` may write into it. Twice changes nothing;
    a later matter takes the place of an earlier one, and the ledger keeps both."""
    row = locked(call_id, by=by, at=at)
    if row.case_id != case_id:
        row.case_id = case_id
        row.save(update_fields=["case_id"])
        _tell(row, "attached", by, at, case=case_id)
    return row


def locked(call_id: UUID, *, by: Actor, at: datetime) -> Call:
    """The call for a change by whoever has it. Raises Refused(`call.not_yours`, `call.over`), Call.DoesNotExist."""
    row = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    if row.agent_id is None or row.agent_id != by.id:
        raise Refused("call.not_yours", _("Only whoever has the caller on the phone does this."))
    if row.ended_at is not None and at > row.ended_at + rules.AFTERWARDS:
        raise Refused("call.over", _("This call ended more than an hour ago. Ask the caller again when you call back."))
    return row


def _why(row: Call) -> str:
    return f"call {row.reference}"


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("caller.born_on", _("Write the date of birth as YYYY-MM-DD."), field="born_on") from None


def _tell(row: Call, kind: str, by: Actor, at: datetime, **body: object) -> None:
    audit.record(aggregate=("call", row.pk), kind=f"call.{kind}", by=by, at=at, body=body)
