"""What a model of classes learns from, which model is used, and which complaints nobody has read with it yet."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Exists, OuterRef

from huiyin.cases.models import Case, Kind
from huiyin.cases.queries.likeness import first_texts
from huiyin.catalog.rules import current
from huiyin.complaints.models import Label, Suggestion, TextModel
from huiyin.complaints.rules.signals import Found, find, in_force
from huiyin.core import masking
from huiyin.core.time import local_date

NAME = "complaint-class"
EXAMPLES = Path(__file__).resolve().parents[2] / "text/examples"
MOST = 20_000  # classed complaints that a model learns from, the newest
BATCH = 500
SHOWN = 3


def newest_model() -> TextModel | None:
    """The model in use."""
    return TextModel.objects.filter(name=NAME, withdrawn_at=None).order_by("-made_at").first()


def places(most: int) -> set[str]:
    """The folders of the newest models that may be used, at most so many."""
    rows = TextModel.objects.filter(name=NAME, withdrawn_at=None).order_by("-made_at")
    return set(rows.values_list("place", flat=True)[:most])


@cache
def examples() -> tuple[dict[str, object], ...]:
    """The written examples that are shipped, each with id, text and labels; a reason that is no more is left out."""
    reasons = current().reasons
    rows = [json.loads(line) for path in sorted(EXAMPLES.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return tuple(row for row in rows if row["labels"] and set(row["labels"]) <= set(reasons))


def lessons() -> Iterator[dict[str, object]]:
    """What a model learns from: the shipped examples, and what handlers said of the newest complaints. Texts without
    personal numbers."""
    yield from examples()
    reasons = current().reasons
    rows = Label.objects.filter(removed_at=None, code__in=reasons, case__kind=Kind.COMPLAINT)
    codes: dict[UUID, list[str]] = {}
    for case_id, code in rows.order_by("-set_at", "-is_primary").values_list("case_id", "code")[:MOST]:
        codes.setdefault(case_id, []).append(code)
    ids = list(codes)
    for start in range(0, len(ids), BATCH):
        texts = first_texts(ids[start : start + BATCH])
        for case_id, text in texts.items():
            if text.strip():
                yield {"id": str(case_id), "text": text, "labels": codes[case_id]}


def unread(since: datetime, most: int) -> list[UUID]:
    """Complaints that came in since then and that no model has read, the newest first."""
    rows = Case.objects.filter(
        ~Exists(Suggestion.objects.filter(case=OuterRef("pk"))), kind=Kind.COMPLAINT, received_at__gte=since,
        is_imported=False,
    )  # fmt: skip
    return list(rows.order_by("-received_at", "-pk").values_list("pk", flat=True)[:most])


def signs(case: Case) -> list[Found]:
    """The signs of risk in what the customer wrote, by the lists of the day it came in. One statement."""
    texts = case.messages.filter(direction="in").order_by("at", "id").values_list("subject", "text")[:20]
    words = "\n".join(f"{subject}\n{text}" for subject, text in texts)
    return find(masking.without_personal_numbers(words), in_force(local_date(case.received_at)))
