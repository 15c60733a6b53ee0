"""Articles: written in versions that never change, their citations checked when they are kept, seconded by another
person before anybody is answered with them (6.4-3, 1.1-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import Role
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.models import Article, ArticleState, ArticleVersion, Audience, Topic
from huiyin.knowledge.queries.answers import tokens
from huiyin.knowledge.rules import articles as rules

CLAUSE = "6.4-3"


def may_write(by: Actor) -> bool:
    """May `by` write articles and decide on those of others?"""
    return by.kind in ("staff", "api") and by.has_role(*rules.KEEPERS)


@action
def begin(
    *, key: str, topic: str, audience: str, title: str, text_zh: str, from_on: date, review_on: date, by: Actor,
    at: datetime, title_en: str = "", text_en: str = "", questions: Sequence[str] = (), until_on: date | None = None,
    line: str = "", product_code: str = "", roles: Sequence[str] = (),
) -> ArticleVersion:  # fmt: skip
    """A new article with its first version, kept by who writes it. Raises BadInput for a key that is taken, an unknown
    topic, line, audience or role, wrong dates, a citation that is wrong; Refused(`article.role`)."""
    _must_write(by)
    key = key.strip().lower()
    if not rules.is_key(key):
        raise BadInput("article.key", _("A key has 1 to 40 small letters, digits or hyphens."), field="key")
    if Article.objects.filter(key=key).exists():
        raise BadInput("article.key_taken", _("Another article has this key. Choose another."), field="key")
    if topic not in Topic.values:
        raise BadInput("article.topic", _("Choose what it is about."), field="topic")
    if line and line not in rules.LINES:
        raise BadInput("article.line", _("Choose a line of insurance, or none."), field="line")
    if len(product_code.strip()) > 40:
        raise BadInput("article.product", _("A product code has at most 40 characters."), field="product_code")
    keeper = accounts.person(by)
    row = Article(
        key=key, topic=topic, line=line, product_code=product_code.strip(), audience=audience,
        roles=_roles(audience, roles), keeper=keeper, made_at=at, made_by=keeper,
    )  # fmt: skip
    version = _version(row, title, title_en, questions, text_zh, text_en, from_on, until_on, review_on, at)
    row.save(force_insert=True)
    body = {"topic": topic, "line": line, "audience": audience, "roles": row.roles}
    _record(row, "made", by=by, at=at, body=body, first=True)
    return _add(row, version, by=by, at=at)


def _roles(audience: str, roles: Sequence[str]) -> list[str]:
    if audience not in Audience.values:
        raise BadInput("article.audience", _("Choose who may read it."), field="audience")
    wanted = sorted(set(roles)) if audience == Audience.ROLE else []
    if audience == Audience.ROLE and (not wanted or not set(wanted) <= set(Role.values)):
        raise BadInput("article.roles", _("Choose the roles that may read it."), field="roles")
    return wanted


@action
def write(
    *, article: Article, title: str, text_zh: str, from_on: date, review_on: date, by: Actor, at: datetime,
    title_en: str = "", text_en: str = "", questions: Sequence[str] = (), until_on: date | None = None,
    seen: int | None = None,
) -> ArticleVersion:  # fmt: skip
    """A new version; the ones before stay. `seen`: the number of the newest version when the form was opened.

    Raises Clash(`article.changed`) when somebody wrote one since; Refused: `article.waiting`, `article.retired`,
    `article.role`; BadInput as `begin` does."""
    row = _lock(article)
    _must_write(by)
    if row.retired_at is not None:
        raise Refused("article.retired", _("This article is out of use. Take it back into use first."))
    newest = row.versions.order_by("-number").first()
    if newest is not None and seen is not None and newest.number != seen:
        words = _("Somebody wrote another version since you opened this. Look at it, then write yours.")
        raise Clash("article.changed", words, stands={"text_zh": newest.text_zh}, version=newest.number)
    if newest is not None and newest.state == ArticleState.SUBMITTED:
        raise Refused("article.waiting", _("A version waits for a second person. Let it be decided or withdraw it."))
    version = _version(row, title, title_en, questions, text_zh, text_en, from_on, until_on, review_on, at)
    return _add(row, version, by=by, at=at)


def _version(
    row: Article, title: str, title_en: str, questions: Sequence[str], text_zh: str, text_en: str, from_on: date,
    until_on: date | None, review_on: date, at: datetime,
) -> ArticleVersion:  # fmt: skip
    today = local_date(at)
    if from_on < today:
        raise BadInput("article.from", _("A version holds from today or a later day on."), field="from_on")
    if until_on is not None and until_on < from_on:
        raise BadInput("article.until", _("It ends before it begins."), field="until_on")
    if not from_on < review_on <= from_on + rules.LONGEST_REVIEW:
        raise BadInput("article.review", _("Look at it again within a year of the first day."), field="review_on")
    asked = list(dict.fromkeys(one.strip() for one in questions if one.strip()))
    if len(asked) > rules.MOST_QUESTIONS or any(len(one) > rules.LONGEST_QUESTION for one in asked):
        words = _("At most %(count)d ways of asking, each of at most %(length)d characters.")
        raise BadInput("article.questions", words % {"count": rules.MOST_QUESTIONS, "length": rules.LONGEST_QUESTION},
                       field="questions")  # fmt: skip
    version = ArticleVersion(
        article=row, title=_text(title, "title", 2, 120), title_en=_text(title_en, "title_en", 0, 160),
        questions=asked, text_zh=_text(text_zh, "text_zh", 2, rules.LONGEST),
        text_en=_text(text_en, "text_en", 0, rules.LONGEST), from_on=from_on, until_on=until_on, review_on=review_on,
    )  # fmt: skip
    version.advice = [*_judged(version.text_zh, "text_zh", from_on), *_judged(version.text_en, "text_en", from_on)]
    return version


def _text(value: str, field: str, least: int, most: int) -> str:
    value = value.replace("\r\n", "\n").strip()
    if sum(char.isalnum() for char in value) < least:
        raise BadInput("text.missing", _("Write something first."), field=field)
    if len(value) > most or "\x00" in value:
        raise BadInput("text.long", _("At most %(count)d characters.") % {"count": most}, field=field)
    return value


def _judged(text: str, field: str, on: date) -> list[dict[str, object]]:
    found = queries.examine(text, on) if text else []
    wrong = [one for one in found if one.alarm]
    if wrong:
        sentences = [
            _("“%(words)s”: %(problem)s Write instead: %(mend)s")
            % {"words": one.words, "problem": one.problem, "mend": one.mend}
            for one in wrong
        ]
        error = BadInput("article.citation", " ".join(sentences), field=field)
        error.needs, error.clause = sentences, CLAUSE
        raise error
    return [asdict(one) for one in found]


def _add(row: Article, version: ArticleVersion, *, by: Actor, at: datetime) -> ArticleVersion:
    version.number = (row.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version.written_at, version.written_by, version.vector = at, accounts.person(by), tokens(version)
    version.save(force_insert=True)
    body = {"version": version.number, "from_on": version.from_on, "until_on": version.until_on,
            "review_on": version.review_on, "title": version.title, "text_zh": version.text_zh,
            "text_en": version.text_en, "questions": version.questions}  # fmt: skip
    _record(row, "version_written", by=by, at=at, body=body)
    return version


@action
def approve(*, version: ArticleVersion, by: Actor, at: datetime) -> ArticleVersion:
    """A second person lets a version answer from its day on. Approved already: unchanged. Raises Refused:
    `article.own`, `article.decided`, `article.role`."""
    row, version = _to_decide(version, by)
    if version.state == ArticleState.APPROVED:
        return version
    return _decide(row, version, ArticleState.APPROVED, "", by=by, at=at)


@action
def reject(*, version: ArticleVersion, reason: str, by: Actor, at: datetime) -> ArticleVersion:
    """A second person sends a version back, with the reason. Raises as `approve` does."""
    row, version = _to_decide(version, by)
    return _decide(row, version, ArticleState.REJECTED, _text(reason, "reason", 2, 300), by=by, at=at)


@action
def withdraw(*, version: ArticleVersion, by: Actor, at: datetime) -> ArticleVersion:
    """Whoever wrote a version that waits takes it back. Withdrawn already: unchanged."""
    row = _lock(version.article)
    _must_write(by)
    version = ArticleVersion.objects.select_for_update().get(pk=version.pk)
    if version.state == ArticleState.WITHDRAWN:
        return version
    if by.id != version.written_by_id:
        raise Refused("article.not_yours", _("Only who wrote a version withdraws it; another person decides on it."))
    return _decide(row, version, ArticleState.WITHDRAWN, "", by=by, at=at)


@action
def review(*, version: ArticleVersion, by: Actor, at: datetime, review_on: date) -> ArticleVersion:
    """It was looked at and is still true; look again by `review_on`, at most a year from now. The words stay."""
    row = _lock(version.article)
    _must_write(by)
    version = ArticleVersion.objects.select_for_update().get(pk=version.pk)
    today = local_date(at)
    if version.state != ArticleState.APPROVED:
        raise Refused("article.not_in_force", _("Only an approved version is looked at again."))
    if not today < review_on <= today + rules.LONGEST_REVIEW:
        raise BadInput("article.review", _("Look at it again within a year."), field="review_on")
    amiss = [*_judged(version.text_zh, "text_zh", today), *_judged(version.text_en, "text_en", today)]
    version.review_on, version.reviewed_at, version.advice = review_on, at, amiss
    version.save(update_fields=["review_on", "reviewed_at", "advice"])
    _record(row, "reviewed", by=by, at=at, body={"version": version.number, "review_on": review_on})
    return version


@action
def retire(*, article: Article, retired: bool, by: Actor, at: datetime) -> Article:
    """Take an article out of use, or back into it. Done already: unchanged."""
    row = _lock(article)
    _must_write(by)
    if (row.retired_at is not None) == retired:
        return row
    row.retired_at = at if retired else None
    row.save(update_fields=["retired_at"])
    _record(row, "retired" if retired else "restored", by=by, at=at, body={})
    return row


@action
def keep(*, article: Article, by: Actor, at: datetime) -> Article:
    """Become the keeper of an article: answer for it being true. Already: unchanged."""
    row = _lock(article)
    _must_write(by)
    if row.keeper_id == by.person:
        return row
    row.keeper = accounts.person(by)
    row.save(update_fields=["keeper"])
    _record(row, "keeper_changed", by=by, at=at, body={"keeper": by.person})
    return row


def _lock(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _must_write(by: Actor) -> None:
    if not may_write(by):
        raise Refused("article.role", _("Knowledge editors and consumer protection at head office keep the articles."))


def _to_decide(version: ArticleVersion, by: Actor) -> tuple[Article, ArticleVersion]:
    row = _lock(version.article)
    _must_write(by)
    version = ArticleVersion.objects.select_for_update().get(pk=version.pk)
    if by.id == version.written_by_id and version.state == ArticleState.SUBMITTED:
        raise Refused("article.own", _("Whoever wrote a version does not decide on it; a second person does."))
    return row, version


def _decide(
    row: Article, version: ArticleVersion, state: str, reason: str, *, by: Actor, at: datetime
) -> ArticleVersion:
    if version.state != ArticleState.SUBMITTED:
        label = ArticleState(version.state).label
        raise Refused("article.decided", _("This is not possible now: the version is “%(state)s”.") % {"state": label})
    version.state, version.reason, version.decided_at, version.decided_by_id = state, reason, at, by.id
    version.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _record(row, f"version_{state}", by=by, at=at, body={"version": version.number, "reason": reason})
    return version


def _record(
    row: Article, kind: str, *, by: Actor, at: datetime, body: Mapping[str, object], first: bool = False
) -> None:
    audit.record(
        aggregate=("article", row.pk), kind=f"article.{kind}", by=by, at=at, body={"key": row.key, **body}, first=first
    )
