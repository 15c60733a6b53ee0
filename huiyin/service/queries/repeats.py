"""The earlier request that a new one repeats."""

from huiyin.cases.models import Case, Kind, Person
from huiyin.cases.queries import repeats
from huiyin.core import pipeline
from huiyin.core.time import local_date
from huiyin.service.models import Request
from huiyin.service.rules import repeats as rules


def repeated(case: Case, person: Person, request: Request) -> Case | None:
    """The newest earlier request of the same customer (known to us, or by phone or certificate) with the same need,
    received within the span of the day. Two statements, one when there is none."""
    question = repeats.question(
        before=case.received_at,
        days=rules.span_on(local_date(case.received_at)),
        customer_id=case.customer_id,
        phones=[person.phone_blind],
        certificates=[person.certificate_blind],
        but=case.pk,
        kind=Kind.REQUEST,
    )
    [found] = pipeline.ask(question) if question else [[]]
    if not found:
        return None
    ids = [id_ for id_, _number in found]
    known = Request.objects.select_related("case").in_bulk(ids)
    same = (known[id_] for id_ in ids if id_ in known)
    return next(
        (one.case for one in same if rules.is_same(request.kind, request.topic, one.kind, one.topic)),
        None,
    )
