"""Writing a draft: its text, its examples. Every change counts up the draft's version and leaves a ledger entry."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.audit import actions as audit
from huiyin.core import calendars, canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.handbook import queries
from huiyin.handbook.actions import base
from huiyin.handbook.models import DraftState, RuleDraft
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import differences
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.writing import body_of, rule_of

WRITABLE = (DraftState.DRAFT, DraftState.REJECTED)
MOST_EXAMPLES = 100
Example = dict[str, Any]


@action
def create_draft(
    *,
    code: str,
    pack: str,
    effective_from: date,
    reason: str,
    by: Actor,
    at: datetime,
    ends: bool = False,
    body: Mapping[str, Any] | None = None,
    examples: list[Example] | None = None,
) -> RuleDraft:
    """A draft that follows the newest version of a rule: the same text (or `body`) from a later day on, or its end.

    `examples` are the expectations it begins with. Raises Refused (role, a draft is open), BadInput.
    """
    base.must_be(by)
    try:
        before = reading.last_version(code, pack)
        home = queries.pack(pack)
    except queries.NoRuleError as error:
        raise BadInput("rule.unknown", _("There is no such rule in this pack."), field="code") from error
    audit.hold(("rule-code", rule_key(pack, code)))
    if before.effective_to is not None and before.effective_to < before.effective_from:
        raise Refused("rule.ended", _("This rule has ended; an ended rule is not changed any more."))
    if RuleDraft.objects.filter(code=code, pack=pack, state__in=[DraftState.DRAFT, DraftState.SUBMITTED]).exists():
        raise Refused(
            "draft.open", _("There is an open draft of this rule already. Go on with that one, or give it up.")
        )
    text = (
        {} if ends else _checked(dict(body) if body is not None else body_of(before, home), code, pack, effective_from)
    )
    author = accounts.person(by)
    draft = RuleDraft.objects.create(
        code=code,
        pack=pack,
        based_on=before.version,
        ends=ends,
        body=text,
        effective_from=_day(effective_from, at),
        reason=base.reason(reason),
        examples=list(examples or []),
        created_by=author,
        created_at=at,
        changed_at=at,
        editors=[author.pk],
    )
    _record(draft, "rule.drafted", by=by, at=at, based_on=before.version, ends=ends, reason=draft.reason, first=True)
    return draft


@action
def edit_draft(
    *,
    draft: RuleDraft,
    seen: int,
    body: Mapping[str, Any] | None,
    effective_from: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> RuleDraft:
    """Write the draft anew. `seen` is the version edited. Raises Refused, BadInput (field: a path in the body).

    A draft that was sent back becomes a draft again. The same text twice changes nothing.
    """
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, *WRITABLE)
    text = draft.body if body is None or draft.ends else _checked(dict(body), draft.code, draft.pack, effective_from)
    wanted = (text, _day(effective_from, at), base.reason(reason))
    if wanted == (draft.body, draft.effective_from, draft.reason) and draft.state == DraftState.DRAFT:
        return draft
    before = reading.terms_of(draft)
    draft.body, draft.effective_from, draft.reason = wanted
    after = reading.terms_of(draft)
    terms = [one.term for one in differences.changed(before, after)] if before and after else []
    _save(draft, by, at, "body", "effective_from", "reason")
    _record(draft, "rule.edited", by=by, at=at, terms=terms, reason=draft.reason)
    return draft


@action
def add_example(*, draft: RuleDraft, seen: int, example: Example, by: Actor, at: datetime) -> RuleDraft:
    """Add an own example: {says, from, events, facts, expected}; its shape was checked by who runs it."""
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, *WRITABLE)
    if len(draft.examples) >= MOST_EXAMPLES:
        raise Refused("examples.many", _("At most %(count)d examples.") % {"count": MOST_EXAMPLES})
    number = max((one["id"] for one in draft.examples), default=0) + 1
    draft.examples = [*draft.examples, {**example, "id": number, "own": True}]
    _save(draft, by, at, "examples")
    _record(draft, "rule.example_added", by=by, at=at, example=number)
    return draft


@action
def confirm_example(
    *, draft: RuleDraft, seen: int, number: int, expected: Mapping[str, Any], by: Actor, at: datetime
) -> RuleDraft:
    """Take what the draft gives for an example as intended: it is the expectation from now on; the old one is kept."""
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, *WRITABLE)
    found = _example(draft, number)
    if found["expected"] == expected:
        return draft
    changed = {
        **found,
        "expected": dict(expected),
        "was": found.get("was", found["expected"]),
        "confirmed_by": by.label,
    }
    draft.examples = [changed if one["id"] == number else one for one in draft.examples]
    _save(draft, by, at, "examples")
    _record(draft, "rule.example_confirmed", by=by, at=at, example=number, expected=expected)
    return draft


@action
def remove_example(*, draft: RuleDraft, seen: int, number: int, by: Actor, at: datetime) -> RuleDraft:
    """Take an own example out again; those of the rule stay."""
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, *WRITABLE)
    if not _example(draft, number).get("own"):
        raise Refused("examples.shipped", _("The examples of the rule stay; confirm what changes in them."))
    draft.examples = [one for one in draft.examples if one["id"] != number]
    _save(draft, by, at, "examples")
    _record(draft, "rule.example_removed", by=by, at=at, example=number)
    return draft


def rule_key(pack: str, code: str) -> UUID:
    """One id for a rule of a pack, so that drafts and approvals of the same rule wait for each other."""
    return uuid5(NAMESPACE_URL, f"huiyin:rule:{pack}/{code}")


def _checked(body: dict[str, Any], code: str, pack: str, since: date) -> dict[str, Any]:
    body["code"] = code
    try:
        rule = rule_of(body, since, queries.pack(pack))
        calendars.current(rule.calendar)
    except PackError as fault:
        raise base.wrong(fault, base.said(fault)) from fault
    except calendars.CalendarError as fault:
        raise BadInput("rule.calendar", _("There is no such calendar."), field="calendar") from fault
    return body_of(rule, queries.pack(pack))


def _day(since: date, at: datetime) -> date:
    if since <= local_date(at):
        raise BadInput(
            "draft.date_past", _("A rule begins on a later day than today; choose one."), field="effective_from"
        )
    return since


def _example(draft: RuleDraft, number: int) -> Example:
    for one in draft.examples:
        if one["id"] == number:
            found: Example = one
            return found
    raise BadInput("examples.unknown", _("There is no such example."), field="example")


def _save(draft: RuleDraft, by: Actor, at: datetime, *fields: str) -> None:
    draft.version += 1
    draft.changed_at, draft.editors, draft.state = at, base.editors(draft, by), DraftState.DRAFT
    draft.decided_at = draft.decided_by = None
    draft.save(update_fields=[*fields, "version", "changed_at", "editors", "state", "decided_at", "decided_by"])


def _record(draft: RuleDraft, kind: str, *, by: Actor, at: datetime, first: bool = False, **body: Any) -> None:
    content = {
        "rule": f"{draft.pack}/{draft.code}",
        "version": draft.version,
        "body": canonical.digest(draft.body),
        "effective_from": draft.effective_from,
        **body,
    }
    audit.record(aggregate=draft.key, kind=kind, by=by, at=at, body=content, first=first)
