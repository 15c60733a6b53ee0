"""What is measured of requests. How quickly they are answered is told by their limits (`clock:request.response` …)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from huiyin.cases.models import CaseLink, LinkKind
from huiyin.core.metrics import Metric, Row, Source, handbook
from huiyin.core.words import Words
from huiyin.service.models import Outcome, Request, RequestState

SOLVED_AT_ONCE = Metric(
    name="first_contact_resolved",
    title=Words("首次联系解决率", "Solved at the first contact"),
    numerator=Words(
        "只答复一次、客户未说未解决、此后未再就同一需要来找的请求",
        "requests answered once, not called unsolved, whose customer did not come again with the same need",
    ),
    denominator=Words("该月办结的服务请求", "service requests closed in the month"),
    month=Words("办结之月", "the month of closing"),
    clauses=handbook("6.4-2", "6.4-3"),
)


def rows(cases: Sequence[UUID], at: datetime) -> Iterator[Row]:
    """One for each request that was closed on its own path. What came after its archive changes nothing."""
    filed = OuterRef("case__state_since")
    again = CaseLink.objects.filter(other=OuterRef("pk"), kind=LinkKind.FOLLOW_UP)
    found = (
        Request.objects.filter(case__in=cases, state__in=(RequestState.CLOSED, RequestState.ARCHIVED))
        .filter(closed_at__isnull=False)
        .annotate(
            came_again=Exists(again.filter(removed_at=None)),
            came_before_filed=Exists(again.filter(Q(removed_at=None) | Q(removed_at__gt=filed), at__lte=filed)),
        )
        .order_by(F("case_id"))
    )
    for one in found:
        came = one.came_before_filed if one.state == RequestState.ARCHIVED else one.came_again
        solved = one.answers == 1 and one.outcome != Outcome.UNSOLVED and not came
        assert one.closed_at is not None, "asked for closed requests"
        yield Row(SOLVED_AT_ONCE.name, one.pk, one.closed_at, "kept" if solved else "broken")


SOURCES = (Source(metrics=lambda: (SOLVED_AT_ONCE,), rows=rows),)
