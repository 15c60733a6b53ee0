"""Writing an article, and its next version."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.console.knowledge.forms import ArticleForm, WordsForm
from huiyin.console.knowledge.listed import tabs
from huiyin.console.knowledge.page import found
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.knowledge.actions import articles as actions
from huiyin.knowledge.models import Article


@desk("desk", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """A new article with its first version. `asked`: a question it shall answer."""
    _must(visit)
    today = local_date(visit.at)
    begin = {"from_on": today, "review_on": today + timedelta(days=180), "audience": "public",
             "questions": visit.request.GET.get("asked", "")[:200]}  # fmt: skip
    form = ArticleForm(visit.request.POST or None, initial=begin)
    if visit.request.method == "POST" and form.is_valid():
        try:
            version = actions.begin(**form.given(), by=visit.by, at=visit.at)
        except BadInput as fault:
            blame(form, fault)
        else:
            return _kept(visit, version.article)
    return _page(visit, form, _("New article"), None)


@desk("desk", "GET POST", keeps=True)
def write(visit: Visit, key: str) -> HttpResponse:
    """The next version; the ones before stay."""
    _must(visit)
    row, today = found(visit, key), local_date(visit.at)
    newest = row.versions.order_by("-number").first()
    begin: dict[str, Any] = {"from_on": today, "review_on": today + timedelta(days=180)}
    if newest is not None:
        begin |= {name: getattr(newest, name) for name in ("title", "title_en", "text_zh", "text_en", "until_on")}
        begin |= {"questions": "\n".join(newest.questions), "seen": newest.number}
    form, status = WordsForm(visit.request.POST or None, initial=begin), 0
    if visit.request.method == "POST" and form.is_valid():
        try:
            actions.write(article=row, **form.given(), by=visit.by, at=visit.at)
        except BadInput as fault:
            blame(form, fault)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            status = 409
        else:
            return _kept(visit, row)
    return _page(visit, form, _("New version of “%(name)s”") % {"name": newest.title if newest else key}, row, status)


def _must(visit: Visit) -> None:
    if not actions.may_write(visit.by):
        words = _("Knowledge editors and consumer protection at head office keep the articles.")
        raise Refused("article.role", words)


def _kept(visit: Visit, row: Article) -> HttpResponse:
    messages.success(visit.request, _("Kept. It answers as soon as a second person has approved it."))
    return redirect("article", row.key)


def blame(form: Any, fault: BadInput) -> None:
    """Every sentence of a fault at its field, else above the form."""
    place = fault.field if fault.field in form.fields else None
    for sentence in fault.needs or [fault.message]:
        form.add_error(place, sentence)


def _page(visit: Visit, form: Any, title: str, row: Article | None, status: int = 0) -> HttpResponse:
    context = {"form": form, "title": title, "row": row, "tabs": tabs("articles", True)}
    wrong = 422 if visit.request.method == "POST" else 200
    return visit.page("knowledge/write.html", context, status=status or wrong)
