"""The figures of the board: counted by a sweep, so that nobody who opens the board walks all open cases."""

from django.db import models

from huiyin.accounts.models import Unit, User
from huiyin.core.ids import uuid7


class LoadRun(models.Model):
    """One round over all open cases; its rows hold what it found. Only the newest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    at = models.DateTimeField(db_index=True)


class OpenLoad(models.Model):
    """How many open cases of one age one person answers for in one unit, and how many of them are late; and how many
    open promises of cases of the unit they have to keep (then `age` is 0). `points` is the work that the cases are, by
    the rules of assignment."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    run = models.ForeignKey(LoadRun, on_delete=models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    age = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    today = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    paused = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    promised = models.PositiveIntegerField(default=0)
    promises_broken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit", "person", "age"], name="open_load_once")]
