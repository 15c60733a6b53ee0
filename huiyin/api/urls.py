"""The addresses of the API under /api/v1; what lies beside them is a problem document too."""

from django.urls import URLPattern, URLResolver, path, re_path

from huiyin.api import (
    assignment,
    bulk,
    changes,
    checklists,
    claims,
    clocks,
    complaints,
    customers,
    customers_along,
    customers_parts,
    docs,
    evidence,
    following,
    groups,
    handbook,
    handbook_calendars,
    handbook_drafts,
    handbook_lint,
    handling,
    links,
    macros,
    mail,
    many,
    notices,
    own_fields,
    people,
    problems,
    proof,
    reference,
    relations,
    sending,
    tags,
    talk,
    team,
    triage,
    unit_packs,
    views,
    webhooks,
    wordings,
)
from huiyin.api.document import DESCRIPTION, HouseAPI
from huiyin.api.edge import guard, nowhere
from huiyin.api.rendering import JsonParser, Renderer
from huiyin.api.steps import ROUTERS

api = HouseAPI(
    title="Huiyin 回音",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    parser=JsonParser(),
)
problems.add_to(api)
for _router in (
    complaints.router,
    views.router,
    groups.router,
    bulk.router,
    many.router,
    changes.router,
    webhooks.router,
    *ROUTERS,
    handling.router,
    talk.router,
    following.router,
    wordings.router,
    macros.router,
    mail.router,
    triage.router,
    notices.router,
    evidence.router,
    sending.router,
    people.router,
    customers.router,
    customers_along.router,
    customers_parts.router,
    claims.router,
    tags.router,
    links.router,
    checklists.router,
    own_fields.router,
    clocks.router,
    proof.router,
    reference.router,
    handbook.router,
    handbook_lint.router,
    handbook_drafts.router,
    handbook_calendars.router,
    unit_packs.router,
    assignment.router,
    team.router,
    relations.router,
):
    api.add_router("", _router)

_patterns, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"v1/{one.pattern}", one.callback, name=one.name) for one in docs.patterns(api)),
    path("v1/", (guard(_patterns), _app, _namespace)),
    re_path(r"^(?P<rest>[\s\S]*)\Z", nowhere),
]
