"""Questions: answered and written down, so that an answer can be found again; what nobody knows becomes a gap."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.knowledge.actions.articles import may_write
from huiyin.knowledge.models import Article, ArticleVersion, Audience, Gap, GapState, Question, Use, Where
from huiyin.knowledge.queries import answers
from huiyin.knowledge.rules import ranking


@dataclass(frozen=True)
class Asked:
    """A question that was written down, and its answer."""

    question: Question
    answer: answers.Answer


@action
def ask(*, text: str, where: str, by: Actor, at: datetime) -> Asked:
    """Answer a question from what is approved and in force, for whoever asks, and write down how. Nothing found: it
    joins the gap of questions like it. Raises BadInput for an empty or endless question."""
    if not text.strip():
        raise BadInput("question.empty", _("Write your question first."), field="text")
    if len(text) > answers.LONGEST or "\x00" in text:
        words = _("At most %(count)d characters.") % {"count": answers.LONGEST}
        raise BadInput("question.long", words, field="text")
    held = sorted(by.roles) if by.kind in ("staff", "api") else None
    found = answers.answer(text, on=local_date(at), held=held)
    row = Question.objects.create(
        text=found.question, digest=hashlib.sha256(found.question.encode()).hexdigest(), at=at, on=local_date(at),
        where=where, audience=Audience.PUBLIC if held is None else Audience.STAFF, roles=held or [],
        engine=found.engine, verdict=found.verdict, found=[[str(pk), score] for pk, score in found.all_],
        gap=_gap(found.question, at) if found.verdict == "unknown" else None,
    )  # fmt: skip
    return Asked(row, found)


def _gap(words: str, at: datetime) -> Gap | None:
    terms = sorted(ranking.terms(words))
    if sum(len(term) > 1 for term in terms) == 0:
        return None
    known = answers.alike(words)
    if known is None:
        return Gap.objects.create(sample=words, terms=[term[:64] for term in terms], first_at=at, last_at=at)
    Gap.objects.filter(pk=known.pk).update(count=F("count") + 1, last_at=at)
    return known


@action
def use(*, version: ArticleVersion, where: str, by: Actor, at: datetime, case_id: UUID | None = None) -> Use:
    """Count that an article was shown as an answer or written into a message. `by` is kept for staff only."""
    if where not in Where.values:
        raise BadInput("use.where", _("Say where it was used."), field="where")
    label = by.label if by.kind in ("staff", "api") else ""
    return Use.objects.create(version=version, where=where, at=at, case_id=case_id, by_label=label)


@action
def judge(*, use: Use, helpful: bool, by: Actor, at: datetime, reason: str = "") -> Use:
    """Say of a use whether it helped, and why not. Said twice, the last word counts."""
    row = Use.objects.select_for_update().get(pk=use.pk)
    row.is_helpful, row.reason = helpful, "" if helpful else " ".join(reason.split())[:300]
    row.save(update_fields=["is_helpful", "reason"])
    return row


@action
def close_gap(*, gap: Gap, by: Actor, at: datetime, article: Article | None = None) -> Gap:
    """An article answers what was asked, or (without one) it is not for us. Said already: unchanged. Raises
    Refused(`article.role`, `gap.decided`)."""
    if not may_write(by):
        raise Refused("article.role", _("Knowledge editors and consumer protection at head office keep the articles."))
    row = Gap.objects.select_for_update().get(pk=gap.pk)
    state = GapState.ANSWERED if article else GapState.DISMISSED
    if row.state == state and row.article_id == (article.pk if article else None):
        return row
    if row.state != GapState.OPEN:
        raise Refused("gap.decided", _("Somebody has decided on this already."))
    row.state, row.article, row.decided_at, row.decided_by = state, article, at, accounts.person(by)
    row.save(update_fields=["state", "article", "decided_at", "decided_by"])
    body = {"state": state, "count": row.count, "article": article.key if article else ""}
    audit.record(aggregate=("gap", row.pk), kind="article.gap_closed", by=by, at=at, body=body, first=True)
    return row
