"""People, roles, links and tokens."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.accounts import actions, queries
from huiyin.accounts.models import Membership, SignInLink, Unit, User
from huiyin.audit import queries as ledger
from huiyin.core import actors
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
SETUP = actors.system("setup")

pytestmark = pytest.mark.django_db


@pytest.fixture
def head_office() -> Unit:
    return actions.add_unit(code="HQ", name="总公司", kind="head_office", parent=None, by=SETUP, at=AT)


@pytest.fixture
def branch(head_office: Unit) -> Unit:
    return actions.add_unit(code="GD", name="广东分公司", kind="branch", parent=head_office, by=SETUP, at=AT)


@pytest.fixture
def lin(branch: Unit) -> User:
    return actions.add_user(email="lin@example.com", name="林静", employee_no="E1", unit=branch, by=SETUP, at=AT)


def as_actor(user: User) -> Actor:
    return queries.actor(User.objects.get(pk=user.pk))


def test_the_path_of_a_unit_is_its_codes_from_the_root(branch: Unit):
    assert branch.path == "/HQ/GD/"


def test_moving_a_unit_moves_everything_below_it(head_office: Unit, branch: Unit):
    city = actions.add_unit(code="GZ", name="广州", kind="sub_branch", parent=branch, by=SETUP, at=AT)
    other = actions.add_unit(code="SC", name="四川分公司", kind="branch", parent=head_office, by=SETUP, at=AT)
    actions.move_unit(unit=branch, parent=other, by=SETUP, at=AT)
    city.refresh_from_db()
    assert city.path == "/HQ/SC/GD/GZ/"
    with pytest.raises(Refused):
        actions.move_unit(unit=other, parent=city, by=SETUP, at=AT)


def test_a_taken_code_or_address_is_bad_input(branch: Unit, lin: User):
    with pytest.raises(BadInput):
        actions.add_unit(code="GD", name="x", kind="branch", parent=branch.parent, by=SETUP, at=AT)
    with pytest.raises(BadInput):
        actions.add_user(email="LIN@example.com", name="x", employee_no="E2", unit=branch, by=SETUP, at=AT)
    with pytest.raises(BadInput):
        actions.add_user(email="b@example.com", name="x", employee_no="E1", unit=branch, by=SETUP, at=AT)


def test_a_new_account_has_no_usable_password(lin: User):
    assert not lin.has_usable_password()


def test_granting_a_role_twice_changes_nothing_the_second_time(lin: User, branch: Unit):
    for _ in range(2):
        actions.grant_role(user=lin, role="handler", unit=branch, by=SETUP, at=AT)
    assert Membership.objects.filter(user=lin).count() == 1
    assert [e.kind for e in ledger.chain(("user", lin.id))] == ["user.added", "user.role_granted"]


def test_the_last_administrator_keeps_the_role(lin: User, head_office: Unit):
    membership = actions.grant_role(user=lin, role="administrator", unit=head_office, by=SETUP, at=AT)
    with pytest.raises(Refused):
        actions.revoke_role(membership=membership, by=SETUP, at=AT)


def test_a_link_lets_in_once(lin: User):
    secret = actions.issue_sign_in_link(user=lin, by=SETUP, at=AT)
    assert secret not in str(list(SignInLink.objects.values()))
    assert actions.use_sign_in_link(secret=secret, by=SETUP, at=AT + timedelta(hours=1)) == lin
    with pytest.raises(Refused):
        actions.use_sign_in_link(secret=secret, by=SETUP, at=AT + timedelta(hours=1))


def test_an_old_link_or_one_of_a_switched_off_account_is_refused(lin: User):
    old = actions.issue_sign_in_link(user=lin, by=SETUP, at=AT)
    with pytest.raises(Refused):
        actions.use_sign_in_link(secret=old, by=SETUP, at=AT + timedelta(hours=24))
    fresh = actions.issue_sign_in_link(user=lin, by=SETUP, at=AT)
    actions.deactivate_user(user=lin, by=SETUP, at=AT)
    with pytest.raises(Refused):
        actions.use_sign_in_link(secret=fresh, by=SETUP, at=AT)


def test_nobody_switches_off_the_own_account(lin: User):
    with pytest.raises(Refused):
        actions.deactivate_user(user=lin, by=as_actor(lin), at=AT)


def test_a_token_is_known_by_its_secret_until_it_is_revoked_or_too_old(lin: User):
    token, secret = actions.create_token(
        user=lin, name="core", scopes=["complaints:read"], by=as_actor(lin), at=AT, expires_at=AT + timedelta(days=1)
    )
    assert queries.token_by_secret(secret, AT) == token
    assert secret not in str(ledger.chain(("user", lin.id)).values())
    assert queries.token_by_secret(secret, AT + timedelta(days=1)) is None
    assert queries.token_by_secret(secret + "x", AT) is None
    actions.revoke_token(token=token, by=as_actor(lin), at=AT)
    assert queries.token_by_secret(secret, AT) is None


def test_a_token_needs_known_scopes(lin: User):
    for scopes in ([], ["everything"]):
        with pytest.raises(BadInput):
            actions.create_token(user=lin, name="core", scopes=scopes, by=as_actor(lin), at=AT)


def test_the_unit_above_a_branch_reviews_its_decisions(head_office: Unit, branch: Unit):
    desk = actions.add_unit(code="CS", name="客服部", kind="department", parent=branch, by=SETUP, at=AT)
    city = actions.add_unit(code="GZ", name="广州", kind="sub_branch", parent=branch, by=SETUP, at=AT)
    assert queries.upper_unit(desk) == head_office
    assert queries.upper_unit(city) == branch
    assert queries.upper_unit(head_office) is None


def test_staff_with_a_role_are_found_for_a_unit_and_the_units_above_it(head_office: Unit, branch: Unit, lin: User):
    actions.grant_role(user=lin, role="handler", unit=head_office, by=SETUP, at=AT)
    assert list(queries.staff_with_role("handler", branch)) == [lin]
    assert list(queries.staff_with_role("supervisor", branch)) == []
