"""People and their roles."""

from datetime import date, datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from huiyin.accounts import queries
from huiyin.accounts.actions.sign_in import end_sessions
from huiyin.accounts.models import Membership, Role, RolePolicy, Unit, User
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def add_user(
    *,
    email: str,
    name: str,
    employee_no: str,
    unit: Unit,
    by: Actor,
    at: datetime,
    title: str = "",
    language: str = "zh-hans",
    authorised_until: date | None = None,
) -> User:
    """Make an account without a password: its first entry is a one-time link. Raises BadInput for a taken address."""
    email = User.objects.normalize_email(email.strip())
    if User.objects.filter(email__iexact=email).exists():
        raise BadInput("user.email_taken", _("Somebody has an account with this address already."), field="email")
    if User.objects.filter(employee_no=employee_no).exists():
        raise BadInput("user.number_taken", _("Somebody has this employee number already."), field="employee_no")
    user = User.objects.create_user(
        email,
        name=name,
        employee_no=employee_no,
        unit=unit,
        title=title,
        language=language,
        authorised_until=authorised_until,
    )
    audit.record(
        aggregate=("user", user.id), kind="user.added", by=by, at=at, first=True, body={"employee_no": employee_no}
    )
    return user


@action
def change_user(
    *,
    user: User,
    by: Actor,
    at: datetime,
    is_away: bool | None = None,
    unit: Unit | None = None,
    title: str | None = None,
    language: str | None = None,
    authorised_until: date | None = None,
) -> User:
    """Change what is given; the rest stays. Nothing is written when nothing differs."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    given = {
        "is_away": is_away, "unit": unit, "title": title, "language": language, "authorised_until": authorised_until,
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None and value != getattr(user, name)}
    if not changes:
        return user
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    body = {name: str(value) for name, value in changes.items()}
    audit.record(aggregate=("user", user.id), kind="user.changed", by=by, at=at, body=body)
    return user


@action
def deactivate_user(*, user: User, by: Actor, at: datetime) -> User:
    """Switch an account off: nobody signs in with it and its sessions end at once. Nothing it did is touched."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.pk == by.id:
        raise Refused("user.self", _("You cannot switch off your own account."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user, by=by, at=at)
    audit.record(aggregate=("user", user.id), kind="user.deactivated", by=by, at=at)
    return user


@action
def reactivate_user(*, user: User, by: Actor, at: datetime) -> User:
    """Switch an account on again."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(aggregate=("user", user.id), kind="user.reactivated", by=by, at=at)
    return user


@action
def grant_role(*, user: User, role: str, unit: Unit, by: Actor, at: datetime) -> Membership:
    """Give `user` a role for `unit` and everything below it. Granting twice changes nothing."""
    if role not in Role.values:
        raise BadInput("role.unknown", _("There is no such role."), field="role")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    membership, made = Membership.objects.get_or_create(user=user, role=role, unit=unit)
    if made:
        audit.record(
            aggregate=("user", user.id), kind="user.role_granted", by=by, at=at, body={"role": role, "unit": unit.path}
        )
    return membership


@action
def revoke_role(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Take a role away; sessions go on but every next request sees the smaller rights."""
    user = User.objects.select_for_update(of=("self",)).get(pk=membership.user_id)
    last_admin = (
        membership.role == Role.ADMINISTRATOR
        and not Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(pk=membership.pk)
        .exists()
    )
    if last_admin:
        raise Refused("role.last_administrator", _("This is the last administrator; name another one first."))
    body = {"role": membership.role, "unit": membership.unit.path}
    deleted, _rows = Membership.objects.filter(pk=membership.pk).delete()
    if deleted:
        audit.record(aggregate=("user", user.id), kind="user.role_revoked", by=by, at=at, body=body)


@action
def set_role_policy(*, role: str, second_factor: bool, session_minutes: int, by: Actor, at: datetime) -> RolePolicy:
    """Say what a role demands at sign-in. `session_minutes` is 5 to 1440."""
    if not 5 <= session_minutes <= 1440:
        raise BadInput("role.session", _("A session lasts between 5 and 1440 minutes."), field="session_minutes")
    before = RolePolicy.objects.select_for_update().filter(role=role).values("second_factor", "session_minutes").first()
    after = {"second_factor": second_factor, "session_minutes": session_minutes}
    policy, _made = RolePolicy.objects.update_or_create(role=role, defaults=after)
    if before != after:
        audit.record(
            aggregate=("house", queries.root().pk),
            kind="house.role_policy_set",
            by=by,
            at=at,
            body={"role": role, "before": before, "after": after},
        )
    cache.delete("accounts.policies")
    audit.looked(
        kind="policy", by=by, at=at, fields=[role], reason=f"second_factor={second_factor} minutes={session_minutes}"
    )
    return policy
