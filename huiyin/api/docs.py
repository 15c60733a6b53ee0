"""The document and a page to read it, both from here: nothing is fetched from elsewhere."""

from hashlib import sha256
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import URLPattern, path
from ninja import NinjaAPI

from huiyin.api.document import as_bytes
from huiyin.api.edge import edge
from huiyin.api.problems import KINDS


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
        return render(request, "api/docs.html", {"api": _groups(orjson.loads(as_bytes(api))), "kinds": kinds})

    return [path("openapi.json", document, name="openapi"), path("docs", page, name="api_docs")]


def _groups(document: dict[str, Any]) -> dict[str, Any]:
    """The operations by tag, and the schemas by name, as the page walks through them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in document["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(
                {
                    "id": one["operationId"],
                    "method": method.upper(),
                    "path": address,
                    "summary": one["summary"],
                    "description": one.get("description", ""),
                    "parameters": [_parameter(each) for each in one["parameters"] if each["in"] != "header"],
                    "body": _body(one),
                    "answers": [_answer(status, each) for status, each in sorted(one["responses"].items())],
                }
            )
    schemas = {name: _fields(each) for name, each in sorted(document["components"]["schemas"].items())}
    return {"info": document["info"], "groups": groups, "schemas": schemas}


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "in": one["in"],
        "required": one.get("required", False),
        "type": _type(one["schema"]),
        "text": one.get("description", ""),
    }


def _body(one: dict[str, Any]) -> dict[str, str]:
    for media, content in one.get("requestBody", {}).get("content", {}).items():
        return {"media": media, **_type(content["schema"])}
    return {}


def _answer(status: str, one: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = next(iter(one.get("content", {}).values()), {})
    return {"status": status, "text": one["description"], "type": _type(content["schema"]) if content else {}}


def _fields(schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    fields = [
        {"name": name, "required": name in required, "type": _type(one), "text": one.get("description", "")}
        for name, one in schema.get("properties", {}).items()
    ]
    return {"text": schema.get("description", ""), "fields": fields, "values": schema.get("enum", [])}


def _type(schema: dict[str, Any]) -> dict[str, str]:
    """A schema in a word or two: `words` before the name of another schema in `ref`."""
    if "$ref" in schema:
        return {"words": "", "ref": schema["$ref"].rsplit("/", 1)[-1]}
    for union in ("anyOf", "allOf", "oneOf"):
        if union in schema:
            parts = [_type(one) for one in schema[union]]
            ref = next((one["ref"] for one in parts if one["ref"]), "")
            return {"words": " | ".join(one["words"] for one in parts if one["words"]), "ref": ref}
    if schema.get("type") == "array":
        inner = _type(schema.get("items", {}))
        return {"words": f"[] {inner['words']}".strip(), "ref": inner["ref"]}
    if "enum" in schema:
        return {"words": " | ".join(str(one) or '""' for one in schema["enum"]), "ref": ""}
    return {"words": str(schema.get("format") or schema.get("const") or schema.get("type", "")), "ref": ""}
