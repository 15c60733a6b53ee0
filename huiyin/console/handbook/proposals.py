"""Drafts of rules and calendars that wait for the word of a second person, for the first page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.console.handbook import wording
from huiyin.console.visit import Visit
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import approval, names


def waiting(visit: Visit) -> list[dict[str, Any]]:
    """What somebody may approve now; nothing for who approves no rules."""
    if not visit.by.has_role(*approval.APPROVERS):
        return []
    language = get_language() or "zh-hans"
    rules, years = reading.waiting_for(visit.user.pk)
    found = []
    for one in rules:
        before, after = reading.base_of(one), reading.terms_of(one)
        found.append(
            {
                "title": (after or before).title.in_language(language),
                "change": f"{wording.length_of(before)} → {wording.length_of(after) if after else _('ends')}",
                "from": one.effective_from,
                "by": one.created_by.name,
                "url": reverse("rule_draft", args=[one.pk]),
            }
        )
    for year in years:
        found.append(
            {
                "title": names.name_of(names.CALENDAR_NAMES, year.code, language),
                "change": str(year.year),
                "from": None,
                "by": year.created_by.name,
                "url": reverse("calendar_version", args=[year.pk]),
            }
        )
    return found
