"""How somebody is told: on the page, by mail, by WeCom; when it may leave; the sentences. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta

from huiyin.core.noop import _
from huiyin.core.time import SHANGHAI

PAGE, MAIL, WECOM = "page", "mail", "wecom"
WAYS = (PAGE, MAIL, WECOM)
KINDS = (
    "handed", "reply", "sign", "approval", "warned", "broken", "promise", "mentioned", "changed", "quarantined", "jobs",
)  # fmt: skip
LEADS = frozenset({"supervisor", "branch_manager", "head_office_cp", "executive"})
# Never held back for a digest: each hour counts.
URGENT = frozenset({"sign", "broken", "quarantined", "jobs"})


def kinds_for(roles: Collection[str]) -> tuple[str, ...]:
    """The kinds that concern somebody with these roles: lateness of the machinery only its administrators."""
    return tuple(kind for kind in KINDS if kind != "jobs" or "administrator" in roles)


def defaults(roles: Collection[str]) -> dict[str, tuple[str, ...]]:
    """How somebody with these roles is told until they choose.

    Who works at the desk all day sees the page, and by mail only what is urgent, broken or harmful; who leads is seldom
    at the desk, so what waits for them comes by mail too. WeCom carries what is urgent, where the house has it.
    """
    leads = bool(LEADS & set(roles))
    by_mail = {"sign", "broken", "quarantined", "jobs"} | ({"approval"} if leads else set())
    by_wecom = by_mail | {"promise", "handed"}
    return {
        kind: (PAGE, *([MAIL] if kind in by_mail else []), *([WECOM] if kind in by_wecom else []))
        for kind in kinds_for(roles)
    }


def ways(kind: str, roles: Collection[str], chosen: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The ways in which somebody is told of `kind`: what they chose, else what goes with their roles."""
    found = chosen[kind] if kind in chosen else defaults(roles).get(kind, (PAGE,))
    return frozenset(found) & frozenset(WAYS)


def leaves_at(
    kind: str,
    at: datetime,
    *,
    digest: str = "at_once",
    digest_at: time = time(9),
    quiet: tuple[time, time] | None = None,
) -> datetime:
    """When a mail or WeCom message of `kind` that came up `at` leaves: with the next digest (urgent kinds at once), and
    never in the quiet hours (`quiet`: from, until, by the clock of Shanghai; it may go over midnight)."""
    here = at.astimezone(SHANGHAI)
    if kind not in URGENT and digest == "hourly":
        here = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    elif kind not in URGENT and digest == "daily":
        today = here.replace(hour=digest_at.hour, minute=digest_at.minute, second=0, microsecond=0)
        here = today if here <= today else today + timedelta(days=1)
    if quiet is not None and _within(here.time(), *quiet):
        end = here.replace(hour=quiet[1].hour, minute=quiet[1].minute, second=0, microsecond=0)
        here = end if end > here else end + timedelta(days=1)
    return here.astimezone(at.tzinfo)


def _within(moment: time, begin: time, end: time) -> bool:
    if begin <= end:
        return begin <= moment < end
    return moment >= begin or moment < end


# Sentences of the list and of mails; the edge translates them. Names of limits (`rule`) and moments (`due`) come in
# the reader's language, `who` is a member of staff.
SENTENCES = {
    "handed": _("%(number)s is now yours; %(who)s gave it to you."),
    "handed.asked": _("%(who)s hands %(number)s to you: confirm it, or give it back."),
    "handed.back": _("%(who)s gave %(number)s back to you."),
    "handed.system": _("%(number)s is now yours."),
    "reply": _("The complainant of %(number)s has written."),
    "reply.bounced": _("A mail to the complainant of %(number)s came back: it was not delivered."),
    "reply.sms_bounced": _("A text message to the complainant of %(number)s was not delivered."),
    "sign": _("What the customer of %(number)s writes may be urgent: somebody should look at once."),
    "approval": _("%(number)s waits for your approval."),
    "approval.plan": _("The plan of %(number)s waits for your approval."),
    "approval.finding": _("The findings of %(number)s wait for your review."),
    "approval.extension": _("The extension of %(number)s waits for your approval."),
    "approval.review": _("The complainant of %(number)s asks for a review; your unit decides it."),
    "warned": _("%(number)s: “%(rule)s” ends %(due)s."),
    "broken": _("%(number)s: “%(rule)s” was broken %(due)s."),
    # A claim has no case: `number` is that of the claim.
    "warned.claim": _("Claim %(number)s: “%(rule)s” ends %(due)s."),
    "broken.claim": _("Claim %(number)s: “%(rule)s” was broken %(due)s."),
    "promise": _("A promise in %(number)s falls due %(due)s."),
    "promise.broken": _("A promise in %(number)s was not kept by %(due)s."),
    "mentioned": _("%(who)s mentions you in a note of %(number)s."),
    "changed": _("%(who)s worked on %(number)s, which you watch."),
    "changed.system": _("%(number)s, which you watch, has changed."),
    "quarantined": _("The virus scanner found something harmful in a file of %(number)s; it is in quarantine."),
    "quarantined.too_big": _("A file of %(number)s is too large for the virus scanner; it is in quarantine."),
    # For who keeps the machines and the data, who need not see the case.
    "quarantined.house": _(
        "The virus scanner found something harmful in a file: “%(signature)s”. It is in quarantine."
    ),
    "quarantined.house_too_big": _("A file is too large for the virus scanner. It is in quarantine."),
    "jobs": _("Work in the background is late: “%(queue)s” has waited since %(due)s."),
    "jobs.silent": _("No worker has given a sign of life since %(due)s."),
    "jobs.scanner": _("The virus scanner does not answer: files have waited for it since %(due)s."),
    "jobs.clock_ahead": _(
        "The clock of the machine jumped ahead by %(count)s minutes: limits and sweeps wait. Set it right, or run "
        "“huiyin clock --trust” if it is right now."
    ),
    "jobs.clock_behind": _(
        "The clock of the machine went back by %(count)s minutes. Set it right, or run “huiyin clock --trust” if it is "
        "right now."
    ),
    "jobs.mail_late": _("Mail that came in has waited to be sorted since %(due)s."),
    "jobs.mailbox": _("The mailbox “%(queue)s” cannot be read since %(due)s."),
    "jobs.channel_email_out": _("No e-mail leaves the house: the oldest has waited since %(due)s."),
    "jobs.channel_sms_out": _("No text message leaves the house: the oldest has waited since %(due)s."),
    "jobs.channel_wecom_out": _("No message leaves by WeCom: the oldest has waited since %(due)s."),
    "jobs.channel_wechat_out": _("No message leaves by WeChat: the oldest has waited since %(due)s."),
    "jobs.sms_late": _("Text messages that came in have waited to be sorted since %(due)s."),
    "jobs.sms_ledger": _("The ledger of text messages does not balance: %(count)s are not where they should be."),
    "jobs.mail_ledger": _("The ledger of mail does not balance: %(count)s mails are not where they should be."),
    "jobs.failed": _("Work in the background failed for good: %(count)s in “%(queue)s”."),
}


def sentence(kind: str, variant: str = "") -> str:
    """The sentence of a kind, or of one of its variants where that has its own; to translate, then to fill."""
    return SENTENCES.get(f"{kind}.{variant}" if variant else kind, SENTENCES[kind])
