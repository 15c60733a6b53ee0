"""Answer templates of the house: the list, one with its versions, writing, deciding, trying on a real case."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Template, TemplateVersion, VersionState
from huiyin.catalog.rules import current
from huiyin.complaints.actions import templates as actions
from huiyin.complaints.queries import templates as queries
from huiyin.complaints.rules import templates as rules
from huiyin.console.paging import stretch
from huiyin.console.talk.forms import TemplateForm, WordsForm, contest, situations
from huiyin.console.talk.naming import name_of
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date

SHOWN = 50
PILLS = {"submitted": "waiting", "approved": "closed", "rejected": "breached", "withdrawn": ""}


def tabs(now: str) -> list[dict[str, Any]]:
    """Templates, the situations they are for, and macros."""
    found = (("templates", _("Templates")), ("template_scenarios", _("Situations")), ("macros", _("Macros")))
    return [{"label": label, "url": reverse(name), "active": name == now} for name, label in found]


@desk("cases")
def listed(visit: Visit) -> HttpResponse:
    """The templates by key, a page at a time; `retired=1` those out of use, `waiting=1` those that wait."""
    after, retired = visit.request.GET.get("after", ""), visit.request.GET.get("retired") == "1"
    waiting = visit.request.GET.get("waiting") == "1"
    rows = queries.shelf(retired=retired).filter(key__gt=after.replace("\x00", ""))
    if waiting:
        rows = rows.filter(versions__state=VersionState.SUBMITTED)
    found = list(rows[: SHOWN + 1])
    more, found = len(found) > SHOWN, found[:SHOWN]
    wanted = TemplateVersion.objects.filter(template__in=found, state__in=("approved", "submitted"))
    by_template: dict[UUID, list[TemplateVersion]] = {}
    for version in wanted.order_by("from_on", "number"):
        by_template.setdefault(version.template_id, []).append(version)
    today = local_date(visit.at)
    context = {
        "rows": [_line(one, by_template.get(one.pk, []), today) for one in found],
        "next_url": _next(found[-1].key, retired=retired, waiting=waiting) if more else "",
        "retired": retired,
        "waiting": waiting,
        "may_write": any(role in actions.WRITERS for role in visit.by.roles),
        "tabs": tabs("templates"),
    }
    return visit.page("talk/templates.html", context)


def _next(key: str, **narrowed: bool) -> str:
    return f"{reverse('templates')}?{urlencode({'after': key} | {name: 1 for name, on in narrowed.items() if on})}"


def _line(row: Template, versions: list[TemplateVersion], today: Any) -> dict[str, Any]:
    holding = [one for one in versions if one.state == "approved" and one.from_on <= today]
    return {
        "row": row,
        "name": name_of(row),
        "class": current().label(row.class_code, get_language() or "zh-hans") if row.class_code else "",
        "holds": holding[-1] if holding else None,
        "waits": next((one for one in versions if one.state == "submitted"), None),
        "later": next((one for one in versions if one.state == "approved" and one.from_on > today), None),
    }


@desk("cases", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """A new template with its first wording."""
    is_post = visit.request.method == "POST"
    today = local_date(visit.at)
    begin = {"from_on": today, "scenario": visit.request.GET.get("scenario", "")}
    form = TemplateForm(visit.request.POST if is_post else None, by=visit.by, on=today, initial=begin)
    if not form.fields["unit"].choices:  # type: ignore[attr-defined]
        raise Refused("template.role", _("Only who leads a unit writes templates."))
    if is_post and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        given["unit"] = get_object_or_404(Unit, pk=given["unit"])
        try:
            version = actions.begin(**given, by=visit.by, at=visit.at)
        except BadInput as fault:
            blame(form, fault)
        else:
            messages.success(visit.request, _said(version))
            return redirect("template", version.template_id)
    return _write_page(visit, form, _("New template"), None, 422 if is_post else 200)


@desk("cases", "GET POST", keeps=True)
def write(visit: Visit, template_id: UUID) -> HttpResponse:
    """The next wording of a template; the ones before stay."""
    row = _row(template_id)
    actions.must_write(visit.by, row.unit)
    newest = row.versions.order_by("-number").first()
    is_post = visit.request.method == "POST"
    begin = {
        "text_zh": newest.text_zh if newest else "", "text_en": newest.text_en if newest else "",
        "from_on": local_date(visit.at), "seen": newest.number if newest else None,
    }  # fmt: skip
    form = WordsForm(visit.request.POST if is_post else None, initial=begin)
    status = 422 if is_post else 200
    if is_post and form.is_valid():
        try:
            version = actions.write(template=row, **form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as fault:
            blame(form, fault)
        except Refused as refusal:
            contest(form, refusal) if isinstance(refusal, Clash) else form.add_error(None, refusal.message)
            status = 409
        else:
            messages.success(visit.request, _said(version))
            return redirect("template", row.pk)
    return _write_page(visit, form, _("New wording of “%(name)s”") % {"name": name_of(row)}, row, status)


def blame(form: Any, fault: BadInput) -> None:
    """Every sentence of a fault at its field, else above the form."""
    place = fault.field if fault.field in form.fields else None
    for sentence in fault.needs or [fault.message]:
        form.add_error(place, sentence)


def _said(version: TemplateVersion) -> str:
    if version.state == VersionState.SUBMITTED:
        return _("Kept. It is used as soon as a second person has approved it.")
    return _("Kept. It holds from its day on.")


def _write_page(visit: Visit, form: Any, title: str, row: Template | None, status: int) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "row": row,
        "variables": [(f"{{{code}}}", _(words)) for code, words in rules.VARIABLES.items()],
        "tabs": tabs("templates"),
    }
    return visit.page("talk/template_write.html", context, status=status)


@desk("cases")
def one(visit: Visit, template_id: UUID) -> HttpResponse:
    """A template: its wordings newest first, how the newest reads in a case, where it was used."""
    return _page(visit, _row(template_id))


def _page(visit: Visit, row: Template, *, problem: str = "", status: int = 200) -> HttpResponse:
    versions = list(row.versions.select_related("written_by", "decided_by").order_by("-number")[:SHOWN])
    holds = queries.in_force(local_date(visit.at)).filter(template=row).first()
    number = visit.request.GET.get("case", "").strip()
    may = actions.may_write(visit.by, row.unit)
    context = {
        "row": row,
        "name": name_of(row),
        "class": current().label(row.class_code, get_language() or "zh-hans") if row.class_code else "",
        "scenario": row.scenario,
        "situations": situations(local_date(visit.at)),
        "versions": [
            {
                "row": one,
                "pill": PILLS[one.state],
                "holds": one == holds,
                "may_decide": may and one.state == "submitted" and one.written_by_id != visit.user.pk,
                "may_withdraw": may and one.state == "submitted" and one.written_by_id == visit.user.pk,
            }
            for one in versions
        ],
        "may_write": may,
        "waits": any(one.state == "submitted" for one in versions),
        "number": number,
        "tried": _tried(visit, versions[0], number) if number and versions else None,
        "problem": problem,
        "tabs": tabs("templates"),
    } | _used(visit, row)
    return visit.page("talk/template.html", context, status=status)


def _tried(visit: Visit, version: TemplateVersion, number: str) -> dict[str, Any]:
    """How a wording reads in a case that one may see; what the case lacks stays in braces."""
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        return {"fault": _("There is no such complaint, or you may not see it.")}
    found = [(lang, queries.text(version, case, visit.at, lang)) for lang in ("zh", "en")]
    return {"case": case, "version": version, "texts": found, "left": [rules.used(text) for _lang, text in found]}


def _used(visit: Visit, row: Template) -> dict[str, Any]:
    """Where it was used, in cases that one may see, newest first, a page by key."""
    rows = queries.uses(row).filter(case__in=cases.visible_to(visit.user)).select_related("case")
    found, following = stretch(rows, visit.request.GET.get("after", ""), size=SHOWN)
    return {"uses": found, "next": following}


@desk("cases", "POST")
def decide(visit: Visit, template_id: UUID, number: int, step: str) -> HttpResponse:
    """Approve, reject or withdraw a version."""
    row = _row(template_id)
    version = get_object_or_404(row.versions.select_related("template"), number=number)
    try:
        if step == "approve":
            actions.approve(version=version, by=visit.by, at=visit.at)
        elif step == "reject":
            actions.reject(version=version, reason=visit.request.POST.get("reason", ""), by=visit.by, at=visit.at)
        elif step == "withdraw":
            actions.withdraw(version=version, by=visit.by, at=visit.at)
        else:
            raise Http404
    except Refused as refusal:
        return _page(visit, row, problem=refusal.message, status=422 if isinstance(refusal, BadInput) else 409)
    messages.success(visit.request, _("Kept."))
    return redirect("template", row.pk)


@desk("cases", "POST")
def act(visit: Visit, template_id: UUID, step: str) -> HttpResponse:
    """Take it out of use, or back; or say for which situation it is meant."""
    row = _row(template_id)
    if step not in ("retire", "restore", "place"):
        raise Http404
    if step == "place":
        actions.place(template=row, scenario=visit.request.POST.get("scenario", ""), by=visit.by, at=visit.at)
    else:
        actions.retire(template=row, retired=step == "retire", by=visit.by, at=visit.at)
    messages.success(visit.request, _("Kept."))
    return redirect("template", row.pk)


def _row(template_id: UUID) -> Template:
    return get_object_or_404(Template.objects.select_related("unit", "made_by"), pk=template_id)
