"""The nightly proof: stored limits are what is computed, all of them within some nights, and a difference is told."""

from datetime import date, timedelta

import pytest

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.audit.models import ProofRun
from huiyin.audit.queries import proofs
from huiyin.channels.jobs import tell_of_proof
from huiyin.channels.models import Outgoing
from huiyin.clocks import actions, sweeps
from huiyin.clocks.models import Clock
from huiyin.commands.checks import data as checks
from huiyin.core import actors, jobs
from huiyin.core.ids import uuid7
from huiyin.core.time import now
from tests.clocks.make import t
from tests.people import House, build

BY = actors.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return build()


def started(*, ended: bool = False) -> Clock:
    owner = ("case", uuid7())
    rule, day = "complaint.decision", date(2026, 11, 2)
    clock = actions.start(owner=owner, rule=rule, at=t("2026-11-02T10:00"), facts={}, by=BY, rules_on=day)
    if ended:
        clock = actions.stop(owner=owner, rule=rule, at=t("2026-11-05T10:00"), by=BY)
    assert clock is not None
    return clock


def spoil(clock: Clock) -> None:
    """Somebody writes to the database."""
    assert clock.due_at is not None
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=1))


def proved() -> ProofRun:
    sweeps.prove_stored()
    run = proofs.newest("clocks")
    assert run is not None
    assert run.ended_at is not None
    return run


def test_a_night_in_which_everything_is_as_stored() -> None:
    started()
    started(ended=True)
    run = proved()
    assert (run.checked, run.differing, run.first) == (2, 0, [])
    assert [finding.level for finding in checks.proof()] == ["ok"]
    assert jobs.waiting()["todo"] == 0


def test_a_running_limit_that_was_changed_is_named_with_its_case() -> None:
    started()
    clock = started()
    spoil(clock)
    run = proved()
    assert (run.checked, run.differing) == (2, 1)
    assert run.first[0]["owner"] == ["case", str(clock.owner_id)]
    assert "due_at" in run.first[0]["says"]
    (finding,) = checks.proof()
    assert (finding.level, "complaint.decision" in finding.detail) == ("fail", True)


def test_every_ended_limit_comes_round_within_some_nights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SLICE", 2)
    monkeypatch.setattr(sweeps, "BATCH", 2)
    clocks = sorted((started(ended=True) for _ in range(4)), key=lambda clock: clock.pk)
    spoil(clocks[3])
    nights = [proved() for _ in range(6)]
    assert [(run.checked, run.differing) for run in nights] == [(2, 0), (2, 1), (0, 0), (2, 0), (2, 1), (0, 0)]


def test_what_was_written_to_since_is_proved_the_same_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SLICE", 0)
    proved()
    clock, other = started(ended=True), started(ended=True)
    audit.record(aggregate=clock.owner, kind="complaint.closed", by=BY, at=now())
    spoil(clock)
    spoil(other)  # nothing was written to its chain: it waits for its turn
    run = proved()
    assert (run.checked, run.differing) == (1, 1)


def test_administrators_are_mailed_once(house: House) -> None:
    spoil(started())
    run = proved()
    tell_of_proof(str(run.pk))
    tell_of_proof(str(run.pk))
    mails = Outgoing.objects.filter(purpose="proof")
    assert [mail.address for mail in mails] == [house["adi"].email]
    assert "1" in mails[0].body
    assert "/desk/settings/system/" in mails[0].body
    assert User.objects.filter(pk=mails[0].owner_id, email=mails[0].address).exists()


def test_a_proof_that_did_not_run_is_told() -> None:
    assert [finding.level for finding in checks.proof()] == ["ok"]
    proved()
    ProofRun.objects.update(started_at=now() - timedelta(hours=31))
    assert [finding.level for finding in checks.proof()] == ["warn"]


def test_the_doctor_asks_for_a_key_and_a_fresh_checkpoint() -> None:
    assert [finding.level for finding in checks.checkpoint()] == ["ok"]
    audit.make_checkpoint(by=BY, at=now() - timedelta(hours=40))
    assert [finding.level for finding in checks.checkpoint()] == ["warn"]
    audit.make_checkpoint(by=BY, at=now())
    assert [finding.level for finding in checks.checkpoint()] == ["ok"]
