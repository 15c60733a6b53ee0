"""Chats from a page of the house or of another site. A chat is a matter from its first line: what is said are messages
of its case; here stands who waits for whom (2.2-1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.models.case import Case
from huiyin.core.ids import uuid7


class ChatSite(models.Model):
    """A site that shows the chat window. `key` stands in its page and is no secret; `origins` may frame the window
    (https://www.example.com), and nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # Where its chats belong; none: consumer protection at head office.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(removed_at__isnull=True), name="chat_site_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChatState(models.TextChoices):
    WAITING = "waiting", _("Waits for a person")
    TALKING = "talking", _("With a person")
    ENDED = "ended", _("Chat ended")


class Chat(models.Model):
    """One chat. The visitor's window proves itself with a key of which only the hash is kept."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="chat")
    site = models.ForeignKey(ChatSite, on_delete=models.PROTECT, related_name="+")
    key_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=ChatState, default=ChatState.WAITING)
    agent = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # From here on its place in the line is counted; one that was given back keeps it.
    waiting_since = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True)  # visitor, agent, silence
    # When the window last asked for news (to the quarter of a minute) and when somebody last said something.
    seen_at = models.DateTimeField()
    said_at = models.DateTimeField()
    lines = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="talking") | models.Q(agent__isnull=False, taken_at__isnull=False),
                name="chat_talking_has_agent",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ended") ^ models.Q(ended_at__isnull=True), name="chat_ended_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_since", "case"], name="chat_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["agent", "said_at"], name="chat_of_agent", condition=models.Q(state="talking")),
            models.Index(fields=["seen_at"], name="chat_open", condition=~models.Q(state="ended")),
        ]
