"""What the ledger says of people, units, rules and calendars, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a line: its place in the chain, what happened, who did it and when."""

    seq: int
    what: str
    code: str
    who: str
    at: datetime


def told(entries: Iterable[Entry]) -> list[Told]:
    """Entries of a chain as lines, in the order given. A kind without words shows its code."""
    named = _people() | _units() | _publishing() | _shaping() | _quality() | _catalogue()
    return [Told(one.seq, named.get(one.kind, one.kind), one.kind, one.actor_label, one.at) for one in entries]


def _people() -> dict[str, str]:
    return {
        "user.added": _("Account opened"),
        "user.changed": _("Details changed"),
        "user.deactivated": _("Account closed"),
        "user.reactivated": _("Account opened again"),
        "user.role_granted": _("Role given"),
        "user.role_revoked": _("Role taken away"),
        "user.link_issued": _("One-time link issued"),
        "user.link_used": _("One-time link used"),
        "user.token_created": _("Access token made"),
        "user.token_revoked": _("Access token withdrawn"),
        "user.manager_set": _("Reporting line set"),
        "user.relation_declared": _("Tie declared"),
        "user.relation_end_asked": _("End of a tie asked for"),
        "user.relation_ended": _("Tie ended"),
        "user.relation_goes_on": _("Tie goes on"),
        "user.absence_set": _("Absence entered"),
        "user.absence_began": _("Absence began"),
        "user.absence_ended": _("Absence ended"),
        "user.competence_added": _("Qualification entered"),
        "user.competence_revoked": _("Qualification withdrawn"),
        "user.work_terms_set": _("Working hours and capacity set"),
    }


def _units() -> dict[str, str]:
    return {
        "unit.added": _("Unit added"),
        "unit.changed": _("Details changed"),
        "unit.moved": _("Unit moved in the tree"),
        "unit.duty_named": _("Person responsible named"),
        "unit.packs_set": _("Sets of rules chosen"),
        "unit.free_tags": _("Free tags allowed or forbidden"),
        "house.role_policy_set": _("Sign-in policy changed"),
    } | _knowledge()


def _knowledge() -> dict[str, str]:
    return {
        "article.made": _("Article begun"),
        "article.version_written": _("Version of the article written"),
        "article.version_approved": _("Approved and published"),
        "article.version_rejected": _("Sent back"),
        "article.version_withdrawn": _("Draft given up"),
        "article.reviewed": _("Looked at again and still true"),
        "article.retired": _("Retired"),
        "article.restored": _("Taken back into use"),
        "article.keeper_changed": _("Somebody else keeps it"),
        "article.gap_closed": _("Question without an answer decided"),
    }


def _publishing() -> dict[str, str]:
    return {
        "rule.drafted": _("Draft begun"),
        "rule.edited": _("Text changed"),
        "rule.example_added": _("Example added"),
        "rule.example_confirmed": _("Example confirmed as intended"),
        "rule.example_removed": _("Example removed"),
        "rule.replay_started": _("Replay over the history started"),
        "rule.replayed": _("Replay over the history finished"),
        "rule.replay_cancelled": _("Replay over the history stopped"),
        "rule.submitted": _("Laid before the second person"),
        "rule.published": _("Approved and published"),
        "rule.sent_back": _("Sent back"),
        "rule.withdrawn": _("Draft given up"),
        "assignment.drafted": _("Draft begun"),
        "assignment.written": _("Text changed"),
        "assignment.submitted": _("Laid before the second person"),
        "assignment.approved": _("Approved and published"),
        "assignment.sent_back": _("Sent back"),
        "assignment.withdrawn": _("Draft given up"),
        "calendar.drafted": _("Draft begun"),
        "calendar.edited": _("Text changed"),
        "calendar.submitted": _("Laid before the second person"),
        "calendar.published": _("Approved and published"),
        "calendar.sent_back": _("Sent back"),
        "calendar.withdrawn": _("Draft given up"),
    }


def _shaping() -> dict[str, str]:
    return {
        "tag.made": _("Tag made"),
        "tag.listed": _("Taken into the list"),
        "tag.changed": _("Name or colour changed"),
        "tag.retired": _("Retired"),
        "tag.revived": _("Offered again"),
        "tag.merged": _("Merged into another tag"),
        "tag.unmerged": _("Merge of the tag undone"),
        "unit.free_tags": _("Tags of one's own allowed or not"),
    }


def _quality() -> dict[str, str]:
    return {
        "text_model.learnt": _("A model of classes was learnt"),
        "text_model.withdrawn": _("A model of classes was withdrawn"),
        "radar.found": _("Complaints that look organised found"),
        "radar.grew": _("The group of complaints has grown"),
        "radar.joined": _("Became part of another group"),
        "radar.confirmed": _("Judged to be organised"),
        "radar.dismissed": _("Judged not to be organised"),
        "lookback.begun": _("Looking back for others begun"),
        "lookback.tried": _("Somebody on the list not reached"),
        "lookback.decided": _("What became of one on the list"),
        "lookback.ended": _("Looking back is over"),
    }


def _catalogue() -> dict[str, str]:
    return {
        "product.terms_taken_in": _("Version of the terms taken in"),
        "product.clauses_sorted": _("Said what the clauses are about"),
        "product.clause_written": _("Clause put right"),
        "product.terms_submitted": _("Version handed to a second person"),
        "product.terms_approved": _("Version of the terms approved"),
        "product.terms_sent_back": _("Version sent back"),
        "product.terms_given_up": _("Version given up"),
        "product.kept": _("Product written"),
        "product.proof_added": _("Proof put into the file"),
        "product.put_on_sale": _("Product put on sale"),
        "product.taken_off_sale": _("Product taken off sale"),
    }
