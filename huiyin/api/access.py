"""Who calls: a bearer token, the person it acts for, its scopes, and how often it may call.

A token is looked up once every few seconds in each process (`KEPT_SECONDS`): a revoked token, a member of staff who was
switched off, or a role taken away is honoured within that time.
"""

import re
import threading
import time
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from huiyin.accounts import actions, queries
from huiyin.accounts.models import ApiToken, User
from huiyin.api.problems import Problem
from huiyin.core import uploads, uploads_quota
from huiyin.core.actors import Actor, system
from huiyin.core.time import local_date, now

KEPT_SECONDS = 3.0
MOST_KEPT = 1000
_SECRET = re.compile(r"hy_[A-Za-z0-9_-]{43}")


class Request(HttpRequest):
    """A request that has passed the bearer check."""

    auth: "Caller"


@dataclass(frozen=True)
class Caller:
    """The token that calls, and for whom."""

    token: ApiToken
    user: User
    where: str = ""

    @property
    def actor(self) -> Actor:
        """The person as an actor; the ledger names the token beside them."""
        return queries.actor(self.user, where=self.where, via=self.token.name)


class _Known:
    """Tokens seen in the last seconds, by the hash of their secret."""

    def __init__(self) -> None:
        self._held: dict[bytes, tuple[float, ApiToken]] = {}

    def get(self, secret: str) -> ApiToken | None:
        digest, tick = sha256(secret.encode()).digest(), time.monotonic()
        held = self._held.get(digest)
        if held is not None and held[0] > tick:
            return held[1]
        token = queries.token_by_secret(secret, now())
        if token is None:
            self._held.pop(digest, None)
            return None
        queries.grants_of(token.user)
        _note_use(token)
        if len(self._held) >= MOST_KEPT:
            self._held.clear()
        self._held[digest] = (tick + KEPT_SECONDS, token)
        return token

    def forget(self) -> None:
        """Look everything up anew (tests)."""
        self._held.clear()


def _note_use(token: ApiToken) -> None:
    at = now()
    if token.last_used_on != local_date(at):
        actions.note_token_use(token=token, on=local_date(at), by=system("api"), at=at)
        token.last_used_on = local_date(at)


class _Buckets:
    """A bucket for each token, filled evenly: `API_PER_MINUTE` requests a minute in each process, as many at once."""

    def __init__(self) -> None:
        self._left: dict[Any, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: Any, per_minute: int) -> float:
        """Take one; 0, or the seconds until there is one."""
        tick = time.monotonic()
        with self._lock:
            left, since = self._left.get(key, (float(per_minute), tick))
            left = min(float(per_minute), left + (tick - since) * per_minute / 60)
            if left < 1:
                self._left[key] = (left, tick)
                return (1 - left) * 60 / per_minute
            self._left[key] = (left - 1, tick)
            return 0.0


known = _Known()
buckets = _Buckets()


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>` with the scope that the operation names."""

    openapi_description = "A token of the settings page (Access keys). It acts for one person, within its scopes."

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller. Raises Problem: 401 unknown, 403 without the scope, 429 too often."""
        found = known.get(token) if _SECRET.fullmatch(token) else None
        if found is None:
            raise Problem("unauthorized", "token.unknown", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        wait = buckets.wait(found.pk, settings.API_PER_MINUTE) if settings.API_PER_MINUTE else 0
        if wait:
            raise Problem("rate", "rate.exceeded", headers={"Retry-After": str(ceil(wait))})
        if self.scope and self.scope not in found.scopes:
            raise Problem(
                "forbidden",
                "token.scope",
                _("This token lacks the scope “%s”.") % self.scope,
                needs=[self.scope],
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'},
            )
        uploads.name_sender(request, lambda: uploads_quota.of_staff(found.user.pk))
        return Caller(found, found.user, request.META.get("REMOTE_ADDR", ""))
