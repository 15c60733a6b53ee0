"""One changed bit anywhere in a case file is found, and so is everything cut off, doubled, added or made huge."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.audit.verifier import container
from huiyin.audit.verifier.main import verify
from huiyin.audit.verifier.words import Broken
from huiyin.core import canonical, signing
from tests.complaints.along import Along
from tests.complaints.casefile import made, parts_of, put_together, verified
from tests.people import AT

pytestmark = pytest.mark.django_db
TAMPERING = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def data(along: Along) -> bytes:
    along.found()
    return made(along)


def faults(folder: Path, data: bytes) -> set[str]:
    """What the verifier finds, in this process."""
    path = folder / "case.huiyin"
    path.write_bytes(data)
    report = verify(str(path), [], None)
    assert report.holds is not bool(report.faults)
    return {one["code"] for one in report.findings if one["level"] == "bad"}


@TAMPERING
@given(place=st.data())
def test_any_flipped_bit_is_found(data: bytes, tmp_path: Path, place: st.DataObject) -> None:
    bit = place.draw(st.integers(0, len(data) * 8 - 1))
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    assert faults(tmp_path, bytes(changed)), f"bit {bit} of {len(data) * 8}"


def test_any_flipped_bit_of_headers_and_directory_is_found(data: bytes, tmp_path: Path) -> None:
    parts = container.read_container(io.BytesIO(data))
    last = parts[-1]
    places = [n for part in parts for n in range(part.header_at, part.data_at)]
    places += range(last.data_at + last.size, len(data))
    for place in places:
        for bit in (0, place % 8, 7):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            with pytest.raises(Broken):
                container.read_container(io.BytesIO(bytes(changed)))


def test_any_flipped_bit_of_the_signature_is_found_with_the_container_mended(data: bytes, tmp_path: Path) -> None:
    parts = parts_of(data)
    for name in ("signature.json", "open.jsonl", "manifest.json", "ledger.jsonl", "clocks.jsonl", "rules.jsonl"):
        for place in range(0, len(parts[name]), max(len(parts[name]) // 12, 1)):
            changed = bytearray(parts[name])
            changed[place] ^= 1 << place % 7
            assert faults(tmp_path, put_together(parts | {name: bytes(changed)})), (name, place)


@TAMPERING
@given(length=st.data())
def test_a_file_that_is_cut_off_or_longer_is_found(data: bytes, tmp_path: Path, length: st.DataObject) -> None:
    cut = length.draw(st.integers(0, len(data) - 1))
    assert faults(tmp_path, data[:cut])
    assert faults(tmp_path, data + data[-1 - cut % 50 :])


def test_parts_taken_away_added_swapped_or_doubled_are_found(data: bytes, tmp_path: Path) -> None:
    parts = parts_of(data)
    for name in parts:
        if "evidence/" not in name:
            assert faults(tmp_path, put_together({k: v for k, v in parts.items() if k != name})), name
    assert "parts" in faults(tmp_path, put_together({"more.txt": b"x"} | parts))
    swapped = dict(sorted(parts.items(), key=lambda pair: pair[0] != "ledger.jsonl"))
    assert "parts" in faults(tmp_path, put_together(swapped))
    single = put_together({"case.jsonl": parts["case.jsonl"]})
    doubled = io.BytesIO(data)
    with zipfile.ZipFile(doubled, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("case.jsonl", b"other")
    assert faults(tmp_path, doubled.getvalue())
    assert faults(tmp_path, single + data)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\b", "a/b/c", "..", "é.txt"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, b"x")
    assert faults(tmp_path, packed.getvalue()) == {"container"}


def test_a_compressed_bomb_is_refused_without_unpacking(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case.jsonl", b"\x00" * 20_000_000)
    assert faults(tmp_path, packed.getvalue()) == {"container"}


@pytest.mark.parametrize(
    "content",
    [
        b"9" * 6000,
        b"[" * 200_000,
        b'{"a":1e400}',
        b'{"a":NaN}',
        b'{"a":1,"a":2}',
        b"\xff\xfe",
        b"",
        b"{} ",
        b"null",
        b"[]",
    ],
    ids=["huge number", "deep", "fraction", "nan", "twice", "not utf-8", "empty", "space", "null", "list"],
)
@pytest.mark.parametrize("name", ["manifest.json", "signature.json", "clocks.jsonl"])
def test_contents_that_are_no_proper_json_are_told_not_crashed_on(
    data: bytes, tmp_path: Path, name: str, content: bytes
) -> None:
    assert faults(tmp_path, put_together(parts_of(data) | {name: content}))


def test_a_part_too_large_to_be_true_is_refused(data: bytes, tmp_path: Path) -> None:
    header = container.local_header("case.jsonl", 2**60, 0)
    assert faults(tmp_path, header + data) == {"container"}


def test_whoever_signs_a_changed_file_with_another_key_is_found_by_the_key(data: bytes, tmp_path: Path) -> None:
    keys = tmp_path / "key.pub"
    keys.write_text(signing.public_keys()[0].public)
    forged = signing._new(AT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_read", lambda: [forged])
        parts = parts_of(data)
        manifest = json.loads(parts["manifest.json"]) | {"key_id": forged["id"]}
        signed = signing.sign("huiyin.dossier/1", canonical.dumps(manifest))
    changed = parts | {"manifest.json": canonical.dumps(manifest), "signature.json": canonical.dumps(signed)}
    verdict = verified(tmp_path / "there", put_together(changed), "--key", str(keys))
    assert (verdict.code, verdict.faults) == (1, {"key"})


def _resigned(parts: dict[str, bytes], **changed: bytes) -> bytes:
    """A file whose parts were changed and whose manifest was made and signed anew by the house itself: what only the
    contents can betray."""
    parts = parts | changed
    manifest = json.loads(parts["manifest.json"])
    for one in manifest["parts"]:
        data = parts[one["name"]]
        one["size"], one["sha256"] = len(data), sha256(data).hexdigest()
    signed = signing.sign("huiyin.dossier/1", canonical.dumps(manifest))
    return put_together(parts | {"manifest.json": canonical.dumps(manifest), "signature.json": canonical.dumps(signed)})


def test_even_with_the_key_a_rewritten_ledger_or_limit_contradicts_the_rest(data: bytes, tmp_path: Path) -> None:
    parts = parts_of(data)
    assert faults(tmp_path, _resigned(parts)) == set()
    lines = parts["ledger.jsonl"].splitlines(keepends=True)
    assert "ledger" in faults(tmp_path, _resigned(parts, **{"ledger.jsonl": b"".join(lines[:1] + lines[2:])}))
    assert "ledger" in faults(tmp_path, _resigned(parts, **{"ledger.jsonl": b"".join(lines[:-1])}))
    later = parts["clocks.jsonl"].replace(b'"due_at":"2026-03-17T16:00:00Z"', b'"due_at":"2026-03-18T16:00:00Z"')
    assert later != parts["clocks.jsonl"]
    assert faults(tmp_path, _resigned(parts, **{"clocks.jsonl": later})) == {"limit"}
    longer = parts["rules.jsonl"].replace(b'"length":15', b'"length":16')
    assert faults(tmp_path, _resigned(parts, **{"rules.jsonl": longer})) == {"limit"}


def test_what_is_no_file_at_all_is_exit_code_two(tmp_path: Path) -> None:
    gone = verified(tmp_path / "there", b"", "--key", "nowhere.json")
    assert gone.code == 2
    assert "密钥" in gone.text
