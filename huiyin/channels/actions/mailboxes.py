"""Mailboxes: set up by administrators, read by the clock under a lease, and honest about it when they are away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.channels import rules
from huiyin.channels.models import Mailbox, Security
from huiyin.channels.rules import mailboxes as terms
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

FILES = "files"
_SET = ("name", "address", "host", "port", "security", "login", "password", "folder", "unit", "is_on")


def may_set(by: Actor) -> bool:
    """Mailboxes are set up by administrators."""
    return by.kind == "system" or by.has_role("administrator")


@action
def save_mailbox(*, values: dict[str, Any], by: Actor, at: datetime, mailbox: Mailbox | None = None) -> Mailbox:
    """Make a mailbox, or change one (an empty password keeps the one that is kept). `values` as `Mailbox` names them.

    Raises Refused(`mailbox.not_yours`, `mailbox.removed`, `mailbox.twice`), BadInput(`mailbox.…`) naming the field."""
    _may(by)
    row = _locked(mailbox) if mailbox is not None else Mailbox(made_at=at, next_try_at=at)
    fault = terms.fault(values)
    if fault is not None:
        raise BadInput(f"mailbox.{fault[0]}", _(fault[1]), field=fault[0])
    values = {name: value for name, value in values.items() if name in _SET}
    if mailbox is not None and not values.get("password"):
        values.pop("password", None)
    place = (row.host, row.folder, row.login)
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) and name != "password" else value)
    same = Mailbox.objects.filter(
        host=row.host, port=row.port, folder=row.folder, name=row.name, removed_at=None
    ).exclude(pk=row.pk)
    if same.exists():
        raise Refused("mailbox.twice", _("There is a mailbox of this name already."))
    if place != (row.host, row.folder, row.login):
        row.uid_validity, row.last_uid, row.missed = 0, 0, []
    row.next_try_at, row.failures, row.failing_since, row.answer = at, 0, None, ""
    row.save()
    _tell(row, "mailbox.saved", by, at, fields=sorted(set(values) - {"password"}), password="password" in values)
    return row


@action
def remove_mailbox(*, mailbox: Mailbox, by: Actor, at: datetime) -> None:
    """Read it no more; what came through it stays. Doing it twice changes nothing."""
    _may(by)
    row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if row.removed_at is None:
        row.removed_at, row.is_on, row.password = at, False, ""
        row.save(update_fields=["removed_at", "is_on", "password"])
        _tell(row, "mailbox.removed", by, at)


@action
def fetch_now(*, mailbox: Mailbox, by: Actor, at: datetime) -> None:
    """Read it with the next round, whatever it waits for."""
    _may(by)
    row = _locked(mailbox)
    row.next_try_at = at
    row.save(update_fields=["next_try_at"])
    jobs.defer("channels.fetch_mail", queue="mail", mailbox_id=str(row.pk))


@action
def files_door(*, by: Actor, at: datetime, unit: Unit | None = None) -> Mailbox:
    """The mailbox of mails that come as files (`huiyin mail take`, exports of other systems); made when first asked
    for."""
    row, _new = Mailbox.objects.get_or_create(
        name=FILES, host="", port=0, folder="", removed_at=None,
        defaults={"made_at": at, "unit": unit, "security": Security.NONE},
    )  # fmt: skip
    return row


@action
def claim_mailbox(*, mailbox_id: UUID, by: Actor, at: datetime) -> Mailbox | None:
    """Take a mailbox whose time has come for one round; None when somebody else did, or it is switched off. Whoever
    dies with it holds it for `rules.LEASE`; two at once would do no harm (`take_mail`)."""
    row = Mailbox.objects.select_for_update(skip_locked=True).filter(pk=mailbox_id, removed_at=None).first()
    if row is None or not row.is_on or not row.host or row.next_try_at is None or row.next_try_at > at:
        return None
    row.next_try_at = at + rules.LEASE
    row.save(update_fields=["next_try_at"])
    return row


@action
def record_read(
    *,
    mailbox_id: UUID,
    uid_validity: int,
    last_uid: int,
    missed: Sequence[int],
    by: Actor,
    at: datetime,
    is_done: bool = True,
) -> None:
    """How far a mailbox was read: everything up to `last_uid` is kept, but for what the server did not give (`missed`).
    `is_done`: the round is over, the next one begins in a minute."""
    row = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    if row.uid_validity == uid_validity:
        last_uid = max(last_uid, row.last_uid)
    row.uid_validity, row.last_uid, row.missed = uid_validity, last_uid, sorted(set(missed))[:1000]
    row.answered_at, row.failing_since, row.failures, row.answer = at, None, 0, ""
    row.next_try_at = at + (terms.EVERY if is_done else timedelta(0))
    row.save()


@action
def record_unreachable(*, mailbox_id: UUID, answer: str, by: Actor, at: datetime) -> None:
    """A mailbox did not let us in: it is asked again, ever more slowly, and doctor, jobs page and administrators are
    told of it. What is at the server waits there."""
    row = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    row.failures += 1
    row.failing_since, row.answer = row.failing_since or at, answer[:300]
    row.next_try_at = at + terms.wait(row.failures)
    row.save(update_fields=["failures", "failing_since", "answer", "next_try_at"])


def _may(by: Actor) -> None:
    if not may_set(by):
        raise Refused("mailbox.not_yours", _("Only administrators set up mailboxes."))


def _locked(mailbox: Mailbox) -> Mailbox:
    row = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    if row.removed_at is not None:
        raise Refused("mailbox.removed", _("This mailbox was removed: make a new one."))
    return row


def _tell(row: Mailbox, kind: str, by: Actor, at: datetime, **body: Any) -> None:
    audit.record(
        aggregate=("mailbox", row.pk), kind=kind, by=by, at=at,
        body={"host": row.host, "port": row.port, "folder": row.folder, "is_on": row.is_on, **body},
    )  # fmt: skip
