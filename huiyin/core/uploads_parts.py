"""Files that arrive in parts, so that a cut connection costs what was on the way and no more.

What has arrived lies under `BLOBS_DIR/parts/<area>/<owner>/<id>/` as encrypted pieces of at most `PIECE` bytes, each
named by where it begins and ends and whole or not there (fsync, then rename). With the last piece they become one blob
(`core.blobs`), and `done` says which. Whoever began an upload is its only `Owner`; unfinished and finished ones, and
what they send whole with their forms, count towards what they may send until `LASTS` later, when a sweep takes them.
One process writes at a time (a lock on the folder, which ends with its process). Needs no database.
"""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core import blobs, mediatypes, uploads_pieces
from huiyin.core import uploads_quota as quota
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from huiyin.core.ids import uuid7
from huiyin.core.uploads_quota import Owner as Owner
from huiyin.core.uploads_quota import root

PIECE = 2 * 1024 * 1024
# Shorter than `blobs.GRACE`, after which a file that nothing refers to is deleted.
LASTS = timedelta(hours=20)
# A client that sends crumbs would fill the disk with files: no upload needs more pieces, no person more uploads.
LEAST_PIECE, MOST_UPLOADS, MOST_OF_AREA = 128 * 1024, 100, 10_000
_ID = re.compile(r"[0-9a-f]{32}-[0-9]{1,12}")
_READ = 64 * 1024


@dataclass(frozen=True)
class Upload:
    """One file on its way. `offset` bytes of `length` are safe; `expires` is when a sweep may take it."""

    id: str
    name: str
    length: int
    offset: int
    expires: datetime


def begin(owner: Owner, *, name: str, length: int) -> Upload:
    """Expect a file of `length` bytes. Raises BadInput when it is empty or too big, Refused(`upload.quota`) when the
    owner, or everybody together, has too much under way.
    """
    name = _tidy(name)
    if length < 1:
        raise BadInput("upload.empty", _("“%(name)s” is empty.") % {"name": name})
    if length > settings.UPLOAD_MAX_BYTES:
        raise BadInput(
            "upload.too_big",
            _("“%(name)s” is larger than %(size)d MB. Cut it into parts or bring it to us on a disc.")
            % {"name": name, "size": settings.UPLOAD_MAX_BYTES // 2**20},
        )
    id_ = f"{uuid7().hex}-{length}"
    folder = owner.folder / id_
    with blobs.refusing():
        (root() / owner.area).mkdir(parents=True, exist_ok=True, mode=0o700)
        with uploads_pieces.locked(root() / owner.area):
            _must_have_room(owner, length)
            folder.mkdir(parents=True, mode=0o700)
            uploads_pieces.write(folder / "about", json.dumps({"name": name}).encode(), f"{id_}.about")
    return _seen(folder)


def find(owner: Owner, id_: str) -> Upload:
    """An upload of this owner. Raises BadInput(`upload.unknown`) for one that is made up, somebody else's or over."""
    return _seen(_folder(owner, id_))


def append(owner: Owner, id_: str, offset: int, read: Callable[[int], bytes]) -> Upload:
    """Take what `read` gives until it gives nothing or breaks (OSError); what arrived before that is kept.

    Raises Refused: `upload.offset` (`offset` is not where the upload stands), `upload.busy` (another connection sends
    it now), `blobs.full`; BadInput: `upload.kind` (its first bytes are of no kind that is taken: the upload is gone),
    `upload.unknown`.
    """
    folder = _folder(owner, id_)
    with blobs.refusing(), uploads_pieces.locked(folder):
        upload = find(owner, id_)  # once more: it may have been dropped meanwhile
        if upload.offset != offset:
            raise Refused("upload.offset", _("The file goes on at byte %(count)d.") % {"count": upload.offset})
        uploads_pieces.tidy(folder)
        place, count = offset, len(uploads_pieces.listed(folder))
        for piece in _gathered(read, upload.length - offset):
            if place == 0 and len(piece) >= min(mediatypes.HEAD, upload.length):
                _must_be_taken(folder, piece, upload.name)
            if count >= 1000 + upload.length // LEAST_PIECE:
                raise Refused("upload.crumbs", _("The file comes in too many small pieces. Send it anew."))
            uploads_pieces.write(folder / f"{place:012d}-{place + len(piece):012d}", piece, f"{id_}.{place}")
            place, count = place + len(piece), count + 1
        if place == upload.length:
            _complete(folder, upload)
    return _seen(folder)


def drop(owner: Owner, id_: str) -> None:
    """Forget an upload and what arrived of it. Raises BadInput(`upload.unknown`), Refused(`upload.busy`)."""
    folder = _folder(owner, id_)
    with uploads_pieces.locked(folder):
        shutil.rmtree(folder, ignore_errors=True)


def finished(owner: Owner, ids: Sequence[str]) -> list[Stored]:
    """The files of uploads that have arrived whole. Raises BadInput(`upload.unknown`, `upload.unfinished`)."""
    return [_finished(owner, id_) for id_ in ids]


def _finished(owner: Owner, id_: str) -> Stored:
    folder = _folder(owner, id_)
    if not (folder / "done").exists():
        upload = _seen(folder)
        if upload.offset != upload.length:
            raise BadInput(
                "upload.unfinished",
                _("“%(name)s” has not arrived whole. Wait until it has, or leave it out.") % {"name": upload.name},
                field="files",
            )
        with blobs.refusing(), uploads_pieces.locked(folder):
            _complete(folder, upload)  # its process was killed while it put the pieces together
    return Stored(**json.loads(uploads_pieces.read(folder / "done", f"{folder.name}.done")))


def sweep(age: timedelta = LASTS) -> int:
    """Delete uploads without a new piece for `age`; returns how many. One that is being written is left alone."""
    found = 0
    for folder in root().glob("*/*/*"):
        with suppress(FileNotFoundError, Refused):
            if time.time() - folder.stat().st_mtime >= age.total_seconds():
                with uploads_pieces.locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)
                found += 1
    for owner in root().glob("*/*"):
        with suppress(OSError):
            owner.rmdir()  # refuses while something is in it
    return found


def _must_have_room(owner: Owner, length: int) -> None:
    if len(list(owner.folder.glob(quota.IN_PARTS))) >= MOST_UPLOADS:
        raise quota.used_up(owner)
    if owner.most_of_area and len(list((root() / owner.area).glob(f"*/{quota.IN_PARTS}"))) >= MOST_OF_AREA:
        raise quota.used_up_by_all()
    quota.check(owner, length)


def _gathered(read: Callable[[int], bytes], left: int) -> Iterator[bytes]:
    """Pieces of PIECE bytes, the last one shorter; what arrived before a connection broke comes too."""
    held = bytearray()
    while left > 0:
        try:
            found = read(min(_READ, left))
        except OSError:
            break
        if not found:
            break
        held += found
        left -= len(found)
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _must_be_taken(folder: Path, head: bytes, name: str) -> str:
    if mime := mediatypes.sniff(head[: mediatypes.HEAD], name):
        return mime
    shutil.rmtree(folder, ignore_errors=True)
    raise BadInput(
        "upload.kind",
        _("“%(name)s” is of a kind we cannot take. We take: %(kinds)s.")
        % {"name": name, "kinds": ", ".join(mediatypes.endings())},
    )


def _complete(folder: Path, upload: Upload) -> None:
    """Make one blob of the pieces, then forget them; done already: nothing happens."""
    if (folder / "done").exists():
        return
    pieces, head = uploads_pieces.listed(folder), b""
    with blobs.Writer() as writer:
        for begins, _ends, path in pieces:
            data = uploads_pieces.read(path, f"{folder.name}.{begins}")
            if len(head) < mediatypes.HEAD:
                head += data[: mediatypes.HEAD - len(head)]
            writer.write(data)
        if writer.size != upload.length:
            raise Refused("upload.damaged", uploads_pieces.damaged())
        mime = _must_be_taken(folder, head, upload.name)
        stored = Stored(writer.finish(), upload.length, upload.name, mime)
    uploads_pieces.write(folder / "done", json.dumps(asdict(stored)).encode(), f"{folder.name}.done")
    for _begins, _ends, path in pieces:
        path.unlink(missing_ok=True)


def _seen(folder: Path) -> Upload:
    """The upload in a folder. A piece that does not join the one before it counts for nothing, nor what follows it."""
    about = json.loads(uploads_pieces.read(folder / "about", f"{folder.name}.about"))
    length, offset = quota.length_of(folder), 0
    if (folder / "done").exists():
        offset = length
    else:
        for begins, ends, _path in uploads_pieces.listed(folder):
            if begins != offset:
                break
            offset = ends
    expires = datetime.fromtimestamp(folder.stat().st_mtime, UTC) + LASTS
    return Upload(folder.name, about["name"], length, offset, expires)


def _folder(owner: Owner, id_: str) -> Path:
    folder = owner.folder / id_ if _ID.fullmatch(id_) else None
    if folder is None or not (folder / "about").exists():
        raise uploads_pieces.unknown()
    return folder


def _tidy(name: str) -> str:
    """The last part of a path without what a name cannot hold."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-200:] or _("file")
