"""One-time sign-in links as addresses."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from huiyin.accounts import actions
from huiyin.accounts.models import User
from huiyin.core.actors import Actor


def sign_in_url(*, user: User, by: Actor, at: datetime, valid_for: timedelta) -> str:
    """The address that lets `user` in once."""
    secret = actions.issue_sign_in_link(user=user, by=by, at=at, valid_for=valid_for)
    return f"{settings.PUBLIC_URL}{reverse('sign_in_link', args=[secret])}"
