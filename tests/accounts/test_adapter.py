"""What the sign-in library keeps is kept our way."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection

from huiyin.accounts.adapter import StaffMfaAdapter
from tests import people

pytestmark = pytest.mark.django_db


def test_the_secret_of_a_second_factor_is_encrypted_and_still_checks_codes():
    adapter = StaffMfaAdapter()
    secret = generate_totp_secret()
    assert secret not in adapter.encrypt(secret)
    assert adapter.decrypt(adapter.encrypt(secret)) == secret
    house = people.build()
    totp = TOTP.activate(house["adi"], secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE id = %s", [totp.instance.pk])
        assert secret not in cursor.fetchone()[0]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert Authenticator.objects.get(pk=totp.instance.pk).wrap().validate_code(code)
