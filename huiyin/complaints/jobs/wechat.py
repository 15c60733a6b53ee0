"""Sorting what came from WeChat, as soon as it is here and again by the clock; pictures and speech are fetched first:
WeChat keeps them for three days."""

import logging
import mimetypes
from uuid import UUID

from django.conf import settings

from huiyin.cases.actions import wechat as sorting
from huiyin.channels.actions import wechat as inbound
from huiyin.channels.actions.inbound import MOST_ATTEMPTS
from huiyin.channels.gateways import wechat as gateway
from huiyin.channels.queries.wechat import wechat_due
from huiyin.channels.rules import wechat as reading
from huiyin.complaints.queries import turns
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.files import Stored
from huiyin.core.jobs import job
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("complaints.sort_wechat")


@job("complaints.sort_wechat", queue="mail")
def sort_wechat(message_id: str) -> bool:
    """One attempt at one message that waits; True when it found its place. One that breaks waits for its next attempt
    and is withheld after the third; it stops no other."""
    row = inbound.claim_wechat(message_id=UUID(message_id), by=BY, at=now())
    if row is None:
        return False
    try:
        if row.attempts > MOST_ATTEMPTS:  # its worker died with it each time
            raise RuntimeError("every attempt ended the worker")
        told = reading.fields(blobs.read(row.sha256))
        files = _fetched(told, is_last=row.attempts == MOST_ATTEMPTS)
        sorting.sort_wechat(row=row, told=told, files=files, living=turns.master_of, by=BY, at=now())
    except Exception as error:
        log.exception("WeChat message %s could not be sorted (attempt %d)", row.pk, row.attempts)
        inbound.put_off_wechat(message_id=row.pk, reason=type(error).__name__, by=BY, at=now())
        return False
    return True


def sort_wechat_due() -> int:
    """Everything whose time has come, oldest first; returns how many found their place."""
    return sum(sort_wechat(message_id=str(message_id)) for message_id in wechat_due(now()))


def _fetched(told: dict[str, str], *, is_last: bool) -> list[Stored]:
    """The file of a message, kept encrypted; none when WeChat has it no longer, or still does not answer at the last
    attempt: the words are not kept waiting for it."""
    media_id = told.get("MediaId", "")
    if told.get("MsgType") not in sorting.FILES or not media_id:
        return []
    try:
        data, kind = gateway.media(settings.WECHAT, media_id)
    except gateway.NotSent as failure:
        if failure.permanent or is_last:
            return []
        raise
    ending = mimetypes.guess_extension(kind) or ".bin"
    return [blobs.keep(data, name=f"{told['MsgType']}{ending}", content_type=kind[:100])] if data else []
