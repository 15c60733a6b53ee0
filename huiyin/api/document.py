"""The OpenAPI document: what all operations have in common is added once, here."""

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from huiyin.api.rendering import dumps
from huiyin.api.schemas.common import ProblemDocument
from huiyin.core import uploads_tus

DESCRIPTION = """\
Complaint handling as a machine interface: register, list, read, take every step of the path, evidence, messages, limits
with their derivations, the ledger.

**Sign-in.** `Authorization: Bearer <token>`; tokens are made on the settings page and act for one person within their
scopes. What that person may not see is answered with 404. A revoked token ends within 5 seconds.

**Errors** are problem documents (RFC 9457). A step that the rules do not allow now is refused with 409; `needs` says
what is missing, `clause` why.

**Repeating.** Every POST takes an `Idempotency-Key`: the same key and request again get the same answer
(`Idempotency-Replayed: true`) for a week; the same key with another request is refused with 422. A refusal is not kept.

**Versions.** What two people can change has an ETag: complaints, saved views, templates, macros, tags, checklists,
fields, webhooks, drafts and calendars. A change sent with `If-Match` is refused with 412 when somebody was quicker.

**Changes.** `GET /changes` gives every change once, with a cursor that skips nothing; webhooks send the same, signed.

**Lists** are paged by `limit` and the opaque `cursor` of `next`.

**Times** are ISO 8601; without an offset they are in Asia/Shanghai. Sums are yuan, written as strings. Personal data is
masked everywhere except in the answer of `reveal`.
"""
_HEADER = {"type": "string"}
_EVERYWHERE = {"X-Request-Id": "Echoed in the answer and in problem documents; 8 to 64 letters, digits, `.`, `_`, `-`"}
_ON_POST = {"Idempotency-Key": "1 to 200 visible ASCII characters; the same key and request get the same answer"}
_ON_CASE = {"If-Match": "ETag of the complaint as it was read; 412 when it changed meanwhile"}
_BYTES = {"type": "string", "format": "binary"}
_TUS = {"Tus-Resumable": "1.0.0"}
_ON_PARTS = {
    "post": _TUS | {
        "Upload-Length": "Bytes of the whole file",
        "Upload-Metadata": "`filename <base64 of UTF-8>`, among pairs parted by commas",
    },
    "patch": _TUS | {"Upload-Offset": "Where these bytes begin: what has arrived so far"},
}  # fmt: skip
_ON_VERSION = {"If-Match": "ETag as it was read; 412 when it changed meanwhile"}
#: What has a version beside complaints.
_VERSIONED = (
    "/me/views/{view_id}", "/v1/templates/{template_id}", "/v1/macros/{macro_id}", "/v1/tags/{tag_id}",
    "/v1/webhooks/{webhook_id}", "/v1/checklists", "/v1/fields", "/drafts/{draft_id}", "/calendars/{calendar_id}",
)  # fmt: skip
#: Lists that are not there for those who have no part in them.
_SHOWN_TO_SOME = ("/handbook/drafts", "/handbook/calendars", "/assignment", "/customers/quality")
_ERRORS = {
    "400": "The request cannot be read",
    "401": "No valid token",
    "403": "A scope is missing",
    "422": "Input cannot be used",
    "429": "Too many requests",
}


class HouseAPI(NinjaAPI):
    """Ninja's API with one place for what all operations share."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, with headers and problem answers on every operation."""
        schema = super().get_openapi_schema(**options)
        schemas = schema["components"].setdefault("schemas", {})
        problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas |= problem.pop("$defs", {})
        schemas["ProblemDocument"] = problem
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                _complete(path, method, operation)
        return schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    headers = dict(_EVERYWHERE)
    errors = dict(_ERRORS)
    if method != "get":
        headers |= _ON_POST if method == "post" else {}
        errors |= {"409": "Refused: the rules do not allow it now", "413": "Too large", "415": "Wrong media type"}
    if "/uploads/parts" in path:
        headers |= _ON_PARTS.get(method, _TUS)
        errors |= {"412": "The header Tus-Resumable is missing, or names another version"}
    if method == "patch":
        operation["requestBody"] = {"required": False, "content": {uploads_tus.TYPE: {"schema": _BYTES}}}
    if method == "post" and any(part in path for part in _VERSIONED):
        headers |= _ON_VERSION
        errors |= {"412": "Changed meanwhile"}
    if "{number}" in path:
        errors |= {"404": "Not found, or not visible to the caller"}
        if method == "post":
            headers |= _ON_CASE
            errors |= {"412": "Changed meanwhile"}
    elif "{clause}" in path or "{metric}" in path:
        errors |= {"404": "There is no such clause or metric"}
    elif "{" in path or path.endswith(_SHOWN_TO_SOME):
        errors |= {"404": "Not found, or not visible to the caller"}
    elif method == "get" and path.endswith("/taxonomy"):
        errors |= {"404": "No such edition"}
    operation.setdefault("parameters", [])
    operation["parameters"] += [
        {"in": "header", "name": name, "required": False, "schema": _HEADER, "description": text}
        for name, text in headers.items()
    ]
    if operation["operationId"] == "download_evidence":
        operation["responses"] = {
            200: {
                "description": "The clear bytes",
                "content": {"*/*": {"schema": _BYTES}},  # of the kind that its first bytes say
            }
        }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    operation["responses"] |= {int(code): {"description": text, "content": content} for code, text in errors.items()}


@cache
def as_bytes(api: NinjaAPI) -> bytes:
    """The document as JSON; the operations do not change while the process lives."""
    return dumps(_with_text_keys(api.get_openapi_schema()))


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _with_text_keys(one) for key, one in value.items()}
    return [_with_text_keys(one) for one in value] if isinstance(value, list | tuple) else value
