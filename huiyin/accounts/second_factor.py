"""Codes of second factors: each lets somebody in once, whatever the clock does."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from huiyin.accounts import actions
from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.core.time import now


class _CodesOnce:
    """The library remembers a code for half a minute by the clock, in the memory of one process."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code, taken now. Raises ValidationError for a wrong one and for one that was taken before."""
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type != Authenticator.Type.TOTP:  # codes for recovery are struck off by the library
            return code
        counter = _counter(self.authenticator, code)
        if not actions.spend_code(factor=self.authenticator, counter=counter, by=actor(self.user), at=now()):
            raise get_adapter().validation_error("incorrect_code")
        return code


class EnterCode(_CodesOnce, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class EnterCodeAgain(_CodesOnce, ReauthenticateForm):  # type: ignore[misc]
    """Before something that is asked for twice."""


def _counter(factor: Authenticator, code: str) -> int:
    """The time step whose code it is; of those that are accepted the newest, should the step have just ended."""
    secret: str = decrypt(factor.data["secret"])
    here, apart = int(time.time()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE + 1
    told: Any = "".join(code.split())
    fits = [
        step for step in range(here - apart, here + apart + 1) if format_hotp_value(hotp_value(secret, step)) == told
    ]
    return max(fits, default=here)
