"""One-time links, sessions, and the record of entries."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from huiyin.accounts import rules
from huiyin.accounts.models import SignInLink, User
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def issue_sign_in_link(*, user: User, by: Actor, at: datetime, valid_for: timedelta = rules.LINK_LASTS) -> str:
    """The secret of a link that lets `user` in once within `valid_for`, at most 24 hours; only its hash is kept."""
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.create(user=user, secret_hash=_hash(secret), expires_at=at + min(valid_for, rules.LINK_LASTS))
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    audit.record(aggregate=("user", user.id), kind="user.link_issued", by=by, at=at)
    return secret


@action
def use_sign_in_link(*, secret: str, by: Actor, at: datetime) -> User:
    """The user whose unused link this is; the link is spent. Raises Refused when it is unknown, used or too old."""
    link = SignInLink.objects.select_for_update(of=("self",)).filter(secret_hash=_hash(secret)).first()
    if link is None or link.used_at or not rules.link_open(link.expires_at, at):
        raise Refused("link.spent", _("This link has been used or is too old. Ask your administrator for a new one."))
    user = User.objects.select_for_update(of=("self",)).get(pk=link.user_id)
    if not user.is_active:
        raise Refused("link.inactive", _("This account is switched off."))
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record(aggregate=("user", user.id), kind="user.link_used", by=by, at=at)
    return user


@action
def note_sign_in(*, user: User, method: str, by: Actor, at: datetime) -> None:
    """Write an entry by `method` into the access log."""
    audit.looked(kind="sign_in", by=by, at=at, aggregate=("user", user.id), reason=method)


@action
def spend_code(*, factor: Authenticator, counter: int, by: Actor, at: datetime) -> bool:
    """Take the code of the time step `counter` of a second factor; False when it, or a later one, was taken already.
    Kept with the factor: the processes that answer have no memory in common."""
    row = Authenticator.objects.select_for_update(of=("self",)).get(pk=factor.pk)
    if not rules.code_is_new(counter, row.data.get("spent")):
        audit.looked(kind="code_again", by=by, at=at, aggregate=("user", row.user_id))
        return False
    row.data["spent"] = counter
    row.save(update_fields=["data"])
    return True


@action
def end_sessions(*, user: User, by: Actor, at: datetime) -> int:
    """End every session of `user`; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    if sessions:
        audit.looked(kind="sessions_ended", by=by, at=at, aggregate=("user", user.id), reason=str(len(sessions)))
    return len(sessions)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
