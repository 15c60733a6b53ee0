"""Keys of machines, and the answers remembered for repeated requests."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.accounts.models import ApiToken, IdempotencyKey, User
from huiyin.accounts.rules import SCOPES
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput


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


@action
def remember_answer(
    *, token: ApiToken, key: str, fingerprint: str, status: int, answer: Any, by: Actor, at: datetime
) -> IdempotencyKey:
    """Keep the answer to a request with an Idempotency-Key, in the transaction of the change itself."""
    return IdempotencyKey.objects.create(
        token=token, key=key, fingerprint=fingerprint, status=status, answer=answer, created_at=at
    )


@action
def forget_old_keys(*, before: datetime, by: Actor, at: datetime) -> int:
    """Drop remembered answers older than `before`; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]
