"""A complaint that was taken down in a call: the call belongs to it."""

import logging
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.channels.actions import callers
from huiyin.channels.models import Call
from huiyin.console.visit import Visit
from huiyin.core.errors import Refused

log = logging.getLogger(__name__)


def attach(visit: Visit, call_id: UUID | None, case: Case) -> None:
    """Bind the call to the new case. A call of somebody else, or one of long ago, stays as it is: the complaint is
    registered either way, and the log says why."""
    if call_id is None:
        return
    try:
        callers.attach(call_id=call_id, case_id=case.pk, by=visit.by, at=visit.at)
    except (Call.DoesNotExist, Refused) as refusal:
        log.info("call %s was not bound to %s: %s", call_id, case.number, type(refusal).__name__)
