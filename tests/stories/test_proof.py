"""What was handed over in time shows later that something was taken away: dossier, checkpoint and verifier together."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huiyin.audit import actions as audit
from huiyin.audit.models import Checkpoint
from huiyin.audit.queries import checkpoints
from huiyin.cases.actions import talk
from huiyin.cases.models import Message, Note
from huiyin.core import signing
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.complaints.casefile import Verdict, made, verified
from tests.people import build

pytestmark = pytest.mark.django_db
BY = system("test")


def checkpoint(folder: Path, name: str, *, full: bool = True) -> str:
    """Make a checkpoint and hand it over; returns where it lies."""
    found = audit.make_checkpoint(by=BY, at=now())
    return handed(folder, name, found, full=full)


def handed(folder: Path, name: str, found: Checkpoint, *, full: bool) -> str:
    path = folder / name
    path.write_bytes(b"".join(checkpoints.lines_of(found, with_heads=full)))
    return str(path)


def cut(along: Along, entries: int) -> None:
    """Somebody with all rights on the database takes away the last entries of the case, and what they told of."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM audit_entry WHERE aggregate_id = %s AND seq > "
            "(SELECT max(seq) - %s FROM audit_entry WHERE aggregate_id = %s)",
            [along.case_id, entries, along.case_id],
        )
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


@pytest.fixture
def along(db: None) -> Along:
    along = assigned(build())
    registered(along.house)
    return along.found()


def key(folder: Path) -> str:
    path = folder / "key.pub"
    path.write_text(signing.public_keys()[0].public)
    return str(path)


def test_a_case_that_is_whole_fits_every_checkpoint_that_was_ever_handed_over(along: Along, tmp_path: Path) -> None:
    early = checkpoint(tmp_path, "early.jsonl")
    compact = checkpoint(tmp_path, "compact.jsonl", full=False)
    along_note(along)
    late = checkpoint(tmp_path, "late.jsonl")
    data = made(along)
    for file in (early, late):
        verdict = verified(tmp_path / "there", data, "--key", key(tmp_path), "--checkpoint", file)
        assert (verdict.code, verdict.faults) == (0, set()), verdict.text
        assert "checkpoint" in verdict.codes
    other = verified(tmp_path / "there", data, "--checkpoint", compact)
    assert other.faults == {"not_compared"}
    newest = handed(tmp_path, "newest.jsonl", Checkpoint.objects.get(number=3), full=False)
    assert verified(tmp_path / "there", data, "--checkpoint", newest).code == 0


def along_note(along: Along) -> None:
    talk.add_note(case=along.case, text="电话核实", by=along.by("tom"), at=along.later())


def test_a_tail_cut_off_before_the_file_was_made_is_noticed(along: Along, tmp_path: Path) -> None:
    along_note(along)
    along_note(along)
    handed_over = checkpoint(tmp_path, "before.jsonl")
    cut(along, 2)
    Note.objects.filter(case=along.case_id).delete()
    alone: Verdict = verified(tmp_path / "there", without_checkpoint(along))
    assert alone.code == 0  # a shorter chain holds in itself: that is why checkpoints are handed over
    with_it = verified(tmp_path / "there", made(along), "--checkpoint", handed_over)
    assert with_it.faults == {"checkpoint"}
    assert "截去" in with_it.text


def without_checkpoint(along: Along) -> bytes:
    """The file as the forger makes it: the checkpoints of the database are gone too."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT forger")
        cursor.execute("DELETE FROM audit_leaf")
    data = made(along)
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT forger")
    return data


def test_a_chain_written_anew_is_noticed(along: Along, tmp_path: Path) -> None:
    along_note(along)
    handed_over = checkpoint(tmp_path, "before.jsonl")
    cut(along, 1)
    along_note(along)
    verdict = verified(tmp_path / "there", made(along), "--checkpoint", handed_over)
    assert verdict.faults == {"checkpoint"}
    assert "改写" in verdict.text


def test_a_case_registered_later_is_not_in_an_earlier_checkpoint(along: Along, tmp_path: Path) -> None:
    handed_over = checkpoint(tmp_path, "before.jsonl")
    later = Along(along.house, registered(along.house, external_ref="X-2").case.pk, along.at)
    verdict = verified(tmp_path / "there", made(later), "--checkpoint", handed_over)
    assert verdict.code == 0, verdict.text
    assert Message.objects.filter(case=later.case_id).exists()


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_flipped_bit_in_the_checkpoint_is_noticed(along: Along, tmp_path: Path, place: float) -> None:
    path = checkpoint(tmp_path, "before.jsonl")
    changed = bytearray(Path(path).read_bytes())
    changed[int((len(changed) - 1) * place)] ^= 1
    Path(path).write_bytes(bytes(changed))
    verdict: Any = verified(tmp_path / "there", made(along), "--checkpoint", path)
    assert verdict.code in (1, 2)
    assert verdict.code == 2 or verdict.faults
