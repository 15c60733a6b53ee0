"""The rounds that tell people: what the change feed brings, and what is to leave by mail and WeCom."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from huiyin.audit.queries import feed
from huiyin.cases.actions import notification_feed, notification_mail
from huiyin.cases.queries import notifications as queries
from huiyin.core.actors import system
from huiyin.core.jobs import each

log = logging.getLogger(__name__)
BY = system("cases.notifications")
STRETCH, STRETCHES = 1000, 20


def take_feed(at: datetime) -> int:
    """Tell of what is new in the change feed; returns how many notifications were written."""
    position, made = notification_feed.begin(end=feed.end(), by=BY, at=at), 0
    if feed.is_ahead():
        notification_feed.begin_again(end=feed.end(), by=BY, at=at)
        return 0
    for _round in range(STRETCHES):
        changes = feed.after(position, STRETCH)
        if not changes:
            break
        made += notification_feed.take_changes(before=position, changes=changes, by=BY, at=at)
        position = changes[-1].position
    return made


def send(at: datetime) -> int:
    """Send the mails and WeCom messages whose time has come, one for each person; returns how many notifications left.
    One that breaks does not stop the others."""
    return sum(
        each(queries.people_to_tell(column, at), _sender(work, at), log=log, told="%s could not be told")
        for column, work in (
            ("mail_due_at", notification_mail.send_mail),
            ("wecom_due_at", notification_mail.send_wecom),
        )
    )


def _sender(work: Callable[..., int], at: datetime) -> Callable[[UUID], int]:
    return lambda user_id: work(user_id=user_id, by=BY, at=at)
