"""Uploads go straight into encrypted files."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from huiyin.core import blobs, uploads, uploads_parts, uploads_quota
from huiyin.core.errors import BadInput, Refused
from huiyin.core.uploads_quota import Owner

PDF = b"%PDF-1.7\n" + b"x" * 300_000


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    settings.UPLOAD_MAX_FILES = 3
    return tmp_path / "blobs"


@pytest.fixture
def post() -> Callable[..., HttpRequest]:
    def send(*files: tuple[str, bytes]) -> HttpRequest:
        data = {"text": "what happened", "files": [SimpleUploadedFile(name, content) for name, content in files]}
        return RequestFactory().post("/", data)

    return send


def taken(request: HttpRequest) -> list[Any]:
    return list(uploads.taken(request.FILES.getlist("files")))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_arrives_encrypted_with_its_hash_size_and_true_kind(post: Any, folder: Path):
    (file,) = taken(post(("理赔单.docx", PDF)))
    assert (file.digest, file.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (file.name, file.content_type) == ("理赔单.docx", "application/pdf")
    assert blobs.read(file.digest) == PDF
    assert all(b"%PDF" not in path.read_bytes() for path in files_in(folder))


def test_the_other_fields_of_the_form_arrive_too(post: Any):
    request = post(("a.pdf", PDF), ("b.txt", "经过".encode()))
    assert request.POST["text"] == "what happened"
    assert [file.content_type for file in taken(request)] == ["application/pdf", "text/plain"]


def test_a_file_that_is_too_big_is_refused_by_name_and_leaves_nothing(post: Any, folder: Path):
    request = post(("big.pdf", b"%PDF-" + b"x" * (1024 * 1024)))
    with pytest.raises(BadInput) as refusal:
        taken(request)
    assert refusal.value.code == "upload.too_big"
    assert "big.pdf" in refusal.value.message
    assert request.POST["text"] == "what happened"
    assert files_in(folder) == []


def test_a_file_of_exactly_the_greatest_size_is_taken(post: Any):
    (file,) = taken(post(("just.pdf", b"%PDF-".ljust(1024 * 1024, b"x"))))
    assert file.size == 1024 * 1024


@pytest.mark.parametrize("name, content", [("virus.pdf", b"MZ" + b"\x00" * 100_000), ("page.html", b"<html>")])
def test_a_kind_that_is_not_taken_is_refused_whatever_its_name_says(post: Any, folder: Path, name: str, content: bytes):
    with pytest.raises(BadInput) as refusal:
        taken(post((name, content)))
    assert refusal.value.code == "upload.kind"
    assert files_in(folder) == []


def test_an_empty_file_is_refused(post: Any):
    with pytest.raises(BadInput) as refusal:
        taken(post(("empty.pdf", b"")))
    assert refusal.value.code in {"upload.empty", "upload.kind"}


def test_one_file_too_many_is_refused(post: Any):
    with pytest.raises(BadInput) as refusal:
        taken(post(*((f"{n}.pdf", PDF) for n in range(4))))
    assert refusal.value.code == "upload.too_many"


def test_a_full_disk_is_told_as_such(post: Any, monkeypatch: pytest.MonkeyPatch):
    def full(self: blobs.Writer, data: bytes) -> None:
        self._give_up(OSError(28, "No space left on device"))

    monkeypatch.setattr(blobs.Writer, "write", full)
    with pytest.raises(Refused) as refusal:
        taken(post(("a.pdf", PDF)))
    assert refusal.value.code == "blobs.full"


def test_an_upload_that_breaks_off_leaves_nothing(folder: Path):
    handler = uploads.EncryptingUploadHandler()
    handler.new_file("files", "a.pdf", "application/pdf", None, None)
    handler.receive_data_chunk(PDF, 0)
    handler.upload_interrupted()
    assert files_in(folder) == []


def test_a_path_in_the_name_does_not_survive(post: Any):
    (file,) = taken(post(("../../etc/cron.d/x.pdf", PDF)))
    assert file.name == "x.pdf"


@pytest.fixture
def post_as(post: Any) -> Callable[..., HttpRequest]:
    def send(owner: Owner, *files: tuple[str, bytes]) -> HttpRequest:
        request: HttpRequest = post(*files)
        uploads.name_sender(request, lambda: owner)
        return request

    return send


def test_what_comes_with_a_form_counts_towards_what_one_may_send(post_as: Any, folder: Path):
    owner, other = Owner("portal", "a", 500_000), Owner("portal", "b", 500_000)
    taken(post_as(owner, ("a.pdf", PDF)))
    assert uploads_quota.room(owner) == 500_000 - len(PDF)
    kept = set(blobs.digests())
    with pytest.raises(BadInput) as refusal:
        taken(post_as(owner, ("b.pdf", PDF + b"y")))
    assert refusal.value.code == "upload.quota"
    assert set(blobs.digests()) == kept  # it bites on the way: nothing was kept
    assert not list(folder.glob("incoming/*"))
    with pytest.raises(Refused):
        uploads_parts.begin(owner, name="c.pdf", length=len(PDF))
    assert len(taken(post_as(owner, ("small.pdf", PDF[:1000])))) == 1
    assert len(taken(post_as(other, ("c.pdf", PDF)))) == 1


def test_the_files_of_one_form_count_together_and_those_in_parts_too(post_as: Any):
    owner = Owner("portal", "a", 700_000)
    uploads_parts.begin(owner, name="on its way.pdf", length=100_000)
    request = post_as(owner, ("a.pdf", PDF), ("b.pdf", PDF + b"y"))
    assert [file.problem and file.problem.code for file in request.FILES.getlist("files")] == [None, "upload.quota"]


def test_everybody_together_has_a_limit_too(post_as: Any):
    first, second = (Owner("portal", name, 900_000, 500_000) for name in "ab")
    taken(post_as(first, ("a.pdf", PDF)))
    with pytest.raises(BadInput) as refusal:
        taken(post_as(second, ("b.pdf", PDF + b"y")))
    assert refusal.value.code == "upload.quota_of_all"


def test_what_was_sent_is_forgotten_after_a_day(post_as: Any, folder: Path):
    owner = Owner("portal", "a", 500_000)
    taken(post_as(owner, ("a.pdf", PDF[:100])))
    taken(post_as(owner, ("b.pdf", PDF)))
    assert len(list(folder.glob("parts/portal/*/*"))) == 1  # one folder an hour, whatever comes
    assert uploads_parts.sweep() == 0
    for sent in folder.glob("parts/portal/*/*"):
        os.utime(sent, (0, 0))
    assert uploads_parts.sweep() == 1
    assert uploads_quota.room(owner) == 500_000
