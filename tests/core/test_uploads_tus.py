"""Files in parts by the tus protocol: what arrived stays, nothing else does, nobody reaches another's."""

import errno
import hashlib
import json
import os
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.core import blobs, uploads_parts, uploads_pieces, uploads_tus
from huiyin.core.errors import BadInput, Refused
from huiyin.core.uploads_parts import Owner

PDF = b"%PDF-1.7\n" + os.urandom(5_000_000)
ME = Owner("staff", "me", 20_000_000)
Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    settings.UPLOAD_MAX_BYTES = 10_000_000
    return tmp_path / "blobs"


def ask(method: str, id_: str = "", *, owner: Owner = ME, body: bytes = b"", **headers: str) -> HttpResponse:
    given = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items() if value}
    kind = headers.pop("kind", uploads_tus.TYPE)
    request = RequestFactory().generic(method, "/", body, content_type=kind, headers=given)
    return uploads_tus.answer(request, owner, lambda made: f"/uploads/{made}", id_)


def begin(length: int = len(PDF), name: str = "录像.pdf", owner: Owner = ME) -> str:
    answer = ask(
        "POST",
        owner=owner,
        Upload_Length=str(length),
        Upload_Metadata=f"kind eA==, filename {b64encode(name.encode()).decode()}",
    )
    assert answer.status_code == 201, answer.content
    return str(answer["Location"]).rpartition("/")[2]


def patch(id_: str, offset: int, body: bytes, owner: Owner = ME) -> HttpResponse:
    return ask("PATCH", id_, owner=owner, body=body, Upload_Offset=str(offset))


def refused(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["code"]


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_in_three_parts_becomes_one_blob_under_its_hash(folder: Path) -> None:
    id_ = begin()
    for start, end in ((0, 3_000_000), (3_000_000, 3_000_001), (3_000_001, len(PDF))):
        answer = patch(id_, start, PDF[start:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    (file,) = uploads_parts.finished(ME, [id_])
    assert (file.digest, file.size, file.name) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "录像.pdf")
    assert file.content_type == "application/pdf"
    assert blobs.read(file.digest) == PDF
    assert len(kept(folder)) == 3  # what it is called, which blob it became, the blob: no pieces


def test_nothing_clear_lies_on_the_disk_while_it_arrives(folder: Path) -> None:
    id_ = begin(name="李春梅.pdf")
    patch(id_, 0, PDF[:3_000_000])
    for path in kept(folder):
        assert b"%PDF" not in path.read_bytes()
        assert "李春梅".encode() not in path.read_bytes()
        assert "李春梅" not in str(path)


def test_head_says_where_to_go_on_and_the_limits_are_told_before() -> None:
    id_ = begin()
    patch(id_, 0, PDF[:1_234_567])
    answer = ask("HEAD", id_)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("1234567", str(len(PDF)))
    assert (answer["Cache-Control"], answer["Tus-Resumable"]) == ("no-store", "1.0.0")
    told = ask("OPTIONS", Tus_Resumable="")
    assert (told["Tus-Version"], told["Tus-Max-Size"]) == ("1.0.0", "10000000")
    assert told["Tus-Extension"] == "creation,termination,expiration"


def test_what_arrived_before_a_cut_is_kept_and_the_rest_comes_later() -> None:
    def broken() -> Iterator[bytes]:
        yield PDF[:65_000]
        yield PDF[65_000:130_000]
        raise OSError("connection reset")

    source = broken()
    id_ = begin()
    upload = uploads_parts.append(ME, id_, 0, lambda _size: next(source))
    assert upload.offset == 130_000
    patch(id_, 130_000, PDF[130_000:])
    assert blobs.read(uploads_parts.finished(ME, [id_])[0].digest) == PDF


def test_a_killed_writer_costs_its_last_piece_only(folder: Path) -> None:
    id_ = begin()
    patch(id_, 0, PDF[:1000])
    (place,) = ME.folder.glob("*")
    (place / "000000001000-000000002000.new").write_bytes(b"half")
    assert ask("HEAD", id_)["Upload-Offset"] == "1000"
    patch(id_, 1000, PDF[1000:])
    assert blobs.read(uploads_parts.finished(ME, [id_])[0].digest) == PDF
    assert not list(folder.rglob("*.new"))


def test_a_process_killed_while_it_puts_the_pieces_together_is_made_good(monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = begin()
    with monkeypatch.context() as killed:
        killed.setattr(uploads_parts, "_complete", lambda folder, upload: None)
        patch(id_, 0, PDF)
    assert uploads_parts.finished(ME, [id_])[0].digest == hashlib.sha256(PDF).hexdigest()


def test_bytes_for_another_place_are_refused_and_change_nothing() -> None:
    id_ = begin()
    patch(id_, 0, PDF[:1000])
    for offset in (0, 999, 1001):
        assert refused(patch(id_, offset, b"x")) == (409, "upload.offset")
    assert ask("HEAD", id_)["Upload-Offset"] == "1000"


def test_two_connections_never_write_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_pieces, "_WAITS", 0.1)
    id_ = begin()
    (place,) = ME.folder.glob("*")
    with uploads_pieces.locked(place):
        assert refused(patch(id_, 0, b"x")) == (423, "upload.busy")
        assert refused(ask("DELETE", id_)) == (423, "upload.busy")


@pytest.mark.parametrize("other", [Owner("staff", "you", 10**9), Owner("portal", "me", 10**9)])
def test_nobody_sees_goes_on_with_drops_or_names_anothers_upload(other: Owner) -> None:
    id_ = begin()
    for answer in (ask("HEAD", id_, owner=other), patch(id_, 0, b"x", other), ask("DELETE", id_, owner=other)):
        assert answer.status_code == 404
    patch(id_, 0, PDF)
    with pytest.raises(BadInput):
        uploads_parts.finished(other, [id_])


@pytest.mark.parametrize("id_", ["../../x", "x" * 32 + "-5", "0" * 32 + "-5", "", "%00"])
def test_made_up_ids_are_unknown(id_: str) -> None:
    with pytest.raises(BadInput) as refusal:
        uploads_parts.find(ME, id_)
    assert refusal.value.code == "upload.unknown"


def test_a_kind_that_is_not_taken_ends_with_its_first_piece(folder: Path) -> None:
    page = b"<html><script>alert(1)</script>" + b"x" * 200_000
    id_ = begin(len(page) * 2, "a.pdf")
    assert refused(patch(id_, 0, page)) == (422, "upload.kind")
    assert ask("HEAD", id_).status_code == 404
    short = begin(1000, "a.pdf")
    patch(short, 0, b"<html>")
    assert refused(patch(short, 6, b" " * 994)) == (422, "upload.kind")
    assert kept(folder) == []


def test_an_unfinished_upload_is_no_file_of_a_form() -> None:
    id_ = begin()
    patch(id_, 0, PDF[:10])
    with pytest.raises(BadInput) as refusal:
        uploads_parts.finished(ME, [id_])
    assert refusal.value.code == "upload.unfinished"


def test_a_file_that_is_too_big_or_empty_is_refused_before_a_byte_is_sent() -> None:
    assert refused(ask("POST", Upload_Length="10000001")) == (413, "upload.too_big")
    assert refused(ask("POST", Upload_Length="0")) == (422, "upload.empty")


def test_one_sender_and_all_together_have_only_so_much_under_way() -> None:
    for _ in range(2):
        begin(9_000_000)
    assert refused(ask("POST", Upload_Length="9000000")) == (413, "upload.quota")
    first, second = (Owner("portal", name, 9_000_000, 12_000_000) for name in ("one", "two"))
    begin(9_000_000, owner=first)
    assert refused(ask("POST", owner=second, Upload_Length="4000000")) == (413, "upload.quota_of_all")
    begin(3_000_000, owner=second)


def test_crumbs_do_not_fill_the_disk_with_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_parts, "LEAST_PIECE", 1)
    id_ = begin(20)
    (place,) = ME.folder.glob("*")
    for number in range(1021):
        (place / f"{number:012d}-{number:012d}").write_bytes(b"")
    with pytest.raises(Refused) as refusal:
        uploads_parts.append(ME, id_, 0, lambda _size: b"x")
    assert refusal.value.code == "upload.crumbs"


def test_an_upload_is_dropped_on_request_and_by_the_sweep_after_its_time(folder: Path) -> None:
    gone, old, fresh = begin(), begin(), begin()
    assert ask("DELETE", gone).status_code == 204
    assert ask("HEAD", gone).status_code == 404
    patch(old, 0, PDF[:1000])
    past = time.time() - uploads_parts.LASTS.total_seconds() - 1
    os.utime(ME.folder / old, (past, past))
    assert uploads_parts.sweep() == 1
    assert ask("HEAD", old).status_code == 404
    assert ask("HEAD", fresh).status_code == 200


def test_the_protocol_is_kept() -> None:
    id_ = begin()
    wrong = ask("HEAD", id_, Tus_Resumable="0.2")
    assert (wrong.status_code, wrong["Tus-Version"]) == (412, "1.0.0")
    assert refused(ask("PATCH", id_, body=b"x", Upload_Offset="0", kind="text/plain")) == (415, "upload.media_type")
    for number in ("", "-1", "x", "٣", "9" * 13):
        assert refused(ask("PATCH", id_, body=b"x", Upload_Offset=number)) == (422, "upload.header")
        assert refused(ask("POST", Upload_Length=number)) == (422, "upload.header")
    assert refused(ask("POST", Upload_Length="5", Upload_Metadata="filename ###")) == (422, "upload.header")
    assert refused(ask("GET", id_)) == (405, "upload.method")
    assert ask("POST", id_, X_HTTP_Method_Override="HEAD")["Upload-Offset"] == "0"


def test_a_full_disk_refuses_in_words_and_what_was_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = begin()
    patch(id_, 0, PDF[:1000])

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as filled:
        filled.setattr(uploads_pieces, "write", full)
        assert refused(patch(id_, 1000, PDF[1000:2000])) == (507, "blobs.full")
    assert ask("HEAD", id_)["Upload-Offset"] == "1000"


def test_a_damaged_piece_is_told_not_kept(folder: Path) -> None:
    id_ = begin()
    patch(id_, 0, PDF[:1000])
    (piece,) = folder.rglob("000000000000-*")
    piece.write_bytes(piece.read_bytes()[:-1] + b"x")
    assert refused(patch(id_, 1000, PDF[1000:])) == (409, "upload.damaged")


def test_a_name_is_only_a_name() -> None:
    for given, expected in (("../../etc/passwd", "passwd"), ("C:\\a\\b.pdf", "b.pdf"), ("a\x00\nb.pdf", "ab.pdf")):
        assert uploads_parts.find(ME, begin(5, given)).name == expected
