"""Files that nobody refers to: uploads of forms that were never sent, letters of steps that were refused."""

from collections.abc import Iterator
from itertools import islice

from huiyin.audit.models import Dossier
from huiyin.cases.models import Evidence
from huiyin.channels.models import DeliveryState, Outgoing, RawMessage
from huiyin.core import blobs

_BATCH = 500


def forget_unreferenced() -> int:
    """Delete the encrypted files that have lain for longer than the grace and belong to no evidence item, no mail that
    is still to be sent or that came in, and no case file that was ordered; returns how many. A file that somebody
    is about to use was touched and is left alone.
    """
    waiting = Outgoing.objects.exclude(state=DeliveryState.SENT).values_list("attachments", flat=True)
    mailed = {attachment.split("|", 1)[0] for attachments in waiting for attachment in attachments}
    removed = 0
    for batch in _batches(digest for digest in blobs.digests() if blobs.older_than(digest)):
        known = set(Evidence.objects.filter(sha256__in=batch).values_list("sha256", flat=True)) | mailed
        known |= set(Dossier.objects.filter(digest__in=batch).values_list("digest", flat=True))
        known |= set(RawMessage.objects.filter(sha256__in=batch).values_list("sha256", flat=True))
        for digest in batch:
            if digest not in known and blobs.older_than(digest):
                blobs.remove(digest)
                removed += 1
    return removed


def _batches(digests: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(digests, _BATCH)):
        yield batch
