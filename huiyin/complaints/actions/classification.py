"""Classes and grade: who set them, how sure, why, and what they were before (3.1-2, 3.1-3, 3.1-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Flag, Severity
from huiyin.catalog import rules as taxonomies
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Label
from huiyin.complaints.queries.binding import packs_of_case
from huiyin.complaints.rules import house as houses
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST_LABELS = 10
# What a person may mark; the others are found by the machine or follow from the channel.
MARKS = frozenset({Flag.MEDIA, Flag.LAWSUIT, Flag.PERSONAL_DATA, Flag.VULNERABLE, Flag.COLLECTIVE, Flag.REGULATOR})


@dataclass(frozen=True, kw_only=True)
class LabelDraft:
    """One class: a reason code of the taxonomy, how sure (0 to 100), and on what words it rests."""

    code: str
    confidence: int = 100
    reason: str = ""


@action
def classify(
    *, case: Case, labels: Sequence[LabelDraft], primary: str, by: Actor, at: datetime, reason: str = ""
) -> list[Label]:
    """Set the classes of a complaint: all of them, one primary. What is no longer named is closed, never deleted; the
    same set again changes nothing. A change of an existing primary class needs a reason.

    Raises BadInput for an unknown code, a code twice, no primary among them, or a confidence outside 0 to 100.
    """
    case, _facts = begin(case, "classify", by=by)
    taxonomy = taxonomies.in_force(case.rules_on)
    _check_labels(labels, primary, taxonomy)
    present = {row.code: row for row in Label.objects.select_for_update().filter(case=case, removed_at=None)}
    before = next((row.code for row in present.values() if row.is_primary), "")
    words = checks.short(reason, "reason", most=300)
    if before and before != primary and len(words) < 2:
        raise BadInput("classify.reason", _("Say why the primary class changes."), field="reason")
    wanted = {draft.code: draft for draft in labels}
    if _same(present, wanted, primary):
        return list(present.values())
    kept = [row for row in present.values() if _stays(row, wanted, primary)]
    gone = [row.pk for row in present.values() if row not in kept]
    Label.objects.filter(pk__in=gone).update(removed_at=at, removed_by_label=by.label)
    new = [
        Label(
            case=case,
            code=draft.code,
            taxonomy_version=taxonomy.version,
            is_primary=draft.code == primary,
            confidence=draft.confidence,
            reason=(draft.reason.strip() or words)[:300],
            set_at=at,
            set_by_label=by.label,
        )
        for draft in labels
        if draft.code not in {row.code for row in kept}
    ]
    Label.objects.bulk_create(new)
    case.code = primary
    case.complaint.taxonomy_version = taxonomy.version
    case.complaint.save(update_fields=["taxonomy_version"])
    rows = [*kept, *new]
    finish(
        case,
        "classify",
        by=by,
        at=at,
        body={
            "before": before,
            "primary": primary,
            "labels": {draft.code: draft.confidence for draft in labels},
            "taxonomy": taxonomy.version,
            "reason": words,
        },
        outputs={"labels": [row.pk for row in rows]},
        fields=["code"],
    )
    return rows


@action
def declassify(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Take all classes away, as before the complaint was classified: to undo that. Without a class: unchanged.

    Raises BadInput without a reason and Refused(`classify.in_use`) once the complaint has been dispatched by it.
    """
    case, facts = begin(case, "classify", by=by)
    words = checks.text(reason, "reason", _("Say why."), least=2, most=300)
    present = list(Label.objects.select_for_update().filter(case=case, removed_at=None))
    if not present:
        return case
    if facts.state not in ("received", "accepted"):
        raise Refused(
            "classify.in_use",
            _("The complaint was dispatched by its class: give it another one instead."),
            clause="3.1-6",
        )
    before = case.code
    Label.objects.filter(pk__in=[row.pk for row in present]).update(removed_at=at, removed_by_label=by.label)
    case.code = ""
    return finish(
        case,
        "classify",
        by=by,
        at=at,
        body={"before": before, "primary": "", "labels": {}, "reason": words},
        outputs={"labels": [row.pk for row in present]},
        fields=["code"],
    )


def _check_labels(labels: Sequence[LabelDraft], primary: str, taxonomy: taxonomies.Taxonomy) -> None:
    codes = [draft.code for draft in labels]
    unknown = [code for code in codes if code not in taxonomy.reasons]
    if unknown:
        raise BadInput("classify.unknown", _("There is no class “%(code)s”.") % {"code": unknown[0]}, field="labels")
    if not codes or len(set(codes)) != len(codes) or len(codes) > MOST_LABELS:
        raise BadInput("classify.labels", _("Choose one to ten classes, each once."), field="labels")
    if primary not in codes:
        raise BadInput("classify.primary", _("Say which class is the primary one."), field="primary")
    if any(not 0 <= draft.confidence <= 100 for draft in labels):
        raise BadInput("classify.confidence", _("Confidence is a number from 0 to 100."), field="confidence")


def _stays(row: Label, wanted: dict[str, LabelDraft], primary: str) -> bool:
    draft = wanted.get(row.code)
    return draft is not None and draft.confidence == row.confidence and row.is_primary == (row.code == primary)


def _same(present: dict[str, Label], wanted: dict[str, LabelDraft], primary: str) -> bool:
    return present.keys() == wanted.keys() and all(_stays(row, wanted, primary) for row in present.values())


@action
def grade(*, case: Case, severity: str, reason: str, by: Actor, at: datetime, major: bool | None = None) -> Case:
    """Change the grade by hand, with the reason; `major` declares a matter major (its 48-hour limit starts at `at`) or
    takes that back (the limit is cancelled). What the rules say stands beside it in the ledger.

    Raises BadInput for an unknown grade or no reason, Refused(`grade.same`) when nothing would change.
    """
    case, facts = begin(case, "grade", by=by)
    if severity not in Severity.values:
        raise BadInput("grade.severity", _("Choose a grade from L1 to L4."), field="severity")
    words = checks.text(reason, "reason", _("Say why the grade changes."), least=4, most=300)
    is_major = Flag.MAJOR in facts.flags
    target = is_major if major is None else major
    if severity == case.severity and target == is_major:
        raise Refused("grade.same", _("The complaint has this grade already."))
    before, by_rule = case.severity, by_rules(case)
    case.severity = severity
    moved = _declare(case, target, at=at, by=by) if target != is_major else []
    return finish(
        case,
        "grade",
        by=by,
        at=at,
        body={
            "before": before,
            "severity": severity,
            "major": target,
            "by_rules": by_rule.severity,
            "reason": words,
        },
        clocks=moved,
        rule_versions=[rule.version for rule in by_rule.rules],
        fields=["severity", "flags"],
    )


@action
def regrade(*, case: Case, by: Actor, at: datetime) -> Case:
    """Grade again by the house rules, after classes or flags changed. A grade is never lowered by machine; unchanged:
    no entry.
    """
    case, facts = begin(case, "grade", by=by)
    found = by_rules(case)
    raised = found.severity > case.severity
    newly_major = found.major and Flag.MAJOR not in facts.flags
    if not raised and not newly_major:
        return case
    before = case.severity
    case.severity = max(case.severity, found.severity)
    moved = _declare(case, True, at=at, by=by) if newly_major else []
    return finish(
        case,
        "grade",
        by=by,
        at=at,
        body={"before": before, "severity": case.severity, "major": newly_major or Flag.MAJOR in facts.flags,
              "graded_by": [rule.code for rule in found.rules]},
        clocks=moved,
        rule_versions=[rule.version for rule in found.rules],
        fields=["severity", "flags"],
    )  # fmt: skip


@action
def mark(*, case: Case, flags: Sequence[str], by: Actor, at: datetime, reason: str) -> Case:
    """Set or take away what a person can tell of a case (media, litigation, personal data, vulnerable, joint,
    regulator): `flags` are those that hold from now on. Others stay. The grade follows the rules upwards.

    Raises BadInput for a flag that cannot be set by hand or without a reason.
    """
    case, _facts = begin(case, "grade", by=by)
    if set(flags) - MARKS:
        raise BadInput("mark.flag", _("This flag cannot be set by hand."), field="flags")
    words = checks.text(reason, "reason", _("Say why."), least=2, most=300)
    before = set(case.flags)
    after = (before - MARKS) | set(flags)
    if after == before:
        return case
    case.flags = sorted(after)
    found = by_rules(case)
    old, case.severity = case.severity, max(case.severity, found.severity)
    return finish(
        case,
        "grade",
        by=by,
        at=at,
        body={"flags_before": sorted(before), "flags": case.flags, "before": old, "severity": case.severity,
              "reason": words},
        rule_versions=[rule.version for rule in found.rules],
        fields=["severity", "flags"],
    )  # fmt: skip


def by_rules(case: Case) -> houses.Grade:
    """The grade that the house rules of the case's date give it now."""
    complaint = case.complaint
    return houses.grade(
        houses.Matter(
            flags=frozenset(case.flags),
            face_to_face=complaint.face_to_face_count,
            joint=complaint.joint_count,
            amount=complaint.amount_claimed or Decimal(0),
            code=case.code,
            unit_kind=case.unit.kind,
        ),
        houses.in_force(case.rules_on),
    )


def _declare(case: Case, major: bool, *, at: datetime, by: Actor) -> list[Clock | None]:
    owner = ("case", case.pk)
    if not major:
        case.flags = sorted(set(case.flags) - {Flag.MAJOR})
        return list(clocks.cancel(owner=owner, rule="complaint.major_plan", at=at, by=by))
    case.flags = sorted({*case.flags, Flag.MAJOR})
    return [
        clocks.start(
            owner=owner, rule="complaint.major_plan", at=at, facts={"major": True}, by=by, rules_on=case.rules_on,
            packs=packs_of_case(case),
        )
    ]  # fmt: skip
