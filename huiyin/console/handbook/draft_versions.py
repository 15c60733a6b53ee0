"""Any two versions of a rule side by side."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language

from huiyin.console.handbook import wording
from huiyin.console.visit import Visit, desk
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.approval import WRITERS


@desk("desk")
def compare(visit: Visit, pack: str, code: str) -> HttpResponse:
    """The versions of a rule in a pack, two of them compared in words: by default the newest with the one before."""
    try:
        found = handbook.versions(code, (pack,))
        title = handbook.pack(pack).title.in_language(get_language() or "zh-hans")
    except handbook.NoRuleError:
        raise Http404 from None
    by_name = {rule.version: rule for rule in found}
    left = by_name.get(visit.request.GET.get("left", ""), found[-2] if len(found) > 1 else found[-1])
    right = by_name.get(visit.request.GET.get("right", ""), found[-1])
    lines = wording.compared(left, right)
    context = {
        "rule": found[-1],
        "title": found[-1].title.in_language(get_language() or "zh-hans"),
        "pack_title": title,
        "versions": found,
        "left": left,
        "right": right,
        "lines": lines,
        "changes": sum(line.is_changed for line in lines),
        "may_write": visit.by.has_role(*WRITERS),
    }
    return visit.page("handbook/drafts/versions.html", context)
