"""The document and a page to read it, both from here: nothing is fetched from elsewhere."""

import re
from functools import cache
from hashlib import sha256
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from ninja import NinjaAPI

from huiyin.api.document import as_bytes
from huiyin.api.edge import edge
from huiyin.api.problems import KINDS

_CODE, _STRONG = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")


def patterns(api: NinjaAPI) -> list[URLPattern]:
    """`openapi.json` and `docs` of an API."""

    @edge
    def document(request: HttpRequest) -> HttpResponse:
        body = as_bytes(api)
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(body, content_type="application/json", headers=headers)

    @edge
    def page(request: HttpRequest) -> HttpResponse:
        kinds = [
            {"kind": kind, "status": status, "title": title, "text": text}
            for kind, (status, title, text) in KINDS.items()
        ]
        return render(request, "api/docs.html", {"api": _groups(api), "kinds": kinds})

    return [path("openapi.json", document, name="openapi"), path("docs", page, name="api_docs")]


@cache
def _groups(api: NinjaAPI) -> dict[str, Any]:
    """The operations by tag, and the schemas by name, as the page walks through them."""
    document = orjson.loads(as_bytes(api))
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in document["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(
                {
                    "id": one["operationId"],
                    "method": method.upper(),
                    "path": address,
                    "summary": one["summary"],
                    "description": _prose(one.get("description", "")),
                    "parameters": [_parameter(each) for each in one["parameters"] if each["in"] != "header"],
                    "body": _body(one),
                    "answers": [_answer(status, each) for status, each in sorted(one["responses"].items())],
                }
            )
    schemas = {name: _fields(each) for name, each in sorted(document["components"]["schemas"].items())}
    about = {"title": document["info"]["title"], "text": _prose(document["info"]["description"])}
    return {"info": about, "groups": groups, "schemas": schemas}


def _prose(text: str) -> SafeString:
    """Paragraphs with `code` and **strong** words, as descriptions are written."""
    return SafeString("".join(f"<p>{_inline(paragraph)}</p>" for paragraph in text.split("\n\n")))


def _inline(text: str) -> SafeString:
    plain = str(escape(" ".join(text.split())))
    return SafeString(_STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", plain)))


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "in": one["in"],
        "required": one.get("required", False),
        "type": _type(one["schema"]),
        "text": _inline(one.get("description", "")),
    }


def _body(one: dict[str, Any]) -> dict[str, str]:
    for media, content in one.get("requestBody", {}).get("content", {}).items():
        return {"media": media, "type": _type(content["schema"])}
    return {}


def _answer(status: str, one: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = next(iter(one.get("content", {}).values()), {})
    return {"status": status, "text": one["description"], "type": _type(content["schema"]) if content else ""}


def _fields(schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    fields = [
        {"name": name, "required": name in required, "type": _type(one), "text": _inline(one.get("description", ""))}
        for name, one in schema.get("properties", {}).items()
    ]
    return {"text": _prose(schema.get("description", "")), "fields": fields, "values": schema.get("enum", [])}


def _type(schema: dict[str, Any]) -> SafeString:
    """A schema in a word or two; the name of another schema leads to it."""
    if "$ref" in schema:
        return format_html('<a href="#schema-{0}">{0}</a>', schema["$ref"].rsplit("/", 1)[-1])
    for union in ("anyOf", "allOf", "oneOf"):
        if union in schema:
            return format_html_join(" | ", "{}", ((_type(one),) for one in schema[union]))
    if schema.get("type") == "array":
        return format_html("[] {}", _type(schema.get("items", {})))
    if "enum" in schema:
        return format_html("{}", " | ".join(str(one) or '""' for one in schema["enum"]))
    return format_html("{}", str(schema.get("format") or schema.get("const") or schema.get("type", "")))
