"""Answering a change whose rows are written in one statement, the row that keeps its answer for an Idempotency-Key with
them."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.http import HttpResponse

from huiyin.accounts import actions as accounts
from huiyin.api.access import Caller, Request
from huiyin.api.answers import Answer, fingerprint, kept_form, key_of, response, told
from huiyin.api.rendering import dumps
from huiyin.core.actors import Actor
from huiyin.core.time import now

# The rows to write with those of a change that will be answered so.
Along = Callable[[Answer], list[models.Model]]


def change_along(request: Request, work: Callable[[Actor, datetime, Along], Answer]) -> HttpResponse:
    """`answers.change` for such work: it calls what it is given just before it writes, and writes those rows, too."""
    caller: Caller = request.auth
    by, at = caller.actor, now()
    key = key_of(request)
    if not key:
        with transaction.atomic():
            answer = work(by, at, lambda _answer: [])
        return response(answer.status, dumps(answer.body), answer.version)
    mine = fingerprint(request)

    def done(keep: accounts.Keep) -> tuple[int, str]:
        formed: list[tuple[int, str]] = []

        def along(answer: Answer) -> list[models.Model]:
            formed.append(kept_form(answer))
            return [keep(*formed[-1])]

        answer = work(by, at, along)
        return formed[-1] if formed else kept_form(answer)

    try:
        kept = accounts.answer_along(token=caller.token, key=key, fingerprint=mine, work=done, by=by, at=at)
    except IntegrityError as error:
        if not accounts.is_key_taken(error):
            raise
        kept = accounts.answer_along(token=caller.token, key=key, fingerprint=mine, work=done, by=by, at=at)
    return told(kept, mine)
