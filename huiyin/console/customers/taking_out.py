"""`customers/export`: customers, policies or claims as a file, masked or by right not, always with a reason."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from huiyin.cases.actions import records_out as actions
from huiyin.cases.queries import records_out as queries
from huiyin.console.visit import Visit, desk
from huiyin.core import outfiles
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

KINDS = (("xlsx", "XLSX"), ("csv", "CSV"), ("parquet", "Parquet"))


@desk("quality", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """The form; a POST gives the file."""
    given = visit.request.POST
    asked = {
        "record": given.get("record", "customers"), "kind": given.get("kind", "xlsx"),
        "reason": given.get("reason", ""), "clear": "clear" in given,
    }  # fmt: skip
    fault = ""
    if visit.request.method == "POST":
        try:
            return _file(visit, asked)
        except BadInput as no:
            fault = no.message
    context = asked | {
        "fault": fault,
        "records": [(one, queries.title(one)) for one in queries.RECORDS],
        "kinds": [(kind, label) for kind, label in KINDS if not outfiles.lacking(kind)],
        "may": actions.may_take_out(visit.by),
        "may_clear": actions.may_take_out(visit.by, clear=True),
    }
    return visit.page("customers/export.html", context, status=422 if fault else 200)


def _file(visit: Visit, asked: dict[str, object]) -> HttpResponse:
    pieces = actions.take_out(user=visit.user, by=visit.by, at=visit.at, **asked)  # type: ignore[arg-type]
    kind = str(asked["kind"])
    made = StreamingHttpResponse(pieces, content_type=outfiles.KINDS[kind])
    name = f"{queries.title(str(asked['record']))} {local_date(visit.at).isoformat()}.{kind}"
    made.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    made.headers["Cache-Control"] = "no-store"
    return made  # type: ignore[return-value]
