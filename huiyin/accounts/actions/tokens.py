"""Keys of machines, and the answers remembered for repeated requests."""

import hashlib
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from huiyin.accounts.models import ApiToken, IdempotencyKey, SharedTry, User
from huiyin.accounts.rules import SCOPES
from huiyin.audit import actions as audit
from huiyin.core import bulk, crypto, pipeline
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.ids import uuid7

_ANSWER = "accounts.idempotencykey.answer"
_TAKE_KEY = (
    b"INSERT INTO accounts_idempotencykey (id, token_id, key, fingerprint, status, answer, created_at) "
    b"VALUES (%s, %s, %s, %s, 0, 'null', %s) ON CONFLICT (token_id, key) DO NOTHING RETURNING id"
)
_LOOK_UP_KEY = (
    b"SELECT status, answer #>> '{}', fingerprint FROM accounts_idempotencykey WHERE token_id = %s AND key = %s"
)
_KEEP_ANSWER = b"UPDATE accounts_idempotencykey SET status = %s, answer = %s WHERE id = %s RETURNING id"


@action
def create_token(
    *, user: User, name: str, scopes: Sequence[str], by: Actor, at: datetime, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token that acts as `user` within `scopes`, and its secret, which is shown this once. Raises BadInput."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise BadInput("token.scope", _("Choose scopes from the list: %s") % ", ".join(SCOPES), field="scopes")
    owner = User.objects.get(pk=str(by.id))
    secret = f"hy_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=secret[:9],
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=sorted(set(scopes)),
        created_at=at,
        created_by=owner,
        expires_at=expires_at,
    )
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    audit.record(
        aggregate=("user", user.id),
        kind="user.token_created",
        by=by,
        at=at,
        body={"name": name, "scopes": token.scopes},
    )
    return token, secret


@action
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """End a token at once. Doing it twice changes nothing."""
    User.objects.select_for_update(of=("self",)).get(pk=token.user_id)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        audit.record(
            aggregate=("user", token.user_id), kind="user.token_revoked", by=by, at=at, body={"name": token.name}
        )


@action
def note_token_use(*, token: ApiToken, by: Actor, at: datetime, on: date) -> None:
    """Keep the day a token was last used: one write a day."""
    ApiToken.objects.filter(pk=token.pk).filter(Q(last_used_on__isnull=True) | Q(last_used_on__lt=on)).update(
        last_used_on=on
    )


@dataclass(frozen=True)
class Answered:
    """The answer under an Idempotency-Key: `status` and `answer` as given first, `fingerprint` of the request that they
    answered; `is_new` when that was this one."""

    status: int
    answer: str
    fingerprint: str
    is_new: bool


@action
def answer_once(
    *, token: ApiToken, key: str, fingerprint: str, work: Callable[[], tuple[int, str]], by: Actor, at: datetime
) -> Answered:
    """Do `work` once for a key of a token: the key is taken before and the answer kept after it, all in the transaction
    of the change. Whoever comes second waits for the first and is given its answer; a refusal keeps nothing.

    Answers may hold personal data: they are encrypted.
    """
    id_ = uuid7()
    [taken] = pipeline.ask((_TAKE_KEY, [id_, token.pk, key, fingerprint, at]))
    if not taken:
        first = IdempotencyKey.objects.get(token=token, key=key)
        kept = crypto.decrypt(b64decode(first.answer), _ANSWER)
        return Answered(first.status, kept, first.fingerprint, is_new=False)
    status, answer = work()
    sealed = b64encode(crypto.encrypt(answer, _ANSWER)).decode()
    pipeline.ask((_KEEP_ANSWER, [status, Jsonb(sealed), id_]))
    return Answered(status, answer, fingerprint, is_new=True)


Keep = Callable[[int, str], IdempotencyKey]


@action
def answer_along(
    *, token: ApiToken, key: str, fingerprint: str, work: Callable[[Keep], tuple[int, str]], by: Actor, at: datetime
) -> Answered:
    """`answer_once` for work that writes all its rows in one statement (`core.pipeline.insert`): `work` is given what
    makes the row that keeps its answer (status, text), and writes that row with the others, or leaves it to us.

    Of two at the same time the second waits until the first is done and breaks on the constraint that a key is there
    once (`is_key_taken`); its work is undone, and who asks again is given the answer.
    """
    kept: list[IdempotencyKey] = []

    def keep(status: int, answer: str) -> IdempotencyKey:
        sealed = b64encode(crypto.encrypt(answer, _ANSWER)).decode()
        kept.append(
            bulk.new(
                IdempotencyKey, token_id=token.pk, key=key, fingerprint=fingerprint, status=status, answer=sealed,
                created_at=at,
            )
        )  # fmt: skip
        return kept[-1]

    [found] = pipeline.ask((_LOOK_UP_KEY, [token.pk, key]))
    for status, sealed, of in found:
        return Answered(status, crypto.decrypt(b64decode(sealed), _ANSWER), of, is_new=False)
    status, answer = work(keep)
    if not kept or kept[-1]._state.adding:
        keep(status, answer).save(force_insert=True)
    return Answered(status, answer, fingerprint, is_new=True)


def is_key_taken(error: IntegrityError) -> bool:
    """Whether `answer_along` broke because the same key was taken a moment ago."""
    cause = error.__cause__
    return isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "idempotency_key_once"


@action
def forget_old_keys(*, before: datetime, by: Actor, at: datetime) -> int:
    """Drop remembered answers older than `before`; returns how many. Attempts that no longer count go with them."""
    SharedTry.objects.filter(ends_at__lt=at).delete()
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]
