"""Uploads go straight into encrypted files while they arrive; the limits bite during the upload, not after it.

`EncryptingUploadHandler` (settings.FILE_UPLOAD_HANDLERS) puts an `UploadedBlob` into request.FILES for every file. A
file that is too big, of a kind that is not taken, empty, one too many or more than its sender (`name_sender`) may send
in a day keeps nothing and carries its refusal; `taken`
raises it, so that an edge writes `uploads.arrived(request, "files", owner)` and passes the result to an action; files
that were sent ahead of the form in parts (`uploads_parts`) are among them.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.core import blobs, mediatypes
from huiyin.core import uploads_parts as parts
from huiyin.core import uploads_quota as quota
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored

_SENDER = "huiyin.sender"


class UploadedBlob(UploadedFile):  # type: ignore[type-arg]
    """A file that has arrived: `digest` names its content, `content_type` is what its first bytes say it is."""

    def __init__(
        self, *, digest: str, size: int, name: str, content_type: str, field: str, problem: Refused | None = None
    ) -> None:
        super().__init__(file=None, name=name[-200:] or "file", content_type=content_type, size=size)
        self.digest = digest
        self.field = field
        self.problem = problem


class EncryptingUploadHandler(FileUploadHandler):
    """Streams each file of a multipart request into a blob writer."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._files = 0
        self._writer: blobs.Writer | None = None
        self._head = b""
        self._size = 0
        self._mime = ""
        self._problem: Refused | None = None
        self._room = math.inf  # bytes that whoever sends may still send

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file."""
        super().new_file(*args, **kwargs)
        self._files += 1
        self._head, self._size, self._mime, self._problem, self._writer = b"", 0, "", None, None
        if self._files > settings.UPLOAD_MAX_FILES:
            self._problem = _too_many(self.field_name)
        if self._files == 1 and (owner := _sender(self.request)):
            self._room = quota.room(owner)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next piece; after a refusal the rest of the file is read and dropped, so that the form arrives
        whole.
        """
        self._size += len(raw_data)
        if self._problem:
            return
        if self._size > settings.UPLOAD_MAX_BYTES:
            self._refuse(
                "upload.too_big",
                _("“%(name)s” is larger than %(size)d MB. Cut it into parts or bring it to us on a disc.")
                % {"name": self._name, "size": settings.UPLOAD_MAX_BYTES // 2**20},
            )
            return
        if self._size > self._room and (full := self._full()):
            self._refuse(full.code, full.message)
            return
        if len(self._head) < mediatypes.HEAD and self._writer is None:
            self._head += raw_data
            if len(self._head) >= mediatypes.HEAD:
                self._begin()
            return
        self._write(raw_data)

    def file_complete(self, file_size: int) -> UploadedBlob:
        """The file is whole: keep it, or hand out its refusal."""
        if not self._problem and not self._size:
            self._refuse("upload.empty", _("“%(name)s” is empty.") % {"name": self._name})
        if not self._problem and self._writer is None:
            self._begin()
        digest = ""
        if self._writer is not None and not self._problem:
            try:
                digest = self._writer.finish()
                self._count()
            except Refused as problem:
                self._problem, digest = problem, ""
        self._writer = None
        return UploadedBlob(
            digest=digest,
            size=self._size,
            name=self._name,
            content_type=self._mime,
            field=self.field_name or "",
            problem=self._problem,
        )

    def upload_interrupted(self) -> None:
        """The connection broke: nothing is left behind."""
        if self._writer is not None:
            self._writer.discard()
            self._writer = None

    def _full(self) -> Refused | None:
        """Why nothing more is taken of whoever sends."""
        if owner := _sender(self.request):
            try:
                quota.check(owner, self._size)
            except Refused as refusal:
                return refusal
        return None

    def _count(self) -> None:
        self._room -= self._size
        if owner := _sender(self.request):
            quota.charge(owner, self._size)

    @property
    def _name(self) -> str:
        return self.file_name or _("file")

    def _begin(self) -> None:
        self._mime = mediatypes.sniff(self._head, self._name)
        if not self._mime:
            self._refuse(
                "upload.kind",
                _("“%(name)s” is of a kind we cannot take. We take: %(kinds)s.")
                % {"name": self._name, "kinds": ", ".join(mediatypes.endings())},
            )
            return
        try:
            self._writer = blobs.Writer()
        except Refused as problem:
            self._problem = problem
            return
        self._write(self._head)

    def _write(self, data: bytes) -> None:
        assert self._writer is not None
        try:
            self._writer.write(data)
        except Refused as problem:
            self._problem, self._writer = problem, None

    def _refuse(self, code: str, message: str) -> None:
        if self._writer is not None:
            self._writer.discard()
            self._writer = None
        self._problem = BadInput(code, message, field=self.field_name or "")


def name_sender(request: HttpRequest, owner: Callable[[], quota.Owner]) -> None:
    """Say whose files a request brings, before it is read; `owner` is asked when there are any."""
    request.META[_SENDER] = owner


def _sender(request: HttpRequest | None) -> quota.Owner | None:
    owner: Callable[[], quota.Owner] | None = request.META.get(_SENDER) if request is not None else None
    return owner() if owner is not None else None


def arrived(request: HttpRequest, field: str, owner: quota.Owner) -> list[Stored]:
    """The files of a form's field: those that came with it, and those sent ahead in parts (`<field>_sent`). Raises the
    first refusal among them, BadInput(`upload.too_many`) when they are too many together.
    """
    files = taken(request.FILES.getlist(field)) + parts.finished(owner, sent_ahead(request, field))
    if len(files) > settings.UPLOAD_MAX_FILES:
        raise _too_many(field)
    return files


def sent_ahead(request: HttpRequest, field: str) -> list[str]:
    """The ids of the uploads that a form names; at most one more than it may bring."""
    return list(dict.fromkeys(request.POST.getlist(f"{field}_sent")))[: settings.UPLOAD_MAX_FILES + 1]


def _too_many(field: str | None) -> BadInput:
    message = _("At most %(count)d files at a time. Send the others afterwards.")
    return BadInput("upload.too_many", message % {"count": settings.UPLOAD_MAX_FILES}, field=field or "")


def taken(files: Iterable[Any]) -> list[Stored]:
    """The files of a form that have arrived. Raises the first refusal among them: nothing of the form is then done."""
    found = [file for file in files if isinstance(file, UploadedBlob)]
    for file in found:
        if file.problem:
            raise file.problem
    return [Stored(file.digest, file.size or 0, file.name or "", file.content_type or "") for file in found]
