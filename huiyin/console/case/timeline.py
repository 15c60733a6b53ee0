"""The conversation and what happened, oldest first: messages, notes, evidence and the ledger, in one statement."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_take_part
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, Channel, Direction, Evidence, EvidenceSource, Message, Note
from huiyin.cases.rules.scanning import WITHHELD
from huiyin.complaints.rules import entries
from huiyin.console.case import words
from huiyin.console.case.fates import fates_of
from huiyin.console.case.frame import Moment
from huiyin.core import crypto, masking

AT_ONCE = 100
# What the sealed values are bound to when they are encrypted: the name of their column.
SEALED = "audit.sealed.values"
# What is shown as itself (a message, a note, a file) is not told a second time.
_SHOWN = (
    "case.note_added",
    "case.message_added",
    "case.evidence_added",
    "complaint.evidence_added",
    entries.kind_of("respond"),
)
_DECISIONS = frozenset(
    entries.kind_of(step)
    for step in (
        "record_finding",
        "review_finding",
        "set_liability",
        "assess_risk",
        "propose_plan",
        "approve_plan",
        "send_back_plan",
        "issue_decision",
        "notify",
        "decide_review",
        "close",
        "decline",
    )
)
_LIMITS = frozenset(
    entries.kind_of(step)
    for step in (
        "request_extension",
        "approve_extension",
        "refuse_extension",
        "agree_date",
        "suspend",
        "resume",
    )
)
FILTERS = ("all", "talk", "notes", "evidence", "decisions", "limits", "steps")
_NONE, _TEXT = Value("", CharField()), Value("", TextField())
_EMPTY = Cast(Value(None), BinaryField())
_COLUMNS = ("src", "moment", "uid", "sort", "who", "head", "said", "via", "more", "sealed")


@dataclass(frozen=True)
class Page:
    """A stretch of the timeline, oldest first; `older` is the key of what lies before it."""

    items: list[dict[str, Any]]
    older: str


def names() -> dict[str, str]:
    """The filters by code, as people read them."""
    return {
        "all": _("Everything"),
        "talk": _("Conversation"),
        "notes": _("Notes"),
        "evidence": _("Evidence"),
        "decisions": _("Decisions"),
        "limits": _("Time limits"),
        "steps": _("Steps"),
    }


@dataclass(frozen=True)
class Known:
    """What the page has read already: evidence items by id, names of staff by id."""

    files: Mapping[str, Evidence]
    names: Mapping[str, str]


def read(moment: Moment, known: Known, *, show: str = "all", before: str = "") -> Page:
    """The newest stretch of a filter, or the one before a key. One statement; one more where text messages went out."""
    key = _key(before)
    parts = [part if key is None else part.filter(_earlier(key)) for part in _parts(moment.case, show)]
    columns = [part.values(*_COLUMNS) for part in parts]
    rows = columns[0].union(*columns[1:], all=True) if len(columns) > 1 else columns[0]
    found = list(rows.order_by("-moment", "-uid")[: AT_ONCE + 1])
    older = _key_of(found[AT_ONCE - 1]) if len(found) > AT_ONCE else ""
    found = found[:AT_ONCE][::-1]
    fates = fates_of(found, moment.at)
    items = [_item(moment, row, known) | fates.get(row["uid"], {}) for row in found]
    first = next((one for one in items if one["kind"] == "public_in"), None)
    if first is not None and not older and show in ("all", "talk"):
        first["acts"] = []  # what the complaint is about: it is merged or rerouted, never moved
    return Page(items, older)


def _parts(case: Case, show: str) -> list[QuerySet[Any]]:
    """The kinds of rows a filter wants, each with the same columns."""
    chain = _chain(case)
    is_limit, is_decision = Q(kind__startswith="clock.") | Q(kind__in=_LIMITS), Q(kind__in=_DECISIONS)
    wanted: dict[str, list[QuerySet[Any]]] = {
        "talk": [_messages(case)],
        "notes": [_notes(case)],
        "evidence": [_items(case)],
        "decisions": [chain.filter(is_decision)],
        "limits": [chain.filter(is_limit)],
        "steps": [chain.exclude(is_limit | is_decision)],
    }
    return wanted.get(show, [_messages(case), _notes(case), _items(case), chain])


def _messages(case: Case) -> QuerySet[Any]:
    return Message.objects.filter(case=case).annotate(
        src=Value("message"), moment=F("at"), uid=F("id"), sort=F("direction"), who=F("author_label"),
        head=F("subject"), said=F("text"), via=F("channel"),
        more=JSONObject(files="evidence_ids", outgoing="outgoing_id"), sealed=_EMPTY,
    )  # fmt: skip


def _notes(case: Case) -> QuerySet[Any]:
    return Note.objects.filter(case=case, taken_back_at=None).annotate(
        src=Value("note"), moment=F("at"), uid=F("id"), sort=Value("note"), who=F("author_label"), head=_NONE,
        said=F("text"), via=_NONE, more=JSONObject(files="evidence_ids"), sealed=_EMPTY,
    )  # fmt: skip


def _items(case: Case) -> QuerySet[Any]:
    return Evidence.objects.filter(case=case).annotate(
        src=Value("evidence"), moment=F("added_at"), uid=F("id"), sort=F("source"), who=F("added_by_label"), head=_NONE,
        said=_TEXT, via=_NONE, more=JSONObject(number="number"), sealed=_EMPTY,
    )  # fmt: skip


def _chain(case: Case) -> QuerySet[Any]:
    sealed = Sealed.objects.filter(entry_id=OuterRef("pk")).annotate(raw=Cast("values", BinaryField())).values("raw")
    rows = Entry.objects.filter(aggregate_kind="case", aggregate_id=case.pk).exclude(kind__in=_SHOWN)
    return rows.annotate(
        src=Value("entry"), moment=F("at"), uid=F("id"), sort=F("kind"), who=F("actor_label"), head=_NONE, said=_TEXT,
        via=F("actor_kind"), more=F("body"), sealed=Subquery(sealed[:1]),
    )  # fmt: skip


def _key_of(row: Mapping[str, Any]) -> str:
    return f"{row['moment'].isoformat()}~{row['uid']}"


def _key(before: str) -> tuple[datetime, UUID] | None:
    """A key as its URL holds it; one that nobody can read begins at the end."""
    at, _tilde, uid = before.partition("~")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
        return (moment, UUID(uid)) if moment.tzinfo else None
    except ValueError:
        return None


def _earlier(key: tuple[datetime, UUID]) -> Q:
    return Q(moment__lt=key[0]) | Q(moment=key[0], uid__lt=key[1])


def _told(row: Mapping[str, Any]) -> list[str]:
    """What staff wrote in words with an entry (reasons, findings): kept sealed beside the ledger. Masked."""
    if not row["sealed"]:
        return []
    values = json.loads(crypto.decrypt(bytes(row["sealed"]), SEALED))
    return [masking.text(values[name][1]) for name in values if name in words.TOLD and values[name][1]]


def _item(moment: Moment, row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """A row as the timeline shows it. Texts come masked."""
    base = {"id": row["uid"], "at": row["moment"], "who": person(row["who"])}
    match row["src"]:
        case "message":
            return base | _message(moment, row, known)
        case "note":
            files = _files(moment, row["more"].get("files") or (), known)
            return base | {"kind": "note", "files": files} | _masked(moment, row)
        case "evidence":
            title = str(EvidenceSource(row["sort"]).label)
            return base | {"kind": "evidence", "title": title, "files": _files(moment, [row["uid"]], known)}
        case _:
            return base | _entry(moment, row, known)


def _message(moment: Moment, row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    is_inbound = row["sort"] == Direction.IN
    return {
        "kind": "public_in" if is_inbound else "public_out",
        "who": person(row["who"]) or masking.name(moment.case.complainant_name),
        "channel": str(Channel(row["via"]).label),
        "title": masking.text(row["head"]),
        "files": _files(moment, row["more"].get("files") or (), known),
        "acts": _acts(moment, row["uid"]) if is_inbound else [],
    } | _masked(moment, row)


def _acts(moment: Moment, message_id: object) -> list[dict[str, str]]:
    """What can be done with a message of the complainant that is in the wrong place, by who may write here."""
    if moment.is_archived or not may_take_part(moment.by.grants):
        return []
    number = moment.case.number
    return [
        {"label": _("Move"), "url": reverse("case_message_move", args=[number, message_id])},
        {"label": _("Split off"), "url": reverse("case_message_split", args=[number, message_id])},
    ]


def _masked(moment: Moment, row: Mapping[str, Any]) -> dict[str, Any]:
    """A text with its numbers masked, and where their mask is lifted, when there is one and the role may."""
    text = masking.text(row["said"])
    may = text != row["said"] and may_take_part(moment.by.grants)
    url = reverse("case_reveal_text", args=[moment.case.number, row["uid"]]) if may else ""
    return {"text": text, "reveal_url": url}


def _entry(moment: Moment, row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    who = {"customer": _("Complainant"), "system": _("System")}.get(row["via"]) or person(row["who"])
    facts = " · ".join(words.detail(row["sort"], row["more"], moment.language, known.names))
    lines = [facts, *_told(row)]
    return {
        "kind": "decision" if row["sort"] in _DECISIONS else "system",
        "who": who,
        "title": words.title(row["sort"], row["more"], moment.language),
        "text": "\n".join(line for line in lines if line),
        "acts": _undoing(moment, row),
    }


def _undoing(moment: Moment, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """A message that came over can go back."""
    move = row["more"].get("move") if row["sort"] == "case.message_moved_in" else None
    if not move or moment.is_archived or not may_take_part(moment.by.grants):
        return []
    return [{"label": _("Take it back"), "url": reverse("case_message_back", args=[moment.case.number, move])}]


def person(label: str) -> str:
    """The name in an actor's label, without the number of the employee."""
    return label.rsplit(" ", 1)[0] if " " in label else label


def _files(moment: Moment, ids: Iterable[object], known: Known) -> list[dict[str, Any]]:
    shown = [known.files[str(id_)] for id_ in ids if str(id_) in known.files]
    return [
        {
            "name": f"{item.number} · {item.title or item.file_name}",
            "url": reverse("case_evidence_file", args=[moment.case.number, item.number]),
            "size": item.size,
            "withheld": item.get_scan_display() if item.scan in WITHHELD else "",
        }
        for item in shown
    ]
