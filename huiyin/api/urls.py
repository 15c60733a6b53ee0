"""The addresses of the API under /api/v1; what lies beside them is a problem document too."""

from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from huiyin.api import complaints, problems
from huiyin.api.edge import guard, nowhere
from huiyin.api.rendering import JsonParser, Renderer

api = NinjaAPI(
    title="Huiyin 回音",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    parser=JsonParser(),
)
problems.add_to(api)
api.add_router("", complaints.router)

_patterns, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", (guard(_patterns), _app, _namespace)),
    re_path(r"^(?P<rest>.*)$", nowhere),
]
