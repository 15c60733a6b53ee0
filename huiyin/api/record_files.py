"""Customers, policies and claims as a file."""

from typing import Annotated, Literal

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import Field, StringConstraints

from huiyin.api.access import Request
from huiyin.api.fields import Body
from huiyin.api.operations import operation
from huiyin.cases.actions.records_out import take_out
from huiyin.core import outfiles
from huiyin.core.time import local_date, now

router = Router(tags=["Core systems"])


class RecordFileIn(Body):
    """What is taken out, and what for."""

    record: Literal["customers", "policies", "claims"]
    format: Literal["csv", "xlsx", "parquet"] = "csv"
    clear: bool = Field(False, description="Personal data as it is, not masked: head office's consumer protection")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = Field(
        description="What the file is for, at least four characters; it stands in the access log"
    )


@operation(router, "POST", "/records/files", scope="customers:read", clause="7.2-3")
def take_records_out(request: Request, body: RecordFileIn) -> HttpResponseBase:
    """Take customers, policies or claims out as a file

    What opens to the caller, streamed. Personal data is masked unless `clear`; no cell begins a formula. Parquet where
    the house has the library for it. For those who
    lead a part of the house. The access log says who took what out and why.
    """
    at = now()
    pieces = take_out(
        record=body.record, kind=body.format, clear=body.clear, reason=body.reason, user=request.auth.user,
        by=request.auth.actor, at=at,
    )  # fmt: skip
    made = StreamingHttpResponse(pieces, content_type=outfiles.KINDS[body.format])
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Cache-Control"] = "no-store"
    made.headers["Content-Disposition"] = (
        f'attachment; filename="{body.record}-{local_date(at).isoformat()}.{body.format}"'
    )
    return made
