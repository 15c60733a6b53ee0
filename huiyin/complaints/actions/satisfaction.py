"""The one question about satisfaction: asked once, answered by the customer or written down for them, a refusal kept as
an answer, silence only after real attempts (3.1-8, 3.3-5, 3.4-3). Nobody is pressed.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Channel, Ownership, Participation
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Notice, Satisfaction
from huiyin.complaints.queries import telling
from huiyin.complaints.rules import closing, terms
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions.outreach import check_reach
from huiyin.customers.models import ConsentPurpose

METHODS = ("portal", "email", "phone")


@action
def ask(*, case: Case, method: str, by: Actor, at: datetime) -> Satisfaction:
    """Ask about satisfaction, once, by the portal, by mail or by phone (3.1-8, 3.3-5).

    A question by phone is asked and answered in one call: record the answer next. Raises Refused(`consent.withdrawn`)
    for mail and phone when the customer wants no surveys; on the portal nobody reaches out.
    """
    case, facts = begin(case, "ask_satisfaction", by=by)
    if method not in METHODS:
        raise BadInput("satisfaction.method", _("Choose: portal, e-mail or phone."), field="method")
    if method != "portal":
        # On the portal the question waits where the customer looks; by mail or phone somebody reaches out.
        check_reach([case.customer_id] if case.customer_id else [], ConsentPurpose.SURVEY, at=at, in_matter=True)
    outgoing = None
    if method != "phone":
        subject, text = telling.question_words(case)
        said = talk.tell(
            case,
            text=text,
            by=by,
            at=at,
            purpose="complaint.satisfaction",
            subject=subject,
            channel=Channel.PORTAL,
            mail=method == "email",
        )
        outgoing = said.outgoing
        if method == "email" and outgoing is None:
            raise BadInput("satisfaction.address", _("There is no e-mail address: choose another way."), field="method")
    row = Satisfaction.objects.create(case=case, round=facts.round, asked_at=at, method=method)
    finish(
        case,
        "ask_satisfaction",
        by=by,
        at=at,
        body={"method": method, "outgoing": outgoing.pk if outgoing else None},
        outputs={"question": row.pk},
    )
    return row


@action
def answer(*, case: Case, score: int, by: Actor, at: datetime, words: str = "") -> Satisfaction:
    """Keep the answer: 1 (not at all) to 5 (very satisfied), and words (5.1-3).

    From staff it is marked as written down by staff, and again when by somebody who handled the complaint.
    """
    case, facts = begin(case, "answer_satisfaction", by=by)
    if not 1 <= score <= 5:
        raise BadInput("satisfaction.score", _("The score is a whole number from 1 to 5."), field="score")
    row = _question(case, facts.round)
    row.score, row.words = score, checks.short(words, "words", most=2000)
    return _keep(case, row, by=by, at=at, body={"score": score})


@action
def refuse(*, case: Case, by: Actor, at: datetime, words: str = "") -> Satisfaction:
    """Keep that the complainant does not want to answer: that is an answer (3.1-8)."""
    case, facts = begin(case, "answer_satisfaction", by=by)
    row = _question(case, facts.round)
    row.refused, row.words = True, checks.short(words, "words", most=2000)
    return _keep(case, row, by=by, at=at, body={"refused": True})


@action
def unreachable(*, case: Case, by: Actor, at: datetime) -> Satisfaction:
    """Keep that nobody could be reached for the question, after attempts on enough different days, each recorded.

    Raises Refused(`satisfaction.attempts`) while attempts are missing.
    """
    case, facts = begin(case, "answer_satisfaction", by=by)
    row, house = _question(case, facts.round), terms.in_force(case.rules_on)
    tried = Notice.objects.filter(case=case, kind="satisfaction", reached=False, sent_at__gte=row.asked_at)
    moments = [moment for moment in tried.values_list("sent_at", flat=True) if moment is not None]
    if not closing.is_unreachable(moments, house.attempts):
        count = {"count": house.attempts}
        message = _("Try on at least %(count)d different days first, and record each attempt.") % count
        raise Refused("satisfaction.attempts", message, clause="3.1-8")
    row.unreachable = True
    body = {"unreachable": True, "attempts": len(moments)}
    return _keep(case, row, by=by, at=at, body=body, rule_version=house.version)


def _question(case: Case, round_: int) -> Satisfaction:
    return Satisfaction.objects.select_for_update().get(case=case, round=round_)


def _keep(
    case: Case, row: Satisfaction, *, by: Actor, at: datetime, body: Mapping[str, object], rule_version: str = ""
) -> Satisfaction:
    row.answered_at = at
    if by.kind != "customer":
        row.recorded_by_label, row.recorded_by_handler = by.label, _handled(case, by)
    row.save()
    finish(
        case,
        "answer_satisfaction",
        by=by,
        at=at,
        body={**body, "by_staff": by.kind != "customer", "by_handler": row.recorded_by_handler},
        personal={"words": row.words},
        outputs={"answer": row.pk},
        rule_versions=[rule_version] if rule_version else [],
    )
    return row


def _handled(case: Case, by: Actor) -> bool:
    """Was `by` ever accountable for the case or named in it?"""
    if by.id is None:
        return False
    return (
        Ownership.objects.filter(case=case, user_id=by.id).exists()
        or Participation.objects.filter(case=case, user_id=by.id).exists()
    )
