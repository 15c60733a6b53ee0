"""The first administrator gets a link, never a password; asking again is the way back in."""

from typing import Any

import pytest
from django.core.management.base import CommandError

from huiyin.accounts import actions
from huiyin.accounts.models import Membership, Role, SignInLink, Unit, User
from huiyin.commands import createadmin
from huiyin.core.actors import system
from huiyin.core.time import now

pytestmark = pytest.mark.django_db
WORDS = ["--email", "wang@huiyin.example", "--name", "王敏"]


def test_it_makes_the_top_unit_the_person_and_the_role(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    assert createadmin.main(WORDS) == 0
    user = User.objects.get(email="wang@huiyin.example")
    assert not user.has_usable_password()
    assert user.employee_no == "wang"
    assert Membership.objects.filter(user=user, role=Role.ADMINISTRATOR, unit__path="/HQ/").count() == 1
    url = capsys.readouterr().out.strip()
    assert url.startswith(settings.PUBLIC_URL)


def test_the_link_lets_in_once(capsys: pytest.CaptureFixture[str]) -> None:
    createadmin.main(WORDS)
    secret = capsys.readouterr().out.strip().rstrip("/").rsplit("/", 1)[1]
    found = actions.use_sign_in_link(secret=secret, by=system("test"), at=now())
    assert found.email == "wang@huiyin.example"
    assert SignInLink.objects.filter(used_at__isnull=False).count() == 1


def test_a_second_time_prints_a_new_link_for_the_same_person(capsys: pytest.CaptureFixture[str]) -> None:
    createadmin.main(WORDS)
    first = capsys.readouterr().out
    createadmin.main([*WORDS[:1], "WANG@huiyin.example", *WORDS[2:]])
    assert capsys.readouterr().out != first
    assert User.objects.count() == Unit.objects.count() == Membership.objects.count() == 1


def test_a_switched_off_account_is_not_let_in() -> None:
    createadmin.main(WORDS)
    actions.deactivate_user(user=User.objects.get(), by=system("test"), at=now())
    with pytest.raises(CommandError, match="switched off"):
        createadmin.main(WORDS)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        createadmin.main(["--email", "wang", "--name", "王敏"])
    assert not User.objects.exists()
