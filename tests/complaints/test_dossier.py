"""A case file: one signed file that somebody without Huiyin can verify, and redact."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.audit import actions as audit
from huiyin.audit import queries as ledger
from huiyin.audit.models import Access, Dossier, Sealed
from huiyin.audit.sweeps import expire_dossiers
from huiyin.cases.actions import files, talk
from huiyin.cases.models import Evidence, Person
from huiyin.complaints.actions import dossier
from huiyin.complaints.jobs import make_dossier
from huiyin.complaints.queries.dossier import Choices
from huiyin.core import blobs, signing
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import LI
from tests.complaints.along import Along
from tests.complaints.casefile import made, opened, parts_of, put_together, verified
from tests.people import AT

pytestmark = pytest.mark.django_db
BY = system("test")


def test_a_whole_case_is_verified_where_huiyin_was_never_seen(along: Along, tmp_path: Path) -> None:
    along.answered()
    verdict = verified(tmp_path / "there", made(along))
    assert (verdict.code, verdict.faults) == (0, set()), verdict.text
    figures = verdict.said["figures"]
    assert figures["entries"] == ledger.chain(("case", along.case_id)).count()
    assert figures["limits"] == 3
    assert figures["values"] > 20
    assert (figures["values_left_out"], figures["files_left_out"]) == (0, 0)
    assert {"signature", "ledger", "sealed", "limit", "key", "parts", "container"} <= verdict.codes
    assert "不证明" in verdict.said["proves_not"]["zh"]


def test_the_same_case_at_the_same_moment_gives_the_same_rows(along: Along) -> None:
    along.found()
    first, second = parts_of(made(along)), parts_of(made(along))
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"manifest.json", "signature.json"}  # made when, ordered as


def test_every_row_of_the_case_and_every_file_is_in_it(along: Along) -> None:
    along.answered()
    parts = parts_of(made(along))
    rows = [json.loads(line) for line in parts["case.jsonl"].splitlines()]
    tables = {row["table"] for row in rows}
    assert {"cases.case", "cases.person", "cases.message", "complaints.decision", "complaints.finding"} <= tables
    assert "cases.note" not in tables
    for item in Evidence.objects.filter(case=along.case_id):
        assert blobs.read(item.sha256) in parts.values()
    assert sum(row["table"] == "complaints.plan" for row in rows) == 1


def test_nothing_personal_stands_outside_the_part_that_can_be_left_out(along: Along) -> None:
    along.answered()
    parts = parts_of(made(along))
    told = b"".join(data for name, data in parts.items() if name not in ("open.jsonl",) and "evidence/" not in name)
    for value in (LI.name, LI.phone, LI.email, LI.certificate_no, "处理得还可以"):
        assert value.encode() not in told
        assert value.encode() in parts["open.jsonl"]


def test_somebody_left_out_is_gone_wherever_the_name_stands(along: Along, tmp_path: Path) -> None:
    along.answered()
    talk.hear(case=along.case, text=f"请回电{LI.phone}，谢谢", by=along.by("tom"), at=along.later())
    person, item = Person.objects.get(case=along.case_id), Evidence.objects.filter(case=along.case_id)[0]
    data = made(along, Choices(people=frozenset({person.pk}), evidence=frozenset({item.pk})))
    shown = b"".join(content for name, content in parts_of(data).items() if "evidence/" not in name)
    for value in (LI.name, LI.phone, LI.email, LI.certificate_no):
        assert value.encode() not in shown
    verdict = verified(tmp_path / "there", data)
    assert (verdict.code, verdict.faults) == (0, set()), verdict.text
    assert verdict.said["figures"]["values_left_out"] >= 6
    assert verdict.said["figures"]["files_left_out"] == 1
    assert "redacted" in verdict.codes


def test_a_message_left_out_leaves_its_hash(along: Along, tmp_path: Path) -> None:
    message = talk.hear(case=along.case, text="我的病历在附件里", by=along.by("tom"), at=along.later())
    data = made(along, Choices(messages=frozenset({message.pk})))
    assert "病历".encode() not in data
    assert verified(tmp_path / "there", data).code == 0


def test_whoever_holds_a_file_can_leave_more_out_and_the_signature_stands(along: Along, tmp_path: Path) -> None:
    parts = parts_of(made(along.found()))
    before = len(parts["open.jsonl"].splitlines())
    kept = [line for line in parts["open.jsonl"].splitlines(keepends=True) if LI.name.encode() not in line]
    verdict = verified(tmp_path / "there", put_together(parts | {"open.jsonl": b"".join(kept)}))
    assert verdict.code == 0, verdict.text
    assert verdict.said["figures"]["values_left_out"] == before - len(kept) > 0


def test_what_was_erased_in_the_database_is_left_out_and_the_rest_holds(along: Along, tmp_path: Path) -> None:
    first = Sealed.objects.filter(aggregate_id=along.case_id).order_by("pk")[0]
    names = list(json.loads(first.values))
    assert audit.erase_sealed(entry_id=first.entry_id, names=names, by=BY, at=AT) == len(names) > 0
    verdict = verified(tmp_path / "there", made(along))
    assert verdict.code == 0, verdict.text
    assert verdict.said["figures"]["values_left_out"] == len(names)
    assert ledger.verify(("case", along.case_id)) == []


def test_notes_go_in_only_when_asked_for(along: Along) -> None:
    talk.add_note(case=along.case, text="内部意见：先核实录音", by=along.by("tom"), at=along.later())
    assert "先核实录音".encode() not in made(along)
    assert "先核实录音".encode() in made(along, Choices(with_notes=True))


@pytest.mark.parametrize("name", ["tom", "ivy", "aud", "zoe", "qin"])
def test_only_leading_roles_of_the_unit_take_a_case_out(along: Along, name: str) -> None:
    with pytest.raises(Refused, match=r".") as refused:
        dossier.order(case=along.case, reason="提交法院", choices=Choices(), by=along.by(name), at=along.later())
    assert refused.value.code == "dossier.not_yours"
    assert not Dossier.objects.exists()


def test_an_order_says_why_and_leaves_out_only_what_is_there(along: Along) -> None:
    sam = along.by("sam")
    with pytest.raises(BadInput, match=r".") as refused:
        dossier.order(case=along.case, reason=" a ", choices=Choices(), by=sam, at=along.later())
    assert refused.value.field == "reason"
    foreign = Choices(messages=frozenset({along.case_id}))
    with pytest.raises(BadInput, match=r".") as refused:
        dossier.order(case=along.case, reason="提交法院", choices=foreign, by=sam, at=along.later())
    assert refused.value.code == "dossier.choice"


def test_ordering_twice_gives_one_order_and_making_twice_one_file(along: Along) -> None:
    moment = along.later()
    rows = [
        dossier.order(case=along.case, reason="提交法院", choices=Choices(), by=along.by("sam"), at=moment)
        for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    make_dossier(str(rows[0].pk))
    digest = Dossier.objects.get().digest
    make_dossier(str(rows[0].pk))
    assert Dossier.objects.get().digest == digest


def test_taking_it_out_is_logged_with_the_reason(along: Along) -> None:
    made(along)
    row = Dossier.objects.get()
    assert b"".join(dossier.hand_out(case=along.case, dossier=row, by=along.by("max"), at=along.later()))
    lines = Access.objects.filter(kind="export", aggregate_id=along.case_id).order_by("id")
    assert [line.reason for line in lines] == ["提交监管检查组"] * 2
    assert str(row.pk) in lines[1].fields


def test_the_file_goes_away_after_a_week_and_its_drafts_at_once(along: Along, monkeypatch: pytest.MonkeyPatch) -> None:
    there = set(blobs.digests())
    made(along)
    row = Dossier.objects.get()
    assert set(blobs.digests()) - there == {row.digest}
    monkeypatch.setattr(blobs, "older_than", lambda digest, age=None: digest == row.digest)
    assert files.forget_unreferenced() == 0
    assert row.expires_at is not None
    assert audit.expire_dossiers(by=BY, at=row.expires_at - timedelta(seconds=1)) == 0
    assert audit.expire_dossiers(by=BY, at=row.expires_at) == 1
    assert files.forget_unreferenced() == 1
    with pytest.raises(Refused, match=r".") as refused:
        dossier.hand_out(case=along.case, dossier=Dossier.objects.get(), by=along.by("max"), at=along.later())
    assert refused.value.code == "dossier.not_ready"
    assert expire_dossiers() == 0


@pytest.mark.usefixtures("own_blobs")
def test_a_damaged_evidence_file_is_told_and_nothing_is_made(along: Along) -> None:
    item = along.file()
    path = blobs.path_of(item.sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    row = dossier.order(case=along.case, reason="提交法院", choices=Choices(), by=along.by("sam"), at=along.later())
    make_dossier(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.digest) == ("failed", "")
    assert item.sha256 in row.failure


def test_after_a_rotation_old_files_hold_and_new_ones_bear_the_new_key(along: Along, tmp_path: Path) -> None:
    old = made(along)
    before, now_used = audit.rotate_key(by=along.by("adi"), at=along.later())
    new = made(along)
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps([key.public for key in signing.public_keys()]))
    assert [opened(data).manifest["key_id"] for data in (old, new)] == [before, now_used]
    for data in (old, new):
        verdict = verified(tmp_path / "there", data, "--key", str(keys))
        assert verdict.code == 0, verdict.text
        assert "key" in verdict.codes
    keys.write_text(signing.public_keys()[0].public)
    assert verified(tmp_path / "there", old, "--key", str(keys)).faults == {"key"}
