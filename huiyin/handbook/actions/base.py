"""What the changes of rules and calendars begin with: who may, the locked row, the same row still."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.handbook.models import Drafted, DraftState, RuleDraft
from huiyin.handbook.rules.approval import WRITERS, may_approve
from huiyin.handbook.rules.node import PackError

REASON = 1000


def must_be(by: Actor, roles: Sequence[str] = WRITERS) -> None:
    """Only who holds one of `roles` for the whole house changes its rules. Raises Refused."""
    if not by.has_role(*roles, path=accounts.root().path):
        raise Refused(
            "rules.role",
            _("Rules are written and approved by head-office consumer protection or an executive."),
            clause="8.1-1",
        )


def lock(draft: RuleDraft, *, seen: int | None = None) -> RuleDraft:
    """The draft's row, locked. Raises Refused(`draft.changed`) when it is not the edit that was seen."""
    row = RuleDraft.objects.select_for_update(of=("self",)).select_related("created_by").get(pk=draft.pk)
    must_be_seen(row, seen)
    return row


def must_be_seen(draft: Drafted, seen: int | None) -> None:
    """Refuse (`draft.changed`) what is not the edit that was seen; None: whichever."""
    if seen is not None and draft.version != seen:
        raise Refused(
            "draft.changed", _("Somebody changed this draft since you opened it. Look at it again, then decide anew.")
        )


def must_stand(draft: Drafted, *states: str) -> None:
    """Refuse what the state does not allow."""
    if draft.state not in states:
        label = DraftState(draft.state).label
        raise Refused("draft.state", _("This is not possible now: the draft is “%(state)s”.") % {"state": label})


def reason(text: str, field: str = "reason") -> str:
    """A reason that somebody must write."""
    text = " ".join(text.split())
    if not text:
        raise BadInput("reason.missing", _("Write the reason."), field=field)
    if len(text) > REASON:
        raise BadInput("text.long", _("At most %(count)d characters.") % {"count": REASON}, field=field)
    return text


def must_be_second(draft: Drafted, by: Actor) -> None:
    """Refuse (`draft.own`) whose own hand is in the draft."""
    if not may_approve(by.id, draft.created_by_id, draft.editors):
        raise Refused("draft.own", _("Whoever wrote or edited a draft does not decide on it; a second person does."))


def editors(draft: Drafted, by: Actor) -> list[UUID]:
    """Everybody whose hand is in the draft, with this one."""
    return draft.editors if by.id is None or by.id in draft.editors else [*draft.editors, by.id]


def wrong(fault: PackError, problem: str) -> BadInput:
    """A fault of the text, said in the user's words, as bad input at its field (a path inside the body:
    `steps[1].length`)."""
    place = fault.path or "body"
    return BadInput("rule.wrong", _("%(place)s: %(problem)s") % {"place": place, "problem": problem}, field=place)


def said(fault: PackError) -> str:
    """What is wrong with a text, in the user's language; faults that no form can make keep the reader's own words."""
    known = {
        "pause and resume": _("Pausing and going on belong together: name events for both or for neither."),
        "told to someone": _("The breach itself must be told to somebody: one alarm 0 hours after the end."),
        "in order of time": _("The alarms stand in order of time, each later than the one before."),
        "a warning comes before": _("A warning comes before the end; for the breach itself put 0 hours after."),
        "a cycle": _("One event cannot stand for two moments; take it out of one of them."),
        "must be more than": _("Each extension is longer in all than the step before it."),
        "approvers belong together": _(
            "An approval that is asked for needs somebody who may give it, and the reverse."
        ),
        "starts it and one that stops it": _("A limit needs an event that begins it and one that keeps it."),
        "does not roll": _("A limit of hours does not move to a working day."),
        "at least 1": _("At least 1."),
        "a value or a list": _("Name at least one value."),
        "names something twice": _("Something is named twice."),
    }
    return next((words for part, words in known.items() if part in fault.problem), fault.problem)
