"""`huiyin createadmin`: the first administrator, or a way back in. Nobody gets a password: a link works once."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email

from huiyin.accounts import actions
from huiyin.accounts.models import Role, Unit, UnitKind, User
from huiyin.commands.links import sign_in_url
from huiyin.commands.ready import require_prepared
from huiyin.core.actions import action
from huiyin.core.actors import Actor, system
from huiyin.core.time import now


@action
def make(*, email: str, name: str, employee_no: str, by: Actor, at: datetime) -> tuple[User, str]:
    """The administrator of that address (made when new, given the role when lacking) and the address of a link."""
    top = Unit.objects.filter(parent__isnull=True).first() or actions.add_unit(
        code="HQ",
        name=settings.INSURER["name"],
        name_en=settings.INSURER["name_en"],
        kind=UnitKind.HEAD_OFFICE,
        parent=None,
        by=by,
        at=at,
    )
    user = User.objects.filter(email__iexact=email).first() or actions.add_user(
        email=email, name=name, employee_no=employee_no, unit=top, by=by, at=at
    )
    if not user.is_active:
        raise CommandError(f"The account {email} is switched off; another administrator can switch it on again.")
    actions.grant_role(user=user, role=Role.ADMINISTRATOR, unit=top, by=by, at=at)
    return user, sign_in_url(user=user, by=by, at=at, valid_for=timedelta(hours=24))


def main(argv: Sequence[str]) -> int:
    """Make an administrator and print the link for the first sign-in."""
    parser = argparse.ArgumentParser(prog="huiyin createadmin", description=__doc__)
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--employee-no", default="", help="default: the part of the address before @")
    options = parser.parse_args(argv)
    try:
        validate_email(options.email)
    except ValidationError as error:
        raise CommandError(f"{options.email!r} is no e-mail address.") from error
    require_prepared()
    number = options.employee_no or options.email.partition("@")[0][:20]
    user, url = make(email=options.email, name=options.name, employee_no=number, by=system("createadmin"), at=now())
    print(f"{user.name} <{user.email}> is an administrator. This link works once, within 24 hours:", file=sys.stderr)
    print(url)
    return 0
