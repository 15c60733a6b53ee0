"""Encrypted, content-addressed files."""

import errno
import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.core import blobs
from huiyin.core.errors import Refused

DATA = os.urandom(3 * 1024 * 1024 + 17)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    return tmp_path / "blobs"


def _fill(writer: blobs.Writer) -> None:
    writer.write(DATA)
    writer.finish()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_stored_comes_back_under_the_hash_of_its_clear_content():
    digest = blobs.store(DATA)
    assert digest == hashlib.sha256(DATA).hexdigest()
    assert b"".join(blobs.chunks(digest)) == DATA
    blobs.verify(digest)


def test_nothing_clear_is_on_the_disk_and_only_the_owner_reads_it(folder: Path):
    digest = blobs.store(b"the diagnosis of Li Chunmei " * 1000)
    path = blobs.path_of(digest)
    assert b"Li Chunmei" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_the_same_content_is_kept_once(folder: Path):
    first = blobs.store(DATA)
    inode = blobs.path_of(first).stat().st_ino
    assert blobs.store(DATA) == first
    assert blobs.path_of(first).stat().st_ino == inode
    assert len(files_in(folder)) == 1


@pytest.mark.parametrize("place", [0, 50, 1024 * 1024, -1])
def test_a_flipped_bit_is_found(place: int):
    digest = blobs.store(DATA)
    path = blobs.path_of(digest)
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    with pytest.raises(blobs.BlobDamaged):
        blobs.verify(digest)


def test_a_file_under_the_wrong_name_is_found():
    one, other = blobs.store(b"one"), blobs.store(b"other")
    blobs.path_of(one).write_bytes(blobs.path_of(other).read_bytes())
    with pytest.raises(blobs.BlobDamaged):
        blobs.verify(one)


def test_a_cut_off_file_is_found():
    digest = blobs.store(DATA)
    path = blobs.path_of(digest)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(blobs.BlobDamaged):
        blobs.verify(digest)


def test_a_missing_file_says_so():
    digest = hashlib.sha256(b"nowhere").hexdigest()
    assert not blobs.exists(digest)
    with pytest.raises(blobs.BlobMissing):
        blobs.read(digest)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "g" * 64])
def test_no_path_can_be_smuggled_in(name: str):
    with pytest.raises(ValueError):
        blobs.path_of(name)


def test_a_writer_that_is_not_finished_leaves_nothing(folder: Path):
    def stumble() -> None:
        with blobs.Writer() as writer:
            writer.write(DATA)
            raise RuntimeError("the connection broke")

    with pytest.raises(RuntimeError):
        stumble()
    assert files_in(folder) == []


def test_a_full_disk_is_a_clear_refusal_and_leaves_nothing(folder: Path):
    writer = blobs.Writer()
    # /dev/full takes the place of a disk without space: every write to it fails with ENOSPC.
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, writer._file.fileno())
    os.close(full)
    with pytest.raises(Refused) as refusal:
        _fill(writer)
    assert refusal.value.code == "blobs.full"
    assert files_in(folder) == []


def test_another_fault_of_the_disk_is_not_called_full():
    assert blobs._refusal(OSError(errno.EIO, "broken")).__class__ is OSError


def test_a_writer_killed_on_the_way_is_swept_after_a_while(folder: Path):
    writer = blobs.Writer()
    writer.write(b"half")
    assert blobs.sweep_incoming() == 0
    left = next((folder / "incoming").iterdir())
    os.utime(left, (time.time() - 2 * 86400,) * 2)
    assert blobs.sweep_incoming() == 1
    writer.discard()


def test_touching_begins_the_grace_anew():
    digest = blobs.store(b"old")
    os.utime(blobs.path_of(digest), (time.time() - 3 * 86400,) * 2)
    assert blobs.older_than(digest, timedelta(days=2))
    blobs.touch(digest)
    assert not blobs.older_than(digest, timedelta(days=2))
    assert list(blobs.digests()) == [digest]
