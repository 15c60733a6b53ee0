"""Staff, the organisation tree, who holds which role where, and the tokens of machines."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.fields import EncryptedTextField
from huiyin.core.ids import uuid7


class Role(models.TextChoices):
    """The roles of the house; what each may do is in `accounts.rules` and in the transition table of complaints."""

    AGENT = "agent", _("Service agent")
    HANDLER = "handler", _("Complaint handler")
    INVESTIGATOR = "investigator", _("Investigator")
    SUPERVISOR = "supervisor", _("Supervisor")
    BRANCH_MANAGER = "branch_manager", _("Branch manager")
    HEAD_OFFICE_CP = "head_office_cp", _("Head-office consumer protection")
    EXECUTIVE = "executive", _("Executive")
    QUALITY = "quality", _("Quality")
    KNOWLEDGE_EDITOR = "knowledge_editor", _("Knowledge editor")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor (read only)")


class UnitKind(models.TextChoices):
    HEAD_OFFICE = "head_office", _("Head office")
    BRANCH = "branch", _("Branch")
    SUB_BRANCH = "sub_branch", _("Sub-branch")
    DEPARTMENT = "department", _("Department")


class Unit(models.Model):
    """A node of the organisation. `path` is the codes from the root, `/HQ/GD/GZ/`: a subtree is a prefix."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=16, choices=UnitKind)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    # Who answers for a case of this unit until somebody is named (first-contact ownership 首问负责制).
    duty_user = models.ForeignKey("User", null=True, on_delete=models.SET_NULL, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=False) | models.Q(kind="head_office"),
                name="unit_only_head_office_is_root",
            ),
            models.CheckConstraint(
                condition=models.Q(path__startswith="/", path__endswith="/"), name="unit_path_slashes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """What Django's and allauth's sign-in machinery needs to find people."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff (customers have no accounts: they follow their case with its number and code)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    employee_no = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_away = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    # Investigators are authorised and trained before they are named (3.2-1).
    authorised_until = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "employee_no"]
    objects = UserManager()
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Membership(models.Model):
    """A role held for a unit and everything below it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role", "unit"], name="membership_once")]
        indexes = [models.Index(fields=["role", "unit"], name="membership_by_role")]


class ReportingLine(models.Model):
    """Who directed whose work from when to when, both days included; the open line is the one of today."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lines")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(to_on__isnull=True), name="line_one_open"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")), name="line_order"
            ),
            models.CheckConstraint(condition=~models.Q(user=models.F("manager")), name="line_of_two"),
        ]
        indexes = [models.Index(fields=["manager"], name="line_of_manager")]


class RelationKind(models.TextChoices):
    SPOUSE = "spouse", _("Spouse or partner")
    PARENT = "parent", _("Parent")
    CHILD = "child", _("Child")
    SIBLING = "sibling", _("Brother or sister")
    IN_LAW = "in_law", _("Relative by marriage")
    OTHER = "other", _("Another close tie")


class Relation(models.Model):
    """A close tie that a member of staff declared, to a colleague or to somebody outside, known by fingerprints of the
    certificate number or phone. It binds at once; it ends only when somebody else confirms that (令2020-3 art 17).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=RelationKind)
    to_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    to_name = EncryptedTextField()
    certificate_blind = models.CharField(max_length=20, blank=True)
    phone_blind = models.CharField(max_length=20, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    declared_at = models.DateTimeField()
    # The day and reason that the person gave for the end; it counts once `to_on` is set.
    end_asked_on = models.DateField(null=True)
    end_reason = EncryptedTextField()
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_user__isnull=False) | ~models.Q(certificate_blind="", phone_blind=""),
                name="relation_to_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True)
                | models.Q(to_on__gte=models.F("from_on"), ended_by__isnull=False),
                name="relation_ended_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(to_user__isnull=True) | ~models.Q(to_user=models.F("user")), name="relation_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | ~models.Q(ended_by=models.F("user")),
                name="relation_never_ended_by_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="relation_of_user"),
            models.Index(fields=["to_user"], name="relation_to_user", condition=models.Q(to_user__isnull=False)),
            models.Index(
                fields=["user"],
                name="relation_end_asked",
                condition=models.Q(end_asked_on__isnull=False, to_on__isnull=True),
            ),
        ]


class RolePolicy(models.Model):
    """What a role demands at sign-in: a second factor, and after how long a session ends (minutes)."""

    role = models.CharField(max_length=20, choices=Role, primary_key=True)
    second_factor = models.BooleanField(default=False)
    session_minutes = models.PositiveIntegerField(default=600)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session_minutes__range=(5, 1440)), name="role_policy_session_range"
            )
        ]


class SignInLink(models.Model):
    """A one-time link; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """A machine's key: acts as `user` within `scopes`; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)


class IdempotencyKey(models.Model):
    """The answer given to a request with an Idempotency-Key, so that the same request is answered, not done, again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]
