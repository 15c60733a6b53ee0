"""What somebody of the house is told, and how they want to be told; how far the change feed has been read for it."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.cases.models.case import Case
from huiyin.core.ids import uuid7


class NotificationKind(models.TextChoices):
    """What one is told of; the order is that of the page of choices."""

    HANDED = "handed", _("A case is handed to me")
    REPLY = "reply", _("The complainant of my case writes")
    SIGN = "sign", _("What a customer writes may be urgent")
    APPROVAL = "approval", _("Something waits for my approval or review")
    WARNED = "warned", _("A limit comes near")
    BROKEN = "broken", _("A limit is broken")
    PROMISE = "promise", _("A promise falls due or is broken")
    MENTIONED = "mentioned", _("Somebody mentions me")
    CHANGED = "changed", _("A case that I watch changes")
    QUARANTINED = "quarantined", _("A file is put into quarantine")
    JOBS = "jobs", _("Work in the background is late")


class Digest(models.TextChoices):
    """How often the mails are sent."""

    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Together, once an hour")
    DAILY = "daily", _("Together, once a day")


class Notification(models.Model):
    """One thing that one person is told. No personal data: numbers, codes and moments only; the words are made when
    it is read, for somebody who still may see the case.

    `key` is what it is about, so that the same is told once however often an action or a sweep runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NotificationKind)
    # The row belongs to the person and not to the aggregate of the case.
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    key = models.CharField(max_length=120)
    # The note, message, promise or plan it is about.
    ref_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    on_page = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    # When it is to leave by mail or WeCom; emptied once it left, was read before, or may not be seen any more.
    mail_due_at = models.DateTimeField(null=True)
    wecom_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once"),
            models.CheckConstraint(
                # Who keeps the machines or the data learns of a harmful file without seeing the case; limits are
                # those of a case or of a claim (`details["claim"]`).
                condition=models.Q(kind__in=("jobs", "quarantined"))
                | models.Q(kind__in=("warned", "broken"), details__has_key="claim")
                | models.Q(case__isnull=False),
                name="notification_of_case",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notification_of_user", condition=models.Q(on_page=True)),
            models.Index(
                fields=["user", "-at", "-id"],
                name="notification_unread",
                condition=models.Q(on_page=True, read_at=None),
            ),
            models.Index(
                fields=["mail_due_at"], name="notification_to_mail", condition=models.Q(mail_due_at__isnull=False)
            ),
            models.Index(
                fields=["wecom_due_at"], name="notification_to_wecom", condition=models.Q(wecom_due_at__isnull=False)
            ),
            models.Index(fields=["at"], name="notification_old"),
        ]


class NotificationChoice(models.Model):
    """How somebody wants to be told. Without a row the roles decide (`rules.notifications.defaults`)."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # {kind: [way, …]}; a kind that is not named follows the roles.
    ways = models.JSONField(default=dict)
    # No mail and no WeCom message between the two, by the clock of Shanghai; it may go over midnight.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.AT_ONCE)
    digest_at = models.TimeField(default=time(9))
    wecom_id = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notification_quiet_both",
            )
        ]


class FeedPlace(models.Model):
    """How far a reader inside the house has come in the change feed."""

    reader = models.CharField(primary_key=True, max_length=40)
    xact = models.BigIntegerField()
    entry_id = models.UUIDField()
