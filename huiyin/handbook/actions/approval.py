"""From draft to law: submitted by its author, approved by somebody else, published, or sent back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.core import canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.handbook.actions import base
from huiyin.handbook.actions.drafts import rule_key
from huiyin.handbook.models import DraftState, RuleDraft, RuleVersion
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.queries import published
from huiyin.handbook.rules import approval


@action
def submit(*, draft: RuleDraft, seen: int, by: Actor, at: datetime) -> RuleDraft:
    """Lay the draft before the second person. Everything approval asks for must be there already."""
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    if draft.state == DraftState.SUBMITTED:
        return draft
    base.must_stand(draft, DraftState.DRAFT)
    refuse_lacking(draft, at)
    draft.state, draft.submitted_at, draft.changed_at = DraftState.SUBMITTED, at, at
    draft.version += 1
    draft.save(update_fields=["state", "submitted_at", "changed_at", "version"])
    _record(draft, "rule.submitted", by=by, at=at)
    return draft


@action
def approve(*, draft: RuleDraft, seen: int, by: Actor, at: datetime, note: str = "") -> RuleVersion:
    """Publish the draft as a version that begins on its day. Approving it twice gives the same version.

    Raises Refused: role, the author's or an editor's own hand, no fresh replay, examples that differ, a day that is
    not to come, a version that already begins on that day or later, a text that follows an old version.
    """
    base.must_be(by, approval.APPROVERS)
    audit.hold(("rule-code", rule_key(draft.pack, draft.code)))
    draft = base.lock(draft)
    done = RuleVersion.objects.filter(draft=draft).first()
    if done is not None and done.approved_by_id == by.id:
        return done
    base.lock(draft, seen=seen)
    base.must_stand(draft, DraftState.SUBMITTED)
    if not approval.may_approve(by.id, draft.created_by_id, draft.editors):
        raise Refused("draft.own", _("Whoever wrote or edited a draft does not approve it; a second person does."))
    published.forget()
    refuse_lacking(draft, at)
    version = RuleVersion.objects.create(
        code=draft.code,
        pack=draft.pack,
        version=_name(draft),
        ends=draft.ends,
        body=draft.body,
        effective_from=draft.effective_from,
        published_at=at,
        approved_by=accounts.person(by),
        draft=draft,
    )
    _decide(draft, DraftState.APPROVED, version.approved_by, note.strip()[: base.REASON], at)
    _record(draft, "rule.published", by=by, at=at, published=version.version, note=draft.decision)
    transaction.on_commit(published.forget)
    return version


@action
def reject(*, draft: RuleDraft, seen: int, reason: str, by: Actor, at: datetime) -> RuleDraft:
    """Send a submitted draft back with a reason; its author may go on with it."""
    base.must_be(by, approval.APPROVERS)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, DraftState.SUBMITTED)
    base.must_be_second(draft, by)
    _decide(draft, DraftState.REJECTED, accounts.person(by), base.reason(reason), at)
    _record(draft, "rule.sent_back", by=by, at=at, reason=draft.decision)
    return draft


@action
def withdraw(*, draft: RuleDraft, seen: int, reason: str, by: Actor, at: datetime) -> RuleDraft:
    """Give a draft up. It stays to be read."""
    base.must_be(by)
    draft = base.lock(draft, seen=seen)
    base.must_stand(draft, DraftState.DRAFT, DraftState.SUBMITTED, DraftState.REJECTED)
    draft.state, draft.changed_at, draft.decision = DraftState.WITHDRAWN, at, base.reason(reason)
    draft.version += 1
    draft.save(update_fields=["state", "changed_at", "decision", "version"])
    _record(draft, "rule.withdrawn", by=by, at=at, reason=draft.decision)
    return draft


def refuse_lacking(draft: RuleDraft, at: datetime) -> None:
    """Refuse a draft that lacks something, naming all of it."""
    missing = [sentence(code) for code in approval.lacking(reading.standing(draft, at))]
    if missing:
        raise Refused(
            "draft.lacks", _("The draft still needs: %(needs)s") % {"needs": " ".join(missing)}, needs=missing
        )


def sentence(code: str) -> str:
    """What is missing, in words that say what to do."""
    return {
        "based_on_old": _("A newer version was published since; make a new draft that follows it."),
        "examples_not_run": _("Run the examples on this text."),
        "examples_differ": _(
            "Some examples give another date than expected; confirm each as intended, or mend the text."
        ),
        "date_past": _("The day it begins is not to come any more; choose a later one."),
        "date_overlaps": _("Another version already begins on that day or later; choose a later day."),
        "replay_none": _("Play it over the history to see what would change."),
        "replay_running": _("Wait until the replay over the history is finished."),
        "replay_stopped": _("The last replay did not finish; start it again."),
        "replay_stale": _("The replay is of another text, version or calendar; play it over the history again."),
    }[code]


def _name(draft: RuleDraft) -> str:
    rule = reading.terms_of(draft)
    return rule.version if rule else f"{draft.pack}/{draft.code}@{draft.effective_from}#ended"


def _decide(draft: RuleDraft, state: str, user: User, words: str, at: datetime) -> None:
    draft.state, draft.decided_by, draft.decided_at, draft.decision = state, user, at, words
    draft.changed_at, draft.version = at, draft.version + 1
    draft.save(update_fields=["state", "decided_by", "decided_at", "decision", "changed_at", "version"])


def _record(draft: RuleDraft, kind: str, *, by: Actor, at: datetime, **body: object) -> None:
    replay = reading.latest_replay(draft)
    content = {
        "rule": f"{draft.pack}/{draft.code}",
        "version": draft.version,
        "body": canonical.digest(draft.body),
        "effective_from": draft.effective_from,
        "replay": replay.pk if replay else None,
        **body,
    }
    audit.record(aggregate=draft.key, kind=kind, by=by, at=at, body=content)
