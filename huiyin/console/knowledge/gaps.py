"""What was asked and not known: for those who keep the articles."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.assistant.queries import doing
from huiyin.console.knowledge.listed import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.knowledge.actions import questions as actions
from huiyin.knowledge.actions.articles import may_write
from huiyin.knowledge.models import Article, Gap
from huiyin.knowledge.queries import figures

SHOWN, SPAN = 50, timedelta(days=30)


@desk("desk")
def listed(visit: Visit) -> HttpResponse:
    """The open gaps, the most frequent first."""
    _must(visit)
    context = {
        "rows": list(figures.open_gaps()[:SHOWN]),
        "doing": doing(visit.at - SPAN, visit.at),
        "tabs": tabs("article_gaps", True),
    }
    return visit.page("knowledge/gaps.html", context)


@desk("desk", "POST")
def close(visit: Visit, gap_id: UUID) -> HttpResponse:
    """An article answers it (`article`: its key), or it is not for us (no key)."""
    _must(visit)
    gap, key = get_object_or_404(Gap, pk=gap_id), visit.request.POST.get("article", "").strip()
    article = Article.objects.filter(key=key, retired_at=None).first() if key else None
    if key and article is None:
        raise BadInput("gap.article", _("There is no article with this key."), field="article")
    actions.close_gap(gap=gap, article=article, by=visit.by, at=visit.at)
    messages.success(visit.request, _("Kept."))
    return redirect("article_gaps")


def _must(visit: Visit) -> None:
    if not may_write(visit.by):
        words = _("Knowledge editors and consumer protection at head office keep the articles.")
        raise Refused("article.role", words)
