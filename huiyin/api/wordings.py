"""Answer templates: those of the house, and what they say in a complaint."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from huiyin.api import paging, staff
from huiyin.api.access import Request
from huiyin.api.answers import Answer, case_of, change, change_marked, etag, mark, marked
from huiyin.api.fields import Body, Line
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.api.schemas import wordings as shown
from huiyin.cases import queries as cases
from huiyin.cases.models import Template, TemplateVersion
from huiyin.complaints.actions import templates as actions
from huiyin.complaints.queries import scenarios as situations
from huiyin.complaints.queries import templates as queries
from huiyin.complaints.rules import scenarios
from huiyin.complaints.rules import templates as rules
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date, now

router = Router(tags=["Templates and macros"])


@operation(router, "GET", "/templates", scope="complaints:read", response=shown.TemplateList)
def list_templates(request: Request, page: Query[PageQuery]) -> shown.TemplateList:
    """List the templates

    Those in use, by key.
    """
    rows, following = paging.by_number(
        queries.shelf(), "key", cursor=page.cursor, limit=page.limit, about=("templates",), read=str
    )
    return shown.TemplateList(items=[_template(row) for row in rows], next=following)


@operation(router, "POST", "/templates", scope="rules:write", response={201: shown.TemplateWithVersions})
def add_template(request: Request, body: shown.TemplateIn) -> HttpResponse:
    """Write a template

    Whoever leads the unit or one above it. What customers read waits for a second person; unknown variables and wrong
    citations are refused with their place.
    """
    unit = staff.unit(body.unit)
    if unit is None:
        raise BadInput("unit.unknown", _("There is no unit with this code."), field="unit")

    def work(by: Actor, at: datetime) -> Answer:
        given = body.dict() | {"unit": unit}
        return marked(_whole(actions.begin(**given, by=by, at=at).template), 201)

    return change(request, work)


@operation(
    router, "GET", "/templates/{template_id}", scope="complaints:read", response=shown.TemplateWithVersions
)  # fmt: skip
def read_template(request: Request, response: HttpResponse, template_id: UUID) -> shown.TemplateWithVersions:
    """Read a template with its wordings"""
    whole = _whole(_row(template_id))
    response.headers["ETag"] = etag(whole.etag)
    return whole


@operation(
    router, "POST", "/templates/{template_id}/versions", scope="rules:write",
    response={201: shown.TemplateWithVersions},
)  # fmt: skip
def write_template(request: Request, template_id: UUID, body: shown.WordsIn) -> HttpResponse:
    """Write the next wording

    The ones before stay as they are. What somebody wrote since `seen` in the other language stays; 409
    `template.changed` names the texts that both changed.
    """
    row = _row(template_id)
    return _change(request, row, lambda by, at: actions.write(template=row, **body.dict(), by=by, at=at), 201)


@operation(
    router, "POST", "/templates/{template_id}/versions/{version_id}/approve", scope="rules:write",
    response=shown.TemplateWithVersions,
)  # fmt: skip
def approve_template(request: Request, template_id: UUID, version_id: UUID) -> HttpResponse:
    """Approve a wording

    Never one's own.
    """
    version = _version(template_id, version_id)
    return _change(request, version.template, lambda by, at: actions.approve(version=version, by=by, at=at))


class RejectIn(Body):
    """Why a wording goes back."""

    reason: Line = Field(description="What has to be different")


@operation(
    router, "POST", "/templates/{template_id}/versions/{version_id}/reject", scope="rules:write",
    response=shown.TemplateWithVersions,
)  # fmt: skip
def reject_template(request: Request, template_id: UUID, version_id: UUID, body: RejectIn) -> HttpResponse:
    """Send a wording back"""
    version = _version(template_id, version_id)
    return _change(
        request,
        version.template,
        lambda by, at: actions.reject(version=version, reason=body.reason, by=by, at=at),
    )


@operation(
    router, "POST", "/templates/{template_id}/versions/{version_id}/withdraw", scope="rules:write",
    response=shown.TemplateWithVersions,
)  # fmt: skip
def withdraw_template(request: Request, template_id: UUID, version_id: UUID) -> HttpResponse:
    """Withdraw one's own wording that waits"""
    version = _version(template_id, version_id)
    return _change(request, version.template, lambda by, at: actions.withdraw(version=version, by=by, at=at))


@operation(
    router, "POST", "/templates/{template_id}/retire", scope="rules:write", response=shown.TemplateWithVersions
)  # fmt: skip
def retire_template(request: Request, template_id: UUID) -> HttpResponse:
    """Take a template out of use"""
    row = _row(template_id)
    return _change(request, row, lambda by, at: actions.retire(template=row, retired=True, by=by, at=at))


@operation(
    router, "POST", "/templates/{template_id}/restore", scope="rules:write", response=shown.TemplateWithVersions
)  # fmt: skip
def restore_template(request: Request, template_id: UUID) -> HttpResponse:
    """Take a template back into use"""
    row = _row(template_id)
    return _change(request, row, lambda by, at: actions.retire(template=row, retired=False, by=by, at=at))


@operation(router, "GET", "/templates/{template_id}/uses", scope="complaints:read", response=shown.TemplateUses)
def list_template_uses(request: Request, template_id: UUID, page: Query[PageQuery]) -> shown.TemplateUses:
    """List where a template was used

    In complaints that the caller sees, newest first.
    """
    row = _row(template_id)
    uses = queries.uses(row).filter(case__in=cases.visible_to(request.auth.user)).select_related("case")
    rows, following = paging.by_time(
        uses, "at", cursor=page.cursor, limit=page.limit, about=("uses", row.pk), newest_first=True
    )
    return shown.TemplateUses(
        items=[
            shown.TemplateUseOut(
                complaint=one.case.number, version=one.version.number, kind="message" if one.message_id else "note",
                at=one.at, by_label=one.by_label, is_changed=one.is_changed,
            )
            for one in rows
        ],
        next=following,
    )  # fmt: skip


@operation(router, "GET", "/situations", scope="complaints:read", response=shown.ScenarioList)
def list_situations(request: Request) -> shown.ScenarioList:
    """List the situations in which we speak to customers

    What is said in which order, and the templates in use for each (2.2-2).
    """
    at = now()
    said = get_language() or "zh-hans"
    return shown.ScenarioList(
        version=scenarios.in_force(local_date(at)).version,
        items=[
            shown.ScenarioOut(
                code=one.scenario.code, title=one.scenario.title.in_language(said), hours=one.scenario.hours,
                flow=[step.in_language(said) for step in one.scenario.flow], good=one.scenario.good.in_language(said),
                templates=[row.key for row in one.templates], holds=one.holds,
            )
            for one in situations.kept(at)
        ],
    )  # fmt: skip


@operation(
    router, "POST", "/templates/{template_id}/scenario", scope="rules:write", response=shown.TemplateWithVersions
)  # fmt: skip
def place_template(request: Request, template_id: UUID, body: shown.ScenarioIn) -> HttpResponse:
    """Say for which situation a template is meant"""
    row = _row(template_id)
    return _change(request, row, lambda by, at: actions.place(template=row, scenario=body.scenario, by=by, at=at))


@operation(router, "GET", "/complaints/{number}/templates", scope="complaints:read", response=shown.FilledList)
def list_templates_here(request: Request, number: str) -> shown.FilledList:
    """List the templates that hold for a complaint, filled"""
    case, at = case_of(request, number), now()
    found = []
    for one in queries.for_case(case, at):
        text = queries.text(one, case, at)
        found.append(
            shown.FilledOut(
                key=one.template.key, name=one.template.name, purpose=one.template.purpose, version_id=one.pk,
                version=one.number, text=text, unfilled=rules.used(text),
            )
        )  # fmt: skip
    return shown.FilledList(items=found)


def _change(
    request: Request, row: Template, act: Callable[[Actor, datetime], object], status: int = 200
) -> HttpResponse:
    def work(by: Actor, at: datetime) -> Answer:
        act(by, at)
        return marked(_whole(_row(row.pk)), status)

    def held() -> str:
        return _whole(_row(row.pk, Template.objects.select_for_update(of=("self",)))).etag

    return change_marked(request, held, work)


def _row(template_id: UUID, rows: QuerySet[Template] | None = None) -> Template:
    rows = Template.objects.all() if rows is None else rows
    row = rows.select_related("unit").filter(pk=template_id).first()
    if row is None:
        raise Problem("not-found", "template.not_found", _("There is no such template."))
    return row


def _version(template_id: UUID, version_id: UUID) -> TemplateVersion:
    row = TemplateVersion.objects.select_related("template").filter(pk=version_id, template=template_id).first()
    if row is None:
        raise Problem("not-found", "template.not_found", _("There is no such template."))
    return row


def _template(row: Template) -> shown.TemplateOut:
    return shown.TemplateOut(**_named(row))


def _named(row: Template) -> dict[str, Any]:
    names = ("id", "key", "name", "name_en", "purpose", "class_code", "scenario")
    return {name: getattr(row, name) for name in names} | {
        "unit": row.unit.code, "is_retired": row.retired_at is not None,
    }  # fmt: skip


def _whole(row: Template) -> shown.TemplateWithVersions:
    versions = row.versions.select_related("written_by", "decided_by").order_by("-number")[:100]
    names = (
        "id", "number", "text_zh", "text_en", "from_on", "state", "advice", "written_at", "decided_at", "reason",
    )  # fmt: skip
    return shown.TemplateWithVersions(
        **_named(row),
        etag=mark([_named(row), [[one.pk, one.state] for one in versions]]),
        versions=[
            shown.TemplateVersionOut(
                **{name: getattr(one, name) for name in names},
                written_by=one.written_by.name,
                decided_by=one.decided_by.name if one.decided_by else "",
            )
            for one in versions
        ],
    )
