"""Questions and answers for everybody: the public articles in force, by subject, and one with its version."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.assistant.queries import title, wording
from huiyin.core.actors import customer
from huiyin.core.time import local_date
from huiyin.knowledge import queries
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import ArticleVersion, Topic, Use, Where
from huiyin.portal.visit import Visit, portal

MOST = 300
READ = "portal_read"


@portal()
def listed(visit: Visit) -> HttpResponse:
    """All public articles, by subject."""
    found = list(queries.in_force(local_date(visit.at), None).order_by("article__topic", "article__key")[:MOST])
    topics = [(str(topic.label), _lines(found, topic)) for topic in Topic]
    return visit.page("help.html", {"topics": [(name, rows) for name, rows in topics if rows]})


def _lines(found: Sequence[ArticleVersion], topic: str) -> list[dict[str, Any]]:
    return [{"key": one.article.key, "title": title(one)} for one in found if one.article.topic == topic]


@portal()
def one(visit: Visit, key: str) -> HttpResponse:
    """An article; that it was read is counted once for a visitor."""
    version = get_object_or_404(queries.in_force(local_date(visit.at), None), article__key=key)
    read = visit.session.get(READ, {})
    if str(version.pk) not in read:
        use = questions.use(version=version, where=Where.HELP, by=customer(None), at=visit.at)
        read = dict(list(read.items())[-50:]) | {str(version.pk): str(use.pk)}
        visit.session[READ] = read
    context = {"version": version, "name": title(version), "text": wording(version), "key": key}
    return visit.page("help_one.html", context)


@portal("POST")
def said(visit: Visit, key: str) -> HttpResponse:
    """Whether it helped (`helpful` 1 or 0), and why not."""
    version = get_object_or_404(queries.in_force(local_date(visit.at), None), article__key=key)
    use = Use.objects.filter(pk=visit.session.get(READ, {}).get(str(version.pk))).first()
    if use is not None:
        given = visit.request.POST
        questions.judge(
            use=use, helpful=given.get("helpful") == "1", reason=given.get("reason", ""), by=customer(None), at=visit.at
        )
        messages.success(visit.request, _("Thank you."))
    return redirect("portal_help_one", key=key)
