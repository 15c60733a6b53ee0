"""What runs by the clock for cases."""

import logging

from huiyin.cases import queries
from huiyin.cases.actions import chat, drafts, due, files, machinery, notification_mail, presence
from huiyin.cases.jobs import calendars, letters, likeness, notifications, reading, replay, scanning, webhooks
from huiyin.cases.models import Case
from huiyin.cases.queries import chat as chats
from huiyin.core import blobs, clockwatch, uploads_parts
from huiyin.core.actors import system
from huiyin.core.jobs import each, sweep
from huiyin.core.time import now

log = logging.getLogger(__name__)
BY = system("cases.sweep")


@sweep("cases.carry_alarms", cron="* * * * * */20")
def carry_alarms() -> int:
    """Take warnings and breaches that fired over to the queue's columns; returns how many cases were brought up to
    date.

    One that breaks does not stop the others and comes again.
    """
    return each(
        queries.with_alarms(),
        lambda case_id: due.carry(case_id=case_id, by=BY, at=now()) is not None,
        log=log,
        told="the alarms of case %s could not be carried",
    )


@sweep("cases.end_silent_chats", cron="*/5 * * * *")
def end_silent_chats() -> int:
    """Chats whose window is gone and in which nobody has said anything for half an hour end; returns how many. What
    was said stays to be triaged."""
    return each(
        chats.silent(now()),
        lambda case_id: chat.end_chat(case=Case(pk=case_id), how="silence", by=BY, at=now()) is not None,
        log=log,
        told="the chat of case %s could not be ended",
    )


@sweep("cases.read_letters", cron="*/2 * * * *")
def read_letters() -> int:
    """Letters whose words no job has read yet; returns how many pages were read."""
    return letters.read_waiting()


@sweep("cases.forget_files", cron="17 3 * * *")
def forget_files() -> int:
    """Remove files that nobody referred to for a day, and what killed uploads left; returns how many."""
    return files.forget_unreferenced() + blobs.sweep_incoming() + uploads_parts.sweep()


@sweep("cases.settle_provisional", cron="17 * * * *")
def settle_provisional() -> int:
    """Provisional limits whose year was announced meanwhile, and those that were busy when it was; returns how many."""
    return calendars.settle_calendar()


@sweep("cases.resume_replays", cron="* * * * *")
def resume_replays() -> int:
    """Replays of drafts whose worker was lost go on where they stood; returns how many."""
    return replay.resume(now())


@sweep("cases.read_missed_files", cron="41 * * * *")
def read_missed_files() -> int:
    """Files of the last month that no job has read yet: those of before there was one, and those whose job was lost;
    returns how many were read."""
    return reading.read_missed(now())


@sweep("cases.scan_held_files", cron="* * * * *", queue="files")
def scan_held_files() -> int:
    """Files that still wait for the virus scanner: it did not answer, or their job was lost; returns how many verdicts
    came."""
    return scanning.scan_held(now())


@sweep("cases.feed_webhooks", cron="* * * * * */5")
def feed_webhooks() -> int:
    """Tell the webhooks what is new in the change feed; returns how many messages were queued."""
    return webhooks.feed_webhooks(now())


@sweep("cases.tell_of_changes", cron="* * * * * */5")
def tell_of_changes() -> int:
    """Tell those who watch a case or have to keep a promise; returns how many notifications were written."""
    return notifications.take_feed(now())


@sweep("cases.send_notifications", cron="* * * * * */20")
def send_notifications() -> int:
    """Mails and WeCom messages to staff whose time has come; returns of how many notifications they tell."""
    return notifications.send(now())


@sweep("cases.forget_notifications", cron="41 3 * * *")
def forget_notifications() -> int:
    """Forget what people were told more than three months ago; returns how many notifications."""
    return notification_mail.forget(by=BY, at=now())


@sweep("cases.watch_clock", cron="* * * * * */20", at_any_time=True)
def watch_clock() -> int:
    """Note where the machine's clock stands; where it jumped, tell the administrators. Returns how many were told."""
    drift = clockwatch.watch()
    return machinery.tell_clock(drift=drift, by=BY, at=now()) if drift else 0


@sweep("cases.watch_jobs", cron="* * * * *")
def watch_jobs() -> int:
    """Tell the administrators that work in the background is late or failed; returns how many were told."""
    return machinery.tell_lateness(by=BY, at=now())


@sweep("cases.tidy_desks", cron="*/10 * * * *")
def tidy_desks() -> int:
    """Drafts that nobody has written in for 30 days go, and what closed windows left of who is where; returns how
    many."""
    return drafts.forget(by=BY, at=now()) + presence.forget(by=BY, at=now())


@sweep("cases.read_likeness", cron="* * * * * */10")
def read_likeness() -> int:
    """What cases came in with goes into the index of nearly the same texts; returns how many were read."""
    return likeness.read_new(now())


@sweep("cases.read_all_likeness", cron="23 4 * * *")
def read_all_likeness() -> int:
    """The same for imported history and what was there before the index; returns how many were read."""
    return likeness.read_all()
