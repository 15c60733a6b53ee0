"""The evidence register: hash, source, time, custody; the original is never altered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huiyin.audit import queries as ledger
from huiyin.audit.models import Access
from huiyin.cases.actions import evidence, files
from huiyin.cases.models import Case, Custody, Evidence
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS_DIR = tmp_path / "blobs"


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def file(content: bytes = b"%PDF-1.7 discharge summary", name: str = "出院小结.pdf") -> Stored:
    return blobs.keep(content, name=name, content_type="application/pdf")


def added(house: House, case: Case, *stored: Stored, **more: Any) -> list[Evidence]:
    values: dict[str, Any] = {"files": stored or (file(),), "by": house.by("tom"), "at": LATER}
    return evidence.add(case=case, **(values | more))


def test_items_are_numbered_with_hash_source_and_custody(house: House, case: Case):
    first, second = added(house, case, file(), file(b"%PDF another"), source="internal_system", kind="contract")
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == file().digest
    assert added(house, case)[0].number == 3
    custody = Custody.objects.filter(evidence=first).get()
    assert (custody.kind, custody.by_label) == ("received", house.by("tom").label)
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert entry.kind == "case.evidence_added"
    assert not ledger.verify(("case", case.pk))


def test_names_of_files_are_encrypted_and_not_in_the_ledger(house: House, case: Case):
    added(house, case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(file_name, 'escape') FROM cases_evidence")
        assert "出院" not in cursor.fetchone()[0]
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert "出院" not in str(entry.body)


def test_the_same_bytes_again_are_another_item_of_one_file(house: House, case: Case):
    first, second = added(house, case)[0], added(house, case)[0]
    assert first.pk != second.pk
    assert len(list(blobs.digests())) == 1


def test_a_customers_own_material_is_visible_to_the_customer(house: House, case: Case):
    person = case.people.get()
    (item,) = evidence.add(case=case, files=(file(),), by=customer(person.pk), at=LATER)
    assert item.is_public
    assert not added(house, case)[0].is_public


def test_nothing_is_added_without_a_file_of_an_unknown_kind_or_to_the_archive(house: House, case: Case):
    with pytest.raises(BadInput):
        evidence.add(case=case, files=(), by=house.by("tom"), at=LATER)
    with pytest.raises(BadInput):
        added(house, case, kind="magic")
    with pytest.raises(Refused) as refusal:
        added(house, case, Stored("0" * 64, 5, "gone.pdf", "application/pdf"))
    assert refusal.value.code == "evidence.file_missing"
    Case.objects.filter(pk=case.pk).update(state="archived", is_open=False, closed_at=AT)
    with pytest.raises(Refused) as refusal:
        added(house, case)
    assert refusal.value.code == "case.archived"


@pytest.mark.parametrize(
    "name, code", [("zoe", "case.not_yours"), ("aud", "case.not_yours"), ("qin", "case.not_yours")]
)
def test_outsiders_and_readers_add_nothing(house: House, case: Case, name: str, code: str):
    with pytest.raises(Refused) as refusal:
        added(house, case, by=house.by(name))
    assert refusal.value.code == code
    assert not Evidence.objects.filter(case=case).exists()


def test_reading_gives_the_clear_bytes_and_leaves_a_trace(house: House, case: Case):
    (item,) = added(house, case)
    assert b"".join(evidence.read(evidence=item, by=house.by("tom"), at=LATER)) == b"%PDF-1.7 discharge summary"
    row = Access.objects.get(kind="read")
    assert (row.aggregate_id, row.fields) == (case.pk, ["evidence 1"])


@pytest.mark.usefixtures("own_blobs")
def test_verifying_is_written_into_the_chain_and_damage_is_told(house: House, case: Case):
    (item,) = added(house, case)
    assert evidence.verify(evidence=item, by=house.by("tom"), at=LATER).kind == "verified"
    path = blobs.path_of(item.sha256)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Refused) as refusal:
        evidence.verify(evidence=item, by=house.by("tom"), at=LATER)
    assert refusal.value.code == "evidence.damaged"
    assert Custody.objects.filter(evidence=item, kind="verified").count() == 1


def test_custody_is_recorded_in_order(house: House, case: Case):
    (item,) = added(house, case)
    evidence.record_custody(evidence=item, kind="handed_over", by=house.by("tom"), at=LATER, note="交鉴定机构")
    kinds = list(Custody.objects.filter(evidence=item).order_by("id").values_list("kind", flat=True))
    assert kinds == ["received", "handed_over"]
    with pytest.raises(BadInput):
        evidence.record_custody(evidence=item, kind="burned", by=house.by("tom"), at=LATER)


def test_publishing_twice_is_once(house: House, case: Case):
    (item,) = added(house, case)
    for _time in range(2):
        assert evidence.publish(evidence=item, reason="决定依据", by=house.by("tom"), at=LATER).is_public
    kinds = [entry.kind for entry in ledger.chain(("case", case.pk))]
    assert kinds.count("case.evidence_published") == 1


def test_an_item_of_another_case_is_not_taken(house: House, case: Case):
    other = registered(house, text="另一件事。").case
    (item,) = added(house, other)
    with pytest.raises(BadInput):
        evidence.of_case(case, [item.pk])


def test_only_files_that_nobody_refers_to_are_forgotten_and_only_after_a_day(
    house: House, case: Case, monkeypatch: pytest.MonkeyPatch
):
    kept, lost = file(), file(b"%PDF never sent")
    added(house, case, kept)
    assert files.forget_unreferenced() == 0
    monkeypatch.setattr(blobs, "older_than", lambda digest, age=blobs.GRACE: True)
    assert files.forget_unreferenced() == 1
    assert blobs.exists(kept.digest)
    assert not blobs.exists(lost.digest)
