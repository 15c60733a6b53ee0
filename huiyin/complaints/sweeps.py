"""What runs by the clock for complaints. Each row in its own transaction; one that breaks does not stop the others."""

import logging
import time
from collections.abc import Sequence
from uuid import UUID

from huiyin.cases import queries as cases
from huiyin.cases.actions import load
from huiyin.cases.models import Case
from huiyin.complaints.actions import archive, dispatch, extension, holding, notices, radar
from huiyin.complaints.jobs import fairness, interests, mail, signs, sms, suggesting, wechat
from huiyin.complaints.models import Held, Notice
from huiyin.complaints.queries import candidates, due, pool, turns
from huiyin.complaints.queries import radar as radar_queries
from huiyin.complaints.queries.troubles import troubled
from huiyin.complaints.rules import radar as radar_rules
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.jobs import each, sweep
from huiyin.core.time import local_date, now
from huiyin.customers.actions import measuring

log = logging.getLogger(__name__)
NOTICES = system("complaints.notices")
EXTENSIONS = system("complaints.extensions")
ARCHIVE = system("complaints.archive")
INDEPENDENCE = system("complaints.independence")
POOL = system("complaints.pool")
ASSIGN = system("complaints.assign")
LOAD = system("complaints.load")
MEASURES = system("complaints.measure_customers")
RADAR = system("complaints.radar")
GO_ON = 15.0  # seconds
LOOKED_AT_ONCE = 2_000


@sweep("complaints.sort_missed_mail", cron="* * * * * */30", queue="mail")
def sort_missed_mail() -> int:
    """Mails that wait to be sorted: their job was lost, its worker killed, or an attempt broke; returns how many were
    tried."""
    return mail.sort_due()


@sweep("complaints.sort_missed_wechat", cron="* * * * * */30", queue="mail")
def sort_missed_wechat() -> int:
    """Messages from WeChat that wait to be sorted, as with mails; returns how many found their place."""
    return wechat.sort_wechat_due()


@sweep("complaints.sort_missed_sms", cron="* * * * * */30", queue="mail")
def sort_missed_sms() -> int:
    """Text messages and reports that wait to be sorted, as with mails; returns how many found their place."""
    return sms.sort_sms_due()


@sweep("complaints.confirm_notices", cron="* * * * * */20")
def confirm_notices() -> int:
    """Take over the fate of mails that carry notices; returns how many had one."""
    return each(due.notices_to_confirm(), _confirmed, log=log, told="notice %s could not be confirmed")


def _confirmed(notice_id: UUID) -> int:
    notices.confirm_sent(notice=Notice.objects.get(pk=notice_id), by=NOTICES, at=now())
    return 1


@sweep("complaints.lapse_extensions", cron="* * * * * 40")
def lapse_extensions() -> int:
    """End the extensions that were not approved and told before the limit ended; returns how many were looked at."""
    return each(turns.extensions_over(now()), _lapsed, log=log, told="the extension of case %s could not be ended")


def _lapsed(case_id: UUID) -> int:
    extension.lapse(case=Case(pk=case_id), by=EXTENSIONS, at=now())
    extension.confirm(case=Case(pk=case_id), by=EXTENSIONS, at=now())
    return 1


@sweep("complaints.archive", cron="30 2 * * *")
def archive_ended() -> int:
    """Put what has been watched long enough into the archive; returns how many went."""
    done, after = 0, None
    while found := due.cases_to_archive(now(), after=after):
        done += _archive_imported([case_id for case_id, is_import in found if is_import])
        ours = [case_id for case_id, is_import in found if not is_import]
        done += each(ours, _archive, log=log, told="case %s could not be archived")
        after = found[-1][0]
    return done


def _archive_imported(case_ids: Sequence[UUID]) -> int:
    """Closed history from an earlier system in one go: nobody has worked on it, and there may be very much of it."""
    try:
        return archive.archive_imported(case_ids=case_ids, by=ARCHIVE, at=now()) if case_ids else 0
    except Exception:
        log.exception("a batch of imported cases from %s on could not be archived", case_ids[0])
        return 0


def _archive(case_id: UUID) -> bool:
    try:
        archive.archive(case=Case(pk=case_id), by=ARCHIVE, at=now())
    except Refused:
        return False  # still watched, or something is open: the next night asks again
    return True


@sweep("complaints.keep_independent", cron="*/5 * * * *")
def keep_independent() -> int:
    """Whoever answers for or takes part in an open case and turns out to have an interest in it is taken out; returns
    how many were. (They can neither see the case nor act in it from the moment the ground is known.)"""
    people = list(cases.working_people())
    return sum(interests.clear_user(user, by=INDEPENDENCE, at=now()) for user in people)


@sweep("complaints.look_for_organised", cron="*/10 * * * *")
def look_for_organised() -> int:
    """Compare the complaints that came in with those of the months before, for the radar; returns how many were looked
    at. Nothing of a case changes by it."""
    at = now()
    ids = radar_queries.unread(at - radar_rules.in_force(local_date(at)).window, LOOKED_AT_ONCE)
    return each(ids, _looked_at, log=log, told="case %s could not be looked at")


def _looked_at(case_id: UUID) -> int:
    radar.look(case_id=case_id, by=RADAR, at=now())
    return 1


@sweep("complaints.tell_signs", cron="* * * * * */10")
def tell_signs() -> int:
    """Tell people at once of urgent signs in what customers write; returns how many notifications were written."""
    return signs.take_feed(now())


@sweep("complaints.suggest_classes", cron="* * * * * */20")
def suggest_classes() -> int:
    """Say the likely class of complaints that came in; returns of how many. Nothing of a case changes by it."""
    return suggesting.read_new(now())


@sweep("complaints.learn_first_classes", cron="*/5 * * * *")
def learn_first_classes() -> int:
    """A new house learns the classes as soon as there is enough to learn from; returns how many models were made."""
    return suggesting.learn_first(now())


@sweep("complaints.learn_classes", cron="37 2 * * *")
def learn_classes() -> int:
    """Learn the classes anew from what handlers said since; returns how many models were made."""
    return int(suggesting.learn(now()) is not None)


@sweep("complaints.release_held", cron="* * * * * */30")
def release_held() -> int:
    """Give what has waited long enough in a pool, or whose person is back; returns how many went."""
    return each(pool.to_release(now()), _released, log=log, told="held %s could not be given")


def _released(held: Held) -> int:
    return holding.release(held=held, by=POOL, at=now()) is not None


@sweep("complaints.assign_accepted", cron="* * * * * */20")
def assign_accepted() -> int:
    """Give out what is accepted and classed, where the rules of assignment say that nobody needs to ask; returns how
    many went. What the path does not let go yet stays and is tried again."""
    if not candidates.edition_on(local_date(now())).automatic:
        return 0
    return each(pool.to_assign(), _assigned, log=log, told="case %s could not be given out")


def _assigned(case_id: UUID) -> int:
    try:
        dispatch.dispatch(case=Case(pk=case_id), by=ASSIGN, at=now())
    except Refused as refusal:
        log.info("case %s stays where it is: %s", case_id, refusal.code)
        return 0
    return 1


@sweep("complaints.count_load", cron="* * * * * 50")
def count_load() -> int:
    """Count the open cases of the house for the board, their points as assignment weighs them; returns how many rows of
    figures."""
    at = now()
    return load.count(by=LOAD, at=at, effort=candidates.edition_on(local_date(at)).effort).rows.count()


@sweep("complaints.measure_customers", cron="*/2 * * * * 40")
def measure_customers() -> int:
    """Go on with the round that measures every customer's record and stage: some seconds in one go, then where it
    stopped; returns how many. Cut off, it goes on after the last whole batch."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < GO_ON and (
        some := measuring.measure_next(by=MEASURES, at=now(), troubled=troubled)
    ):
        done += some
    return done


@sweep("complaints.keep_outcomes", cron="37 * * * *")
def keep_outcomes() -> int:
    """How complaints that were told ended, for the comparison of groups; returns how many were kept."""
    return fairness.keep_outcomes()
