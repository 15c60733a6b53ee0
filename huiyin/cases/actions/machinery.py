"""The administrators and the work in the background: told when it is late, and trying again what failed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.accounts.queries import administrators
from huiyin.audit import actions as audit
from huiyin.cases.actions import notifications
from huiyin.cases.actions.notifications import News
from huiyin.cases.models import Notification
from huiyin.cases.queries import files, mail
from huiyin.channels.queries import inbound, sms
from huiyin.channels.queries.ways import ways_out
from huiyin.channels.rules.mailboxes import LATE
from huiyin.channels.rules.ways import since, standing
from huiyin.core import jobs_state
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date


@action
def tell_lateness(*, by: Actor, at: datetime) -> int:
    """Tell every administrator of each queue whose oldest due job waits for more than `jobs_state.LATE`, once an hour,
    of files that wait so long for the virus scanner, once an hour, and of jobs that were given up, once for the newest.
    Lateness counts, not how many wait. Returns how many rows."""
    news = []
    people = [user.pk for user in administrators()]
    for queue in jobs_state.queues(at):
        if queue.oldest is not None and at - queue.oldest > jobs_state.LATE:
            details = {"queue": queue.name, "due": queue.oldest.isoformat()}
            news.append(News("jobs", people, f"late:{queue.name}:{at:%Y%m%d%H}", details=details))
    waiting = files.waiting_since()
    if waiting is not None and at - waiting > jobs_state.LATE:
        told = {"variant": "scanner", "due": waiting.isoformat()}
        news.append(News("jobs", people, f"scanner:{at:%Y%m%d%H}", details=told))
    news += _mail_news(people, at)
    failed: dict[str, list[int]] = {}
    for failure in jobs_state.failures():
        failed.setdefault(failure.queue, []).append(failure.id)
    for name, ids in failed.items():
        given: dict[str, Any] = {"variant": "failed", "queue": name, "count": len(ids)}
        news.append(News("jobs", people, f"failed:{name}:{max(ids)}", details=given))
    return notifications.tell_all(news=news, by=by, at=at)


def _mail_news(people: list[UUID], at: datetime) -> list[News]:
    """Once an hour: mail that waits to be sorted for too long, mailboxes that are away, ways out that are down or late,
    a ledger of mail that does not balance."""
    news = []
    first = inbound.mail_waiting_since()
    if first is not None and at - first > LATE:
        told = {"variant": "mail_late", "due": first.isoformat()}
        news.append(News("jobs", people, f"mail_late:{at:%Y%m%d%H}", details=told))
    written = sms.sms_waiting_since()
    if written is not None and at - written > LATE:
        told = {"variant": "sms_late", "due": written.isoformat()}
        news.append(News("jobs", people, f"sms_late:{at:%Y%m%d%H}", details=told))
    for box in inbound.mailboxes_away(at, LATE):
        away = {"variant": "mailbox", "queue": box.name, "due": (box.failing_since or at).isoformat()}
        news.append(News("jobs", people, f"mailbox:{box.pk}:{at:%Y%m%d%H}", details=away))
    for way in ways_out():
        if standing(way, at) in ("down", "late"):
            stuck = {"variant": f"channel_{way.code}", "due": (since(way) or at).isoformat()}
            news.append(News("jobs", people, f"channel:{way.code}:{at:%Y%m%d%H}", details=stuck))
    missing = mail.missing(local_date(at))
    if missing:
        lost: dict[str, Any] = {"variant": "mail_ledger", "count": missing}
        news.append(News("jobs", people, f"mail_ledger:{at:%Y%m%d%H}", details=lost))
    gone = sms.sms_missing(local_date(at))
    if gone:
        unsorted: dict[str, Any] = {"variant": "sms_ledger", "count": gone}
        news.append(News("jobs", people, f"sms_ledger:{at:%Y%m%d%H}", details=unsorted))
    return news


@action
def tell_clock(*, drift: timedelta, by: Actor, at: datetime) -> int:
    """Tell every administrator that the machine's clock is ahead (positive) or behind of what it was, once an hour by
    that clock, and note it in the ledger the first time; returns how many are told."""
    variant = "clock_ahead" if drift > timedelta(0) else "clock_behind"
    minutes = round(abs(drift).total_seconds() / 60)
    key = f"{variant}:{at:%Y%m%d%H}"
    if Notification.objects.filter(kind="jobs", key=key).exists():
        return 0
    audit.record(aggregate=("clock", uuid7()), kind=f"clock.{variant[6:]}", by=by, at=at, body={"minutes": minutes})
    people = [user.pk for user in administrators()]
    news = News("jobs", people, key, details={"variant": variant, "count": minutes})
    return notifications.tell_all(news=[news], by=by, at=at)


@action
def retry_job(*, job_id: int, by: Actor, at: datetime) -> None:
    """Put a job that was given up back into the queue. Raises Refused(`job.not_failed`, `job.waits`)."""
    jobs_state.retry(job_id, at)
    audit.record(aggregate=("job", uuid7()), kind="job.retried", by=by, at=at, body={"job": job_id})
