"""The channels of the house on one page: which work, which are late or down, since when, and what to do."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.queries import files
from huiyin.channels.queries.ways import ways
from huiyin.channels.rules.ways import Way, since, standing
from huiyin.console.visit import Visit, desk

NAMES = {
    "email_out": _("E-mail, outgoing"),
    "sms_out": _("Text messages, outgoing"),
    "wecom_out": _("WeCom, outgoing"),
    "wechat_out": _("WeChat, outgoing"),
    "email_in": _("E-mail, incoming: sorting"),
    "mailbox": _("Mailbox"),
    "wechat_in": _("WeChat, incoming: sorting"),
    "sms_in": _("Text messages, incoming: sorting"),
    "webhook": _("Webhook"),
    "scanner": _("Virus scanner"),
}
STANDINGS = {
    "off": _("not set up"),
    "ok": _("works"),
    "some": _("works; some messages are tried again"),
    "late": _("late: messages wait"),
    "down": _("down: messages wait and are kept"),
}
# The page on which it is set right.
MENDED = {
    "mailbox": "settings_mailboxes", "webhook": "settings_webhooks", "scanner": "quarantine", "email_in": "jobs",
    "wechat_in": "jobs", "sms_in": "jobs", "email_out": "system", "sms_out": "system", "wecom_out": "system",
    "wechat_out": "system",
}  # fmt: skip
WORST = ("down", "late", "some", "ok", "off")


@desk("settings")
def show(visit: Visit) -> HttpResponse:
    """`settings/channels/`: what is down comes first."""
    seen = [*ways(), Way("scanner", waiting_since=files.waiting_since())]
    lines = [_line(way, visit) for way in seen]
    lines.sort(key=lambda line: WORST.index(line["standing"]))
    return visit.page("channels.html", {"lines": lines, "is_down": any(line["is_bad"] for line in lines)})


def _line(way: Way, visit: Visit) -> dict[str, Any]:
    how = standing(way, visit.at)
    return {
        "title": NAMES[way.code],
        "name": way.name,
        "standing": how,
        "said": STANDINGS[how],
        "since": since(way) if how in ("down", "late", "some") else None,
        "answer": way.answer if how in ("down", "some") else "",
        "is_bad": how in ("down", "late"),
        "url": MENDED[way.code] if how not in ("ok", "off") else "",
    }
