"""What the processes that answer have to know of each other's attempts."""

from django.db import models


class SharedTry(models.Model):
    """When somebody tried something that is limited (a password, a code): one row for each limit and person or address,
    of which only a keyed hash is kept. It counts until `ends_at`."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="shared_try_age")]
