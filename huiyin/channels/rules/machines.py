"""Mails that no person wrote: answers by machines, mail that came back, lists. Pure."""

import re
from collections.abc import Mapping

_AWAY = re.compile(
    r"^\s*(?:re:|回复[:：]|答复[:：])?\s*(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|autoreply|"
    r"自动回复|自动答复|外出(?:回复|通知)|休假自动)",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^\s*(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|"
    r"subsystem)|returned mail|failure notice|系统退信|退信|未送达|无法投递|邮件未能送达)",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster)@|<>\s*$", re.IGNORECASE)


def kind_of(headers: Mapping[str, str], subject: str) -> str:
    """`bounce`, `auto_reply`, `list`, `bulk`, or empty for a mail that a person wrote. `headers` by small names."""
    kind = headers.get("content-type", "").lower()
    returned = headers.get("return-path", "").strip()
    if "multipart/report" in kind and "delivery-status" in kind:
        return "bounce"
    if _RETURNED.search(subject) and (_DAEMON.search(headers.get("from", "")) or returned == "<>"):
        return "bounce"
    automatic = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    precedence = headers.get("precedence", "").strip().lower()
    away = any(name in headers for name in ("x-autoreply", "x-autorespond", "x-auto-reply"))
    if automatic not in ("no", "") or away or precedence == "auto_reply" or _AWAY.search(subject):
        return "auto_reply"
    if any(name in headers for name in ("list-id", "list-unsubscribe", "list-post")) or precedence == "list":
        return "list"
    return "bulk" if precedence in ("bulk", "junk") else ""
