"""Keeping what a customer was shown and told of the terms before the contract (6.2-2, 6.2-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.audit import actions as audit
from huiyin.catalog.models import Clause, ClauseKind, Terms, TermsState
from huiyin.catalog.queries import terms as catalog
from huiyin.catalog.rules.terms import digest
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import Policy, ShownKind, ShownMethod, TermsShown, Understood
from huiyin.customers.queries.policies import tidy_policy
from huiyin.customers.rules import shown as rules


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What was shown or explained: `paths` are numbers of clauses, empty for all that say what is not covered. At
    least one of `policy_number` and `application_no`; `key` is the sales system's own, at most 80 characters."""

    terms: Terms
    kind: str
    method: str
    shown_at: datetime
    paths: Sequence[str] = ()
    understood: str = Understood.NOT
    understood_at: datetime | None = None
    words: str = ""
    policy_number: str = ""
    application_no: str = ""
    seller_no: str = ""
    proof: str = ""
    proof_hash: str = ""
    key: str = ""


@action
def keep_shown(*, showing: Showing, by: Actor, at: datetime) -> TermsShown:
    """Keep one showing or explaining; the same `key` twice is one record, to which the number of the contract may be
    added. Nothing else of it ever changes: what was recorded wrongly is recorded once more.

    Raises BadInput(`shown.…`) and Refused(`shown.not_yours`, `shown.not_approved`, `shown.key`).
    """
    if by.kind == "customer" or (by.kind != "system" and not may_take_part(by.grants)):
        raise Refused("shown.not_yours", _("Your role does not record what customers were shown."))
    if showing.terms.state != TermsState.APPROVED:
        raise Refused("shown.not_approved", _("Only terms that were approved can be shown to customers."))
    row = _row(showing, at=at, by=by)
    if row.key:
        known = TermsShown.objects.select_for_update().filter(key=row.key).first()
        if known is not None:
            return _again(known, row, by=by, at=at)
    row.save(force_insert=True)
    body = {
        "kind": row.kind, "terms": row.terms_id, "product": showing.terms.product.code, "version": showing.terms.number,
        "paths": row.paths, "digest": row.digest, "method": row.method, "shown_at": row.shown_at,
        "understood": row.understood, "understood_at": row.understood_at, "policy": row.policy_number,
        "application": row.application_no, "seller": row.seller_no, "proof_hash": row.proof_hash,
    }  # fmt: skip
    audit.record(
        aggregate=("terms_shown", row.pk), kind="terms_shown.kept", by=by, at=at, body=body,
        personal={"words": row.words} if row.words else None,
    )  # fmt: skip
    return row


def _row(showing: Showing, *, by: Actor, at: datetime) -> TermsShown:
    held = catalog.clauses(showing.terms.pk)
    barred = [row.path for row in held if row.kind == ClauseKind.EXCLUSION]
    paths = list(dict.fromkeys(showing.paths)) or barred
    policy_number, application_no = tidy_policy(showing.policy_number), tidy_policy(showing.application_no)
    words, proof = showing.words.strip(), showing.proof.strip()
    _check_choices(showing)
    _check(
        rules.fault(
            paths=paths, known=[row.path for row in held], shown_at=showing.shown_at, now=at,
            understood=showing.understood, understood_at=showing.understood_at, policy_number=policy_number,
            application_no=application_no, words=words, proof=proof, proof_hash=showing.proof_hash.lower(),
        )
    )  # fmt: skip
    policy = Policy.objects.filter(number=policy_number).first() if policy_number else None
    return TermsShown(
        kind=showing.kind, terms=showing.terms, paths=paths, digest=_digest(held, paths),
        all_exclusions=set(barred) <= set(paths), method=showing.method, shown_at=showing.shown_at,
        understood=showing.understood, understood_at=showing.understood_at, words=words,
        policy_number=policy_number[:40], application_no=application_no[:40],
        party_id=policy.holder_id if policy else None, seller_no=showing.seller_no.strip()[:20], proof=proof,
        proof_hash=showing.proof_hash.lower(), key=showing.key.strip()[:80] or None, recorded_at=at, by_label=by.label,
    )  # fmt: skip


def _digest(held: Sequence[Clause], paths: Sequence[str]) -> str:
    return digest(catalog.pieces([row for row in held if row.path in set(paths)]))


def _check_choices(showing: Showing) -> None:
    choices = (
        ("kind", showing.kind, ShownKind.values, _("Say whether it was shown or explained.")),
        ("method", showing.method, ShownMethod.values, _("Say how it was shown.")),
        ("understood", showing.understood, Understood.values, _("Say how the customer confirmed it.")),
    )
    for name, value, known, message in choices:
        if value not in known:
            raise BadInput(f"shown.{name}", message, field=name)


def _check(fault: str) -> None:
    if not fault:
        return
    field, words = {
        "nobody": ("policy_number", _("Name the policy or the application.")),
        "future": ("shown_at", _("That lies in the future.")),
        "none": ("paths", _("These terms have no clause on what is not covered: name the clauses that were shown.")),
        "paths": ("paths", _("These terms have no clause of that number.")),
        "understood": ("understood_at", _("Say how the customer confirmed it and when, or neither.")),
        "early": ("understood_at", _("Nobody confirms a clause before it is shown.")),
        "words": ("words", _("At most %(count)d characters.") % {"count": rules.LONGEST_WORDS}),
        "proof": ("proof", _("At most %(count)d characters.") % {"count": rules.LONGEST_PROOF}),
        "hash": ("proof_hash", _("A SHA-256 has 64 hexadecimal digits.")),
    }[fault]
    raise BadInput(f"shown.{fault}", words, field=field)


def _again(known: TermsShown, row: TermsShown, *, by: Actor, at: datetime) -> TermsShown:
    """The same record once more. Raises Refused(`shown.key`) when it says something else."""
    same = ("kind", "terms_id", "digest", "method", "shown_at", "understood", "application_no")
    if any(getattr(known, name) != getattr(row, name) for name in same) or (
        known.policy_number and row.policy_number and known.policy_number != row.policy_number
    ):
        raise Refused("shown.key", _("Another record has this key. Nothing of it is changed."))
    if row.policy_number and not known.policy_number:
        known.policy_number, known.party_id = row.policy_number, row.party_id
        known.save(update_fields=["policy_number", "party"])
        audit.record(
            aggregate=("terms_shown", known.pk), kind="terms_shown.became_policy", by=by, at=at,
            body={"policy": known.policy_number},
        )  # fmt: skip
    return known
