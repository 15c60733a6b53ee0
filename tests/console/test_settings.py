"""The administrator keeps people, units, roles and keys; every change is one entry of the ledger."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from huiyin.accounts.models import ApiToken, Membership, RolePolicy, Unit, User
from huiyin.accounts.queries import token_by_secret
from huiyin.audit import queries as audit
from huiyin.channels.models import Outgoing
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House


@pytest.fixture
def admin(enter: Callable[[str], Client]) -> Client:
    return enter("adi")


def person(**changes: Any) -> dict[str, Any]:
    return {
        "name": "赵新",
        "employee_no": "E500",
        "email": "zhao@house.example",
        "title": "",
        "language": "zh-hans",
        "role": "handler",
    } | changes


def test_a_new_account_gets_its_role_and_a_link_shown_once(admin: Client, house: House) -> None:
    answer = admin.post("/desk/settings/people/new", person(unit=str(house.units["JS-CP"].pk)))
    user = User.objects.get(employee_no="E500")
    assert answer["Location"] == f"/desk/settings/people/{user.pk}/"
    assert Membership.objects.get(user=user).role == "handler"
    page = admin.post(answer["Location"] + "link")
    link = re.search(r"/desk/enter/[\w-]+", page.content.decode())
    assert link
    assert link[0] not in admin.get(answer["Location"]).content.decode()
    assert Client().post(link[0]).status_code == 302
    assert audit.verify(("user", user.pk)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "tom@house.example"}, "email"),
        ({"employee_no": "E001"}, "employee_no"),
        ({"name": ""}, "name"),
        ({"unit": "x"}, "unit"),
    ],
)
def test_faults_of_an_account_stand_at_their_fields(
    admin: Client, house: House, changes: dict[str, str], field: str
) -> None:
    before = User.objects.count()
    page = admin.post("/desk/settings/people/new", person(unit=str(house.units["JS"].pk)) | changes)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert User.objects.count() == before


def test_roles_are_given_and_taken_but_the_last_administrator_stays(admin: Client, house: House) -> None:
    here = f"/desk/settings/people/{house['tom'].pk}/"
    admin.post(f"{here}grant", {"role": "supervisor", "unit": str(house.units["JS"].pk)})
    held = Membership.objects.get(user=house["tom"], role="supervisor")
    admin.post(f"{here}revoke", {"membership": str(held.pk)})
    assert not Membership.objects.filter(pk=held.pk).exists()
    own = Membership.objects.get(user=house["adi"])
    answer = admin.post(f"/desk/settings/people/{house['adi'].pk}/revoke", {"membership": str(own.pk)})
    assert answer.status_code == 409
    assert Membership.objects.filter(pk=own.pk).exists()


def test_an_account_is_switched_off_and_on_but_never_ones_own(admin: Client, house: House) -> None:
    here = f"/desk/settings/people/{house['tom'].pk}/"
    admin.post(f"{here}deactivate")
    assert not User.objects.get(pk=house["tom"].pk).is_active
    admin.post(f"{here}reactivate")
    assert User.objects.get(pk=house["tom"].pk).is_active
    assert admin.post(f"/desk/settings/people/{house['adi'].pk}/deactivate").status_code == 409


def test_unit_title_and_authority_are_changed(admin: Client, house: House) -> None:
    values = {"unit": str(house.units["JS-SZ"].pk), "title": "岗位", "authorised_until": "2031-01-01"}
    admin.post(f"/desk/settings/people/{house['ivy'].pk}/change", values)
    user = User.objects.get(pk=house["ivy"].pk)
    assert (user.unit.code, user.title, str(user.authorised_until)) == ("JS-SZ", "岗位", "2031-01-01")
    assert admin.post(f"/desk/settings/people/{house['ivy'].pk}/change", values | {"unit": "x"}).status_code == 422


def test_units_are_added_moved_and_given_a_duty_person(admin: Client, house: House) -> None:
    sent = {"code": "JS-WX", "name": "无锡中心支公司", "kind": "sub_branch", "parent": str(house.units["GD"].pk)}
    admin.post("/desk/settings/units/", sent)
    unit = Unit.objects.get(code="JS-WX")
    assert unit.path == "/HQ/GD/JS-WX/"
    here = f"/desk/settings/units/{unit.pk}/"
    admin.post(here, {"duty_user": str(house["tom"].pk), "parent": str(house.units["JS"].pk)})
    unit.refresh_from_db()
    assert (unit.path, unit.duty_user_id) == ("/HQ/JS/JS-WX/", house["tom"].pk)
    assert admin.post("/desk/settings/units/", sent).status_code == 422
    below = f"/desk/settings/units/{house.units['JS'].pk}/"
    assert admin.post(below, {"parent": str(unit.pk)}).status_code == 409


def test_a_policy_of_a_role_is_kept_and_a_wrong_one_refused(admin: Client, house: House) -> None:
    admin.post("/desk/settings/roles/", {"role": "handler", "second_factor": "on", "session_minutes": "60"})
    policy = RolePolicy.objects.get(role="handler")
    assert (policy.second_factor, policy.session_minutes) == (True, 60)
    answer = admin.post("/desk/settings/roles/", {"role": "handler", "session_minutes": "2"})
    assert answer.status_code == 422
    assert RolePolicy.objects.get(role="handler").session_minutes == 60


def test_a_key_is_shown_once_works_and_is_revoked(admin: Client, house: House) -> None:
    sent = {"name": "核心系统", "user": str(house["tom"].pk), "scopes": ["complaints:read"], "expires_on": "2031-12-31"}
    page = admin.post("/desk/settings/tokens/", sent)
    secret = page.context["secret"]
    token = token_by_secret(secret, time.now())
    assert token is not None
    assert token.expires_at == datetime(2031, 12, 31, 16, tzinfo=UTC)
    assert secret not in admin.get("/desk/settings/tokens/").content.decode()
    admin.post(f"/desk/settings/tokens/{token.pk}/revoke")
    assert token_by_secret(secret, time.now()) is None
    assert admin.post("/desk/settings/tokens/", sent | {"scopes": []}).status_code == 422
    assert ApiToken.objects.count() == 1


def test_people_are_found_and_paged_by_their_number(admin: Client, house: House) -> None:
    found = admin.get("/desk/settings/people/", {"q": "Tom"}).context["people"]
    assert [user.pk for user in found] == [house["tom"].pk]
    assert admin.get("/desk/settings/people/", {"after": "E013"}).context["people"][0].employee_no == "E014"


def test_a_mail_that_failed_is_sent_again_and_its_address_is_masked(admin: Client, house: House) -> None:
    case = registered(house).case
    Outgoing.objects.filter(owner_id=case.pk).update(state="failed", next_try_at=None, answer="550 no such mailbox")
    mail = Outgoing.objects.get(owner_id=case.pk)
    body = admin.get("/desk/settings/system/").content.decode()
    assert "l*@example.com" in body
    assert "li@example.com" not in body
    assert admin.post(f"/desk/settings/system/mail/{mail.pk}/again").status_code == 302
    mail.refresh_from_db()
    assert mail.state == "queued"
    assert admin.post(f"/desk/settings/system/mail/{mail.pk}/again").status_code == 409


def test_without_a_worker_the_page_says_what_waits(admin: Client, house: House) -> None:
    registered(house)
    context = admin.get("/desk/settings/system/").context
    assert context["is_silent"]
    assert context["jobs"]["todo"] >= 1
