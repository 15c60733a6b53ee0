"""How much somebody may send, whole or in parts: counted in the folder of their uploads, without a database.

An upload in parts counts by its folder (`core.uploads_parts`); what came with forms is summed up in one empty folder an
hour. The same sweep takes both after `uploads_parts.LASTS`.
"""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core import blobs, uploads_pieces
from huiyin.core.errors import Refused

# The folders of uploads in parts, and how those begin that stand for what came with forms.
IN_PARTS, _WITH_FORMS = "[0-9a-f]*-*", "with_forms_"


@dataclass(frozen=True)
class Owner:
    """Who sends: `area` is the edge (staff, portal, api), `name` whatever tells one sender from another there.

    `most` are the bytes that they may have under way, `most_of_area` those of all senders of the area (0: no limit).
    """

    area: str
    name: str
    most: int
    most_of_area: int = 0

    @property
    def folder(self) -> Path:
        return root() / self.area / hashlib.sha256(f"{self.area}:{self.name}".encode()).hexdigest()[:32]


def room(owner: Owner) -> int:
    """How many bytes the owner may still send now, in parts or with a form."""
    left = owner.most - sum(_lengths(owner.folder, "*-*"))
    if owner.most_of_area:
        left = min(left, owner.most_of_area - sum(_lengths(root() / owner.area, "*/*-*")))
    return left


def check(owner: Owner, length: int) -> None:
    """Raises Refused: `upload.quota` when `length` bytes more are too many for the owner, `upload.quota_of_all` when
    everybody together sends too much."""
    if sum(_lengths(owner.folder, "*-*")) + length > owner.most:
        raise used_up(owner)
    if owner.most_of_area and sum(_lengths(root() / owner.area, "*/*-*")) + length > owner.most_of_area:
        raise used_up_by_all()


def charge(owner: Owner, length: int) -> None:
    """A file of `length` bytes came with a form: it counts towards what the owner may send until `LASTS` later."""
    hour = f"{_WITH_FORMS}{time.strftime('%Y%m%d%H', time.gmtime())}"
    with blobs.refusing():
        (root() / owner.area).mkdir(parents=True, exist_ok=True, mode=0o700)
        with uploads_pieces.locked(root() / owner.area):
            present = next(owner.folder.glob(f"{hour}-*"), None)
            if present is None:
                (owner.folder / f"{hour}-{length}").mkdir(parents=True, mode=0o700)
            else:
                present.rename(owner.folder / f"{hour}-{length_of(present) + length}")


def used_up(owner: Owner) -> Refused:
    """What somebody is told who has sent as much as they may."""
    return Refused(
        "upload.quota",
        _("You have sent as many files as you may (%(size)d MB in a day). Send the form with what is there, and the "
          "rest tomorrow.") % {"size": owner.most // 2**20},
    )  # fmt: skip


def used_up_by_all() -> Refused:
    """What everybody is told while too much arrives from everywhere."""
    words = _("Very many files are arriving just now. Send your words first and this file in an hour, or call us.")
    return Refused("upload.quota_of_all", words)


def _lengths(folder: Path, pattern: str) -> list[int]:
    return [length_of(path) for path in folder.glob(pattern)]


def of_staff(user_id: object) -> Owner:
    """Whose files they are that a member of staff or one of their machines sends."""
    return Owner("staff", str(user_id), settings.UPLOAD_QUOTA_BYTES)


def length_of(folder: Path) -> int:
    """The bytes that a folder stands for: they end its name."""
    return int(folder.name.partition("-")[2])


def root() -> Path:
    """Where everybody's uploads lie."""
    return Path(settings.BLOBS_DIR) / "parts"
