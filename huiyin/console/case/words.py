"""A ledger entry in plain words: its title, and the few facts in it that a person on the case needs."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.actions.staff import PARTS
from huiyin.cases.models import EvidenceSource, Kind, Severity
from huiyin.cases.rules import recusal
from huiyin.catalog.rules import current
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.models.decision import NoticeMethod
from huiyin.complaints.models.inquiry import SourceState
from huiyin.complaints.rules import declining, entries
from huiyin.core.wording import limit_text
from huiyin.handbook import queries as handbook

Body = Mapping[str, Any]

# Entries whose number is that of a letter.
_NUMBERED = frozenset({entries.kind_of("issue_decision")})
# Sealed texts that staff wrote about the matter. Names, numbers and addresses are sealed under other names.
TOLD = frozenset(
    {
        "answer", "cause", "compensation", "conclusion", "explanation", "how", "improvement", "measure", "note",
        "problem", "process", "proof", "reason", "result", "scope", "truth", "words",
    }
)  # fmt: skip


def title(kind: str, body: Body, language: str) -> str:
    """What happened, in a few words."""
    words = _(entries.title_of(kind))
    if kind == "case.macro_run":
        return _("%(what)s: %(rule)s") % {"what": words, "rule": body.get("name", "")}
    if kind in ("case.tagged", "case.untagged") and body.get("tag_name"):
        return _("%(what)s: %(rule)s") % {"what": words, "rule": body["tag_name"]}
    if kind.startswith("clock.") and body.get("rule"):
        return _("%(what)s: %(rule)s") % {"what": words, "rule": rule_title(str(body["rule"]), language)}
    return words


def rule_title(code: str, language: str) -> str:
    """The name of a time rule; an unknown code comes back as it is."""
    try:
        return handbook.versions(code)[-1].title.in_language(language)
    except (LookupError, handbook.NoRuleError):
        return code


def detail(kind: str, body: Body, language: str, names: Mapping[str, str]) -> list[str]:
    """The facts of an entry, one a line. `names` of staff by id."""
    found = [names[str(body[part])] for part in ("owner", "user") if str(body.get(part)) in names]
    if kind == entries.REGISTERED:
        return _moved(body.get("clocks"), language)
    if kind in _NUMBERED and body.get("number"):
        found.append(str(body["number"]))
    found += [line for name, say in _SAY.items() if name in body and (line := say(body[name], language))]
    if kind.startswith("clock.") and body.get("due_at"):
        found.append(_("Limit: %(limit)s") % {"limit": _limit(body["due_at"])})
    return found + _moved(body.get("clocks"), language)


def money(value: object) -> str:
    """A sum in yuan: ¥1,234.50."""
    try:
        return f"¥{Decimal(str(value)):,.2f}"
    except InvalidOperation:
        return str(value)


def _moved(clocks: object, language: str) -> list[str]:
    if not isinstance(clocks, Mapping):
        return []
    return [
        _("limit “%(rule)s” %(limit)s")
        % {"rule": rule_title(code, language), "limit": _limit(due) if due else _("paused")}
        for code, due in sorted(clocks.items())
    ]


def _limit(value: object) -> str:
    with suppress(ValueError):
        return limit_text(datetime.fromisoformat(str(value)))
    return str(value)


def _named(choices: Any, label: str = "") -> Callable[[Any, str], str]:
    def say(value: Any, _language: str) -> str:
        known = dict(choices.choices)
        words = str(known.get(value, value)) if value else ""
        return (label % {"value": words} if label else words) if words else ""

    return say


def _sum(label: Any) -> Callable[[Any, str], str]:
    return lambda value, _language: str(label) % {"value": money(value)} if value is not None else ""


def _codes(value: Any, language: str) -> str:
    codes = value if isinstance(value, list) else [value]
    named = [current().label(str(code), language) for code in codes if isinstance(code, str) and code]
    return "；".join(named) if language.startswith("zh") else "; ".join(named)


def _sources(value: Any, _language: str) -> str:
    known = dict(EvidenceSource.choices)
    return ", ".join(str(known.get(one, one)) for one in value) if isinstance(value, list) else ""


def _approved(value: Any, _language: str) -> str:
    return _("The findings hold") if value else _("Sent back")


def _role(value: Any, _language: str) -> str:
    return part_name(str(value)) if value in PARTS else ""


def ground(code: str) -> str:
    """The sentence for a ground of recusal, not yet translated."""
    return recusal.GROUNDS.get(code, code)


def part_name(role: str) -> str:
    """How somebody takes part in a case."""
    return {
        "investigator": _("Investigator"),
        "co_handler": _("Co-handler"),
        "watcher": _("Watcher"),
        "approver": _("Approver"),
        "reviewer": _("Reviewer"),
        "assistant": _("Assistant"),
    }.get(role, role)


def _outlier(value: Any, _language: str) -> str:
    """What a sum was compared with that lies outside."""
    named = money if value["basis"] == "yuan" else lambda share: f"{float(share):.0f}%"
    told = {"cases": value["cases"], "low": named(value["low"]), "high": named(value["high"])}
    return _("outside what %(cases)s like complaints got, %(low)s to %(high)s") % told


_SAY: dict[str, Callable[[Any, str], str]] = {
    "severity": _named(Severity),
    "level": _named(Severity),
    "verdict": _named(Verdict),
    "to_kind": _named(Kind),
    "method": _named(NoticeMethod),
    "source": _named(EvidenceSource),
    "result_state": _named(SourceState),
    "sources": _sources,
    "approved": _approved,
    "role": _role,
    "reason": lambda value, _language: _(declining.REASONS.get(value, str(value))) if value else "",
    "code": _codes,
    "primary": _codes,
    "cause_codes": _codes,
    "compensation": _sum(gettext_lazy("Compensation %(value)s")),
    "amount": _sum(gettext_lazy("Amount %(value)s")),
    "outlier": _outlier,
    "into": lambda value, _language: _("into %(number)s") % {"number": value} if value else "",
    "from": lambda value, _language: _("from %(number)s") % {"number": value} if value else "",
    "score": lambda value, _language: _("%(score)s of 5") % {"score": value},
}
