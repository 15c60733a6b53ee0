"""What is cast from a mold is what the actions would have left: row by row, chain by chain, limit by limit."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.audit import queries as audit
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, CaseSearch, Evidence
from huiyin.cases.queries import by_secret, secret_of
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.rules.independence import fingerprint
from huiyin.core import blobs
from huiyin.demo import history, house, people
from huiyin.demo.casting import Part
from huiyin.demo.mold import Rows, rows_of
from huiyin.demo.play import Play, cast_for
from huiyin.demo.steps import WAYS

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 17, tzinfo=UTC)
PEOPLE = people.customers(DAY)[:300]
# Columns that are new in every row, hang on chance, or tell when the row was written.
LOOSE = {"hash", "prev_hash", "written_at", "secret_hash", "message_id", "values", "vector", "number", "key"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> house.House:
    return house.build(people=PEOPLE, by=house.SEEDER, at=NOW - timedelta(days=560))


def told(count: int) -> list[Part]:
    return list(history.parts(PEOPLE, DAY, NOW, count))


def played(there: house.House, part: Part) -> UUID:
    """The same story through the actions."""
    story = part.story
    play = Play(
        there, story, part.shape, part.lines,
        there.parties[story.customer.ref], there.policies[story.policy.number], cast_for(there, story),
    )  # fmt: skip
    case = play.perform(part.steps, WAYS, NOW)
    assert case is not None
    return case.pk


def essence(rows: Rows) -> Counter[str]:
    """The rows without what may differ: ids become their place of first mention, texts of letters are left out."""
    found: Counter[str] = Counter()
    owner = User.objects.get(pk=rows[Case][0]["owner_id"])  # whoever of the department it fell to
    letters = {row["sha256"] for row in rows[Evidence] if row["kind"] == "letter"}
    for model, held in rows.items():
        if model in (CaseSearch, Sealed):
            continue
        for row in held:
            kept = {
                name: shown(value, letters).replace(str(actor(owner).label), "handler")
                for name, value in row.items()
                if name not in LOOSE
            }
            if model is Evidence and row["kind"] == "letter":
                kept |= {"size": "", "file_name": "", "media_type": ""}
            found[f"{model.__name__} {sorted(kept.items())}".replace(owner.name, "handler")] += 1
    return found


def weighed(rows: Rows) -> set[str]:
    """Who could have had the case; its owner was the first of them."""
    (entry,) = (row for row in rows[Entry] if row["kind"].endswith("dispatched"))
    people = [one["user"] for one in entry["body"]["why"]["weighed"]]
    assert people[0] == entry["body"]["owner"]
    return set(people)


def shown(value: Any, letters: set[str]) -> str:
    text = str(value)
    for digest in letters:
        text = text.replace(digest, "letter")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "id", text)
    text = re.sub(r"'personal': \{[^}]*\}", "personal", text)
    text = re.sub(r"TS\d{14}", "number", text)
    text = re.sub(r"'version': '[0-9a-f]{12}'", "fingerprint", text)  # over ids, too
    text = re.sub(r"[0-9A-Z]{5}-[0-9A-Z]{5}", "secret", text)
    text = re.sub(r"<[^<>@]+@[^<>@]+>", "mail", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "hash", text)
    text = re.sub(r"(number-[AJN]\d?|\S+ number)?\.(pdf\|application/pdf|txt\|text/plain)", "file", text)
    return re.sub(r"size': \d+", "size", re.sub(r"\.(pdf|txt)", ".file", text))


@pytest.mark.parametrize("mail", [True, False])
def test_a_cast_case_equals_the_played_one_row_by_row(there: house.House, mail: bool) -> None:
    part = next(
        one for one in told(900)
        if history.key_of(one) and one.shape.mail == mail and one.shape.upheld and one.shape.money
        and not one.shape.head and not one.shape.extended and one.story.channel in ("phone", "visit")
        and bool(one.story.second_code) == mail and house.branch_unit(one.story.customer) == one.story.branch
        and (history.key_of(one) or ("", ""))[1] == "archive" and not one.repeats
    )  # fmt: skip
    with transaction.atomic():
        ours = rows_of(played(there, part))
        transaction.set_rollback(True)
    (cast,) = history.write(there, [part], written_at=NOW)
    was = rows_of(cast)
    assert {m.__name__: len(rows) for m, rows in was.items()} == {m.__name__: len(rows) for m, rows in ours.items()}
    left, right = essence(was), essence(ours)
    assert sorted((left - right).elements()) == sorted((right - left).elements())
    assert weighed(was) == weighed(ours)


def test_chains_limits_search_and_files_of_cast_cases_hold(there: house.House) -> None:
    some = told(40)
    ids = history.write(there, some, written_at=NOW)
    assert len(ids) == len(some)
    assert list(audit.verify_all()) == []
    assert list(clocks.verify_all()) == []
    assert Entry.objects.filter(aggregate_kind="case").values("aggregate_id").distinct().count() == len(ids)
    proofs = [entry.body["independence"] for entry in Entry.objects.filter(body__has_key="independence")]
    assert proofs
    for proof in proofs:
        assert proof["seen"]["version"] == fingerprint(proof["seen"], proof["examined"])
    assert CaseSearch.objects.count() == len(ids)
    for digest in set(Evidence.objects.values_list("sha256", flat=True)):
        blobs.verify(digest)


def test_a_cast_case_says_what_its_story_says_and_nothing_of_the_model(there: house.House) -> None:
    """And the portal opens it with its number and secret."""
    some = told(20)
    history.write(there, some, written_at=NOW)
    by_reference = {part.story.external_ref: part for part in some}
    for case in Case.objects.select_related("complaint"):
        part = by_reference[case.external_ref]
        secret = secret_of(case)
        assert secret
        assert by_secret(case.number, secret) == case
        assert case.subject == part.story.subject
        assert case.messages.earliest("at", "id").text == part.story.text
        assert case.received_at == part.story.received_at
        assert case.code == part.story.code
        assert case.severity == part.weight.grade.severity
        assert case.complainant_name == part.story.customer.name
        for model, rows in rows_of(case.pk).items():
            text = str(rows)
            assert "〔" not in text, model
            assert "模甲乙" not in text, model
            assert "MODEL" not in text, model


def test_the_few_decisions_that_came_late_are_marked_as_late(there: house.House) -> None:
    holiday = [
        part for part in told(1500)
        if any(step.name == "tell" and (step.at - part.story.received_at).days > 16 for step in part.steps)
        and not part.shape.extended
    ]  # fmt: skip
    assert holiday
    history.write(there, holiday[:3], written_at=NOW)
    late = Clock.objects.filter(rule_code="complaint.decision", state="late")
    assert late.count() == len(holiday[:3])
    assert all(clock.breached_at == clock.due_at for clock in late)
