"""How customers are told, counted case by case: a part of `brute`."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.cases.models import Case


def said(case: Case) -> Iterator[tuple[str, datetime, str]]:
    messages, notices = list(case.messages.all()), list(case.notices.all())
    for one in messages:
        if one.direction == "out" and one.author_id is not None:
            same = any(not use.is_changed for use in one.template_uses.all())
            yield "template_unchanged_share", one.at, "broken" if same else "kept"
    for notice in notices:
        if notice.sent_at is None or case.is_imported:
            continue
        told = [case.received_at] + [one.at for one in messages if one.direction == "out"]
        told += [one.created_at for one in notices]
        last = max([moment for moment in told if moment < notice.created_at], default=case.received_at)
        last = max(last, case.received_at)
        asked = [one for one in messages if one.direction == "in" and last < one.at < notice.created_at]
        yield "told_unasked", notice.sent_at, "broken" if asked else "kept"
