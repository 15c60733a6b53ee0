"""Files that arrive before their complaint: kept encrypted, named by an opaque id that only their sender can use."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NoReturn

import orjson
import tink
from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import StringConstraints

from huiyin.accounts.models import User
from huiyin.api.access import Caller
from huiyin.api.problems import Problem
from huiyin.core import blobs, crypto, uploads_parts
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored

# Shorter than the grace of `core.blobs`, after which a file that nothing refers to is deleted.
VALID = timedelta(hours=20)
_CONTEXT = "api.upload"
# The id of a file that was sent in parts.
_PARTS = re.compile(r"[0-9a-f]{32}-[0-9]{1,12}")


UploadId = Annotated[str, StringConstraints(max_length=1000)]


def id_of(file: Stored, caller: Caller, at: datetime) -> str:
    """The id of an uploaded file: everything about it, encrypted."""
    about = [file.digest, file.size, file.name, file.content_type, str(caller.user.pk), at.timestamp()]
    return urlsafe_b64encode(crypto.encrypt(orjson.dumps(about).decode(), _CONTEXT)).decode().rstrip("=")


def files_of(ids: Sequence[str], caller: Caller, at: datetime, field: str = "evidence") -> tuple[Stored, ...]:
    """The files that the ids name. Raises Problem 422 for an id that is made up, somebody else's or too old."""
    return tuple(_file(id_, caller, at, f"{field}.{place}") for place, id_ in enumerate(ids))


def owner_of(user: User) -> uploads_parts.Owner:
    """Whose files in parts they are: the same as on the desk, with its limit for each person."""
    return uploads_parts.Owner("staff", str(user.pk), settings.UPLOAD_QUOTA_BYTES)


def _file(id_: str, caller: Caller, at: datetime, field: str) -> Stored:
    if _PARTS.fullmatch(id_):
        try:
            return uploads_parts.finished(owner_of(caller.user), [id_])[0]
        except BadInput as wrong:
            raise BadInput(wrong.code, wrong.message, field=field) from None
    try:
        clear: list[Any] = orjson.loads(crypto.decrypt(urlsafe_b64decode(id_ + "=" * (-len(id_) % 4)), _CONTEXT))
        digest, size, name, content_type, user, sent = clear
    except (ValueError, tink.TinkError):
        _unknown(field)
    if user != str(caller.user.pk) or datetime.fromtimestamp(sent, UTC) + VALID < at or not blobs.exists(digest):
        _unknown(field)
    return Stored(digest, size, name, content_type)


def _unknown(field: str) -> NoReturn:
    raise Problem(
        "invalid", "upload.unknown", _("This upload is not known or too old: send the file again."), field=field
    )
