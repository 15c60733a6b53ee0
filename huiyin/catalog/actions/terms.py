"""Versions of terms: taken from a file, put right, approved by a second person, never changed after (6.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.catalog.actions import base
from huiyin.catalog.models import Clause, ClauseKind, Product, Terms, TermsState
from huiyin.catalog.queries import terms as queries
from huiyin.catalog.rules import terms as rules
from huiyin.catalog.rules.products import may_approve
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.reading import UnreadableError, read_bytes
from huiyin.text.rules import tokens_of

LEAST_REASON = 4


def read_file(data: bytes, name: str) -> list[rules.Piece]:
    """The clauses in a DOCX, PDF or text. Raises BadInput(`terms.unreadable`, `terms.no_clauses`)."""
    try:
        text = read_bytes(data, name).text
    except UnreadableError as error:
        raise BadInput("terms.unreadable", error.in_language(get_language() or "zh-hans"), field="file") from error
    return read_text(text)


def read_text(text: str) -> list[rules.Piece]:
    """The clauses in a text. Raises BadInput(`terms.no_clauses`, `terms.long`)."""
    if len(text) > rules.MOST_TEXT:
        raise BadInput("terms.long", _("Terms have at most 400,000 characters: take in one contract at a time."))
    found = rules.split(text)
    if len(found) < 2:
        raise BadInput(
            "terms.no_clauses",
            _("No clauses were found. Each needs a number at the start of its line: 1.2, or 第三条, or 一、."),
            field="file",
        )
    return found


@action
def take_in(
    *,
    product: Product,
    pieces: Sequence[rules.Piece],
    from_on: date,
    by: Actor,
    at: datetime,
    guessed: bool = True,
    source_name: str = "",
    source: bytes = b"",
) -> Terms:
    """Make a draft of the product's next version. `guessed`: the kinds wait for a person to confirm them.

    Raises BadInput (`terms.clauses_…`, `terms.from_on`) and Refused(`product.not_yours`, `terms.open_one`).
    """
    row = base.lock(product.pk, by=by)
    _check(pieces)
    known = Terms.objects.filter(product=row)
    if known.filter(state__in=(TermsState.DRAFT, TermsState.SUBMITTED)).exists():
        raise Refused("terms.open_one", _("A version is being written already. Finish it or give it up first."))
    _check_day(row, from_on)
    last = known.order_by("-number").first()
    terms = Terms(
        product=row, number=last.number + 1 if last else 1, from_on=from_on, source_name=source_name[:200],
        source_hash=sha256(source).hexdigest() if source else "", written_by=User.objects.get(pk=by.person),
        written_at=at,
    )  # fmt: skip
    terms.save(force_insert=True)
    Clause.objects.bulk_create(
        _row(terms, place, piece, guessed=guessed) for place, piece in enumerate(pieces, start=1)
    )
    body = {"number": terms.number, "from_on": from_on.isoformat(), "clauses": len(pieces), "source": terms.source_hash}
    base.record(row.pk, "terms_taken_in", by=by, at=at, body=body)
    return terms


def _row(terms: Terms, place: int, piece: rules.Piece, *, guessed: bool) -> Clause:
    return Clause(
        terms=terms, place=place, path=piece.path, kind=piece.kind, guessed=guessed, because=piece.because[:20],
        title=piece.title.strip(), text=piece.text.strip(), vector=tokens_of([piece.title, piece.text]),
    )  # fmt: skip


def _check(pieces: Sequence[rules.Piece]) -> None:
    if fault := rules.fault(pieces):
        words = {
            "none": _("There are no clauses."),
            "many": _("Terms have at most 400 clauses."),
            "path": _("A clause is numbered like 2.3.1."),
            "twice": _("Two clauses have the same number."),
            "empty": _("A clause needs a title or a text."),
            "long": _("A title has at most 80 characters, a clause at most 20,000."),
            "kind": _("Say of every clause what it is about."),
        }
        raise BadInput(f"terms.clauses_{fault}", words[fault])


def _check_day(product: Product, from_on: date) -> None:
    newest = Terms.objects.filter(product=product, state=TermsState.APPROVED).order_by("-from_on").first()
    if newest and from_on <= newest.from_on:
        raise BadInput(
            "terms.from_on",
            _("Version %(number)s holds from %(day)s: the next one begins on a later day.")
            % {"number": newest.number, "day": newest.from_on.isoformat()},
            field="from_on",
        )


def _locked(terms: Terms, *states: str) -> Terms:
    """The row, locked. Raises Refused(`terms.state`) when it is in none of these states."""
    row = Terms.objects.select_for_update(of=("self",)).select_related("product").get(pk=terms.pk)
    if row.state not in states:
        raise Refused(
            "terms.state",
            _("This version is not open to that any more: %(state)s.") % {"state": row.get_state_display()},
        )
    return row


@action
def sort_clauses(*, terms: Terms, kinds: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Say what clauses are about, by number (`2.3.1` → kind); whoever says it confirms the guess. Returns how many
    were changed from what was guessed. Raises BadInput(`terms.clauses_kind`)."""
    base.lock(terms.product_id, by=by)
    row = _locked(terms, TermsState.DRAFT)
    changed = {}
    for clause in queries.clauses(row.pk):
        kind = kinds.get(clause.path)
        if kind is None:
            continue
        if kind not in ClauseKind.values:
            raise BadInput("terms.clauses_kind", _("Say of every clause what it is about."), field=clause.path)
        if kind != clause.kind:
            changed[clause.path] = kind
        if kind != clause.kind or clause.guessed:
            Clause.objects.filter(pk=clause.pk).update(kind=kind, guessed=False)
    body = {"number": row.number, "confirmed": len(kinds), "changed": changed}
    base.record(row.product_id, "clauses_sorted", by=by, at=at, body=body)
    return len(changed)


@action
def write_clause(*, terms: Terms, path: str, title: str, text: str, by: Actor, at: datetime) -> Clause:
    """Put a clause of a draft right. Raises BadInput (`terms.clauses_empty`, `terms.clauses_long`)."""
    base.lock(terms.product_id, by=by)
    row = _locked(terms, TermsState.DRAFT)
    clause = Clause.objects.get(terms=row, path=path)
    piece = replace(queries.pieces([clause])[0], title=title.strip(), text=text.strip())
    _check([piece])
    Clause.objects.filter(pk=clause.pk).update(
        title=piece.title, text=piece.text, vector=tokens_of([piece.title, piece.text])
    )
    base.record(
        row.product_id,
        "clause_written",
        by=by,
        at=at,
        body={"number": row.number, "path": path, "digest": rules.digest([piece])},
    )
    return Clause.objects.get(pk=clause.pk)


@action
def submit(*, terms: Terms, by: Actor, at: datetime) -> Terms:
    """Hand it to a second person. Raises Refused(`terms.guessed`, `terms.lacks`) naming what is missing (6.2-1)."""
    base.lock(terms.product_id, by=by)
    row = _locked(terms, TermsState.DRAFT)
    held = queries.clauses(row.pk)
    if guessed := [clause.path for clause in held if clause.guessed]:
        raise Refused(
            "terms.guessed",
            _("Confirm first what these clauses are about: %(paths)s") % {"paths": "、".join(guessed[:20])},
        )
    if missing := rules.lacks([clause.kind for clause in held]):
        raise Refused(
            "terms.lacks",
            _("Terms contain six items; these are not there."),
            needs=[str(ClauseKind(kind).label) for kind in missing],
            clause="6.2-1",
        )
    row.state, row.reason = TermsState.SUBMITTED, ""
    row.save(update_fields=["state", "reason"])
    base.record(row.product_id, "terms_submitted", by=by, at=at, body={"number": row.number})
    return row


@action
def approve(*, terms: Terms, by: Actor, at: datetime) -> Terms:
    """Let it hold from its day on; the version before ends the day before. From now on nothing of it changes.

    Raises Refused(`terms.approver`, `terms.second_person`) and BadInput(`terms.from_on`).
    """
    Product.objects.select_for_update().get(pk=terms.product_id)
    row = _locked(terms, TermsState.SUBMITTED)
    _must_decide(row, by)
    _check_day(row.product, row.from_on)
    held = queries.pieces(queries.clauses(row.pk))
    Terms.objects.filter(product=row.product_id, state=TermsState.APPROVED, to_on=None).update(
        to_on=row.from_on - timedelta(days=1)
    )
    row.state, row.digest = TermsState.APPROVED, rules.digest(held)
    row.decided_by, row.decided_at = User.objects.get(pk=by.person), at
    row.save(update_fields=["state", "digest", "decided_by", "decided_at"])
    body = {"number": row.number, "from_on": row.from_on.isoformat(), "digest": row.digest}
    base.record(row.product_id, "terms_approved", by=by, at=at, body=body)
    return row


def _must_decide(row: Terms, by: Actor) -> None:
    if not may_approve(by.grants):
        raise Refused(
            "terms.approver",
            _("Terms are approved by head-office consumer protection, executives or knowledge editors."),
        )
    if row.written_by_id == by.id:
        raise Refused("terms.second_person", _("A second person approves, never who wrote."))


@action
def send_back(*, terms: Terms, reason: str, by: Actor, at: datetime) -> Terms:
    """Give it back to who wrote it, with the reason. Raises BadInput(`terms.reason`)."""
    Product.objects.select_for_update().get(pk=terms.product_id)
    row = _locked(terms, TermsState.SUBMITTED)
    _must_decide(row, by)
    words = " ".join(reason.split())
    if len(words) < LEAST_REASON:
        raise BadInput("terms.reason", _("Say in at least four characters what has to be different."), field="reason")
    row.state, row.reason = TermsState.DRAFT, words[:300]
    row.save(update_fields=["state", "reason"])
    base.record(row.product_id, "terms_sent_back", by=by, at=at, body={"number": row.number, "reason": row.reason})
    return row


@action
def discard(*, terms: Terms, by: Actor, at: datetime) -> Terms:
    """Give up a draft. It stays on record."""
    base.lock(terms.product_id, by=by)
    row = _locked(terms, TermsState.DRAFT, TermsState.SUBMITTED)
    row.state = TermsState.DISCARDED
    row.save(update_fields=["state"])
    base.record(row.product_id, "terms_given_up", by=by, at=at, body={"number": row.number})
    return row
