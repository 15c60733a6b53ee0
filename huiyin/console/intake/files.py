"""Files of a form that is not yet done: already safe as blobs, carried by the form as signed notes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from huiyin.accounts.models import User
from huiyin.console import sending
from huiyin.core import uploads, uploads_parts
from huiyin.core.errors import Refused
from huiyin.core.files import Stored

# As long as a blob that nothing refers to is left alone.
LASTS = 20 * 3600
KINDS = ("files", "authority")


@dataclass(frozen=True)
class Kept:
    """A file that has arrived: what it is for, and the note that the form carries."""

    kind: str
    file: Stored
    note: str


def kept(notes: Iterable[str], owner: UUID) -> list[Kept]:
    """The files whose notes the form brought back; a note of somebody else, an altered or an old one is left out."""
    found = []
    for note in notes:
        try:
            value = signing.loads(note, salt=_salt(owner), max_age=LASTS)
            found.append(Kept(value.pop("kind"), Stored(**value), note))
        except (signing.BadSignature, TypeError, KeyError):
            continue
    return found


def arrived(request: HttpRequest, user: User) -> tuple[list[Kept], list[str]]:
    """(the files that came with this request or were sent ahead for it and could be kept, what was wrong with the
    others)."""
    found, wrong = [], []
    for kind in KINDS:
        came = [partial(uploads.taken, [upload]) for upload in request.FILES.getlist(kind)]
        ahead = uploads.sent_ahead(request, kind)
        came += [partial(uploads_parts.finished, sending.owner(user), [upload]) for upload in ahead]
        for take in came:
            try:
                found += [_note(kind, file, user.pk) for file in take()]
            except Refused as problem:
                wrong.append(problem.message)
    return found, wrong


def _note(kind: str, file: Stored, owner: UUID) -> Kept:
    return Kept(kind, file, signing.dumps({"kind": kind, **asdict(file)}, salt=_salt(owner), compress=True))


def _salt(owner: UUID) -> str:
    return f"intake.files.{owner}"
