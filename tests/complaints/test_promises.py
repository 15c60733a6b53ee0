"""The promise ledger: made in a message, by the letter and the plan; kept with proof; changed only by the customer."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.queries import verify
from huiyin.clocks import sweeps
from huiyin.clocks.models import Promise
from huiyin.clocks.rules.promises import remind_at, standing
from huiyin.complaints.actions import acceptance, promises
from huiyin.complaints.actions.promises import PromiseDraft
from huiyin.complaints.rules.promises import due_of
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from huiyin.text.commitments import Commitment
from tests.complaints.along import Along
from tests.complaints.turned import entry, sh
from tests.people import AT

DAY = timedelta(days=1)


def made(along: Along, text: str = "周五前回电", days: int = 3) -> Promise:
    draft = PromiseDraft(text=text, due_at=along.at + days * DAY)
    return promises.make(case=along.case, draft=draft, source="call", by=along.by("tom"), at=along.later())


def test_a_promise_has_words_a_time_somebody_and_a_trace(along: Along) -> None:
    row = made(along)
    assert (row.state, row.responsible_id, row.source) == ("open", along.case.owner_id, "call")
    told = entry(along.case, "complaint.promise_made")
    assert told.body["promises"][0]["id"] == str(row.pk)
    assert "回电" not in str(told.body)
    assert made(along, days=3) != row
    assert not list(verify(("case", along.case_id)))


def test_recording_the_same_twice_makes_one(along: Along) -> None:
    draft = PromiseDraft(text="回电", due_at=along.at + 3 * DAY)
    rows = [
        promises.make(case=along.case, draft=draft, source="call", by=along.by("tom"), at=along.later())
        for _ in range(2)
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    "text, days, code", [("", 1, "promise.text"), ("回" * 301, 1, "promise.long"), ("回电", -1, "promise.past")]
)
def test_what_cannot_be_a_promise_is_refused_in_words(along: Along, text: str, days: int, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        made(along, text, days)
    assert refusal.value.code == code
    assert not Promise.objects.exists()


def test_a_message_carries_its_promise(along: Along) -> None:
    draft = PromiseDraft(text="三日内回电", due_at=along.at + 3 * DAY)
    message = acceptance.respond(
        case=along.case, text="我们会在三日内给您回电。", promise=draft, by=along.by("tom"), at=along.later()
    )
    row = Promise.objects.get()
    assert (row.source, row.source_id) == ("message", message.pk)
    assert entry(along.case, "complaint.responded").body["promises"]


def test_it_is_kept_with_proof_or_words_and_not_without(along: Along) -> None:
    row = made(along)
    with pytest.raises(Refused) as refusal:
        promises.keep(case=along.case, promise=row, by=along.by("tom"), at=along.later())
    assert refusal.value.code == "promise.proof"
    kept = promises.keep(case=along.case, promise=row, note="已于14:02通话", by=along.by("tom"), at=along.later())
    assert (kept.state, kept.broken_at) == ("kept", None)


def test_kept_after_its_time_it_was_broken(along: Along) -> None:
    row = made(along, days=1)
    along.at += 2 * DAY
    kept = promises.keep(case=along.case, promise=row, note="已回电致歉", by=along.by("tom"), at=along.at)
    assert (kept.state, kept.broken_at) == ("kept", row.due_at)


def test_another_date_needs_the_customers_word_and_the_old_one_stays(along: Along) -> None:
    row = made(along)
    later = row.due_at + 2 * DAY
    common = {"case": along.case, "promise": row, "by": along.by("tom"), "at": along.later()}
    for wrong in ({"way": "moved", "proof": "", "due_at": later}, {"way": "moved", "proof": "电话中同意"}):
        with pytest.raises(BadInput):
            promises.change(**common, **wrong)
    new = promises.change(**common, way="moved", proof="3月2日电话中同意改期", due_at=later)
    row.refresh_from_db()
    assert (row.state, new.follows, new.due_at, new.text) == ("moved", row, later, row.text)
    again = promises.change(**common, way="moved", proof="3月2日电话中同意改期", due_at=later)
    assert again == new
    with pytest.raises(Refused):
        promises.change(**common, way="released", proof="客户同意免除")


def test_nobody_deletes_or_rewrites_a_promise(along: Along) -> None:
    row = made(along)
    for change in (
        lambda: Promise.objects.filter(pk=row.pk).delete(),
        lambda: Promise.objects.filter(pk=row.pk).update(due_at=row.due_at + DAY),
        lambda: Promise.objects.filter(pk=row.pk).update(text="没有的事"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    promises.change(
        case=along.case, promise=row, way="released", proof="客户来电免除", by=along.by("tom"), at=along.later()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=row.pk).update(state="open", ended_at=None)


def test_the_letter_promises_what_it_dates_and_the_payment_keeps_it(along: Along) -> None:
    along.told()
    row = Promise.objects.get(source="letter")
    assert "十日内支付" in row.text
    told = along.case.complaint.notified_at
    assert told is not None
    assert row.due_at.astimezone(SHANGHAI).time() == time.min
    assert told + 9 * DAY < row.due_at < told + 12 * DAY
    along.start()
    along.pay()
    row.refresh_from_db()
    assert (row.state, bool(row.proof_evidence_id)) == ("kept", True)


def test_a_promise_is_remembered_once_when_near_and_once_when_broken(
    along: Along, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(along, days=8)
    seen: list[str] = []
    for moment in (row.due_at - 2 * DAY, row.due_at - DAY, row.due_at, row.due_at + DAY, row.due_at + DAY):
        monkeypatch.setattr(sweeps, "now", lambda moment=moment: moment)
        seen.append("x" * sweeps.note_promises())
    assert seen == ["", "x", "", "x", ""]
    kinds = [entry(along.case, f"promise.{kind}").kind for kind in ("near", "broken")]
    assert kinds == ["promise.near", "promise.broken"]


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=400)), st.timedeltas(-DAY, timedelta(days=500)))
def test_a_promise_is_kept_only_within_its_time(length: timedelta, after: timedelta) -> None:
    made_at, due_at = AT, AT + length
    assert made_at < remind_at(made_at, due_at) < due_at
    ended = max(made_at + after, made_at)
    how = standing(state="kept", made_at=made_at, due_at=due_at, ended_at=ended, at=ended)
    assert how == ("kept" if ended <= due_at else "late")
    waiting = standing(state="open", made_at=made_at, due_at=due_at, ended_at=None, at=ended)
    assert (waiting == "broken") == (ended > due_at)


@pytest.mark.parametrize(
    "said, due",
    [
        (Commitment("", 0, 10, "days"), sh("03-13 00:00")),
        (Commitment("", 0, 2, "weeks"), sh("03-17 00:00")),
        (Commitment("", 0, 5, "working_days"), sh("03-10 00:00")),
        (Commitment("", 0, 24, "hours"), AT + timedelta(hours=24)),
        (Commitment("", 0, day=date(2026, 3, 8)), sh("03-09 00:00")),
        (Commitment("", 0), None),
    ],
)
def test_words_become_the_last_instant_that_keeps_them(said: Commitment, due: datetime | None) -> None:
    assert due_of(said, AT) == due
