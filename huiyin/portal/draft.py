"""A complaint that is being written: kept in the session until it is sent, encrypted, so that nothing typed is lost and
nothing personal lies in clear on a disk.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import tink
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.core import crypto, uploads, uploads_parts
from huiyin.core.errors import Refused
from huiyin.core.files import Stored
from huiyin.core.ids import uuid7
from huiyin.core.uploads import UploadedBlob

NAME = "portal_draft"
_CONTEXT = "portal.draft"
MANY = ("care",)  # fields with several values
BUNDLES = ("files", "authority")


@dataclass
class Draft:
    """What was typed, as it was typed, and the files that have arrived. `key` makes sending twice one complaint."""

    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    files: list[Stored] = field(default_factory=list)
    authority: list[Stored] = field(default_factory=list)

    def take(self, names: Iterable[str], posted: Any) -> None:
        """Keep the fields of one page, right or wrong."""
        for name in names:
            self.values[name] = posted.getlist(name) if name in MANY else posted.get(name, "")

    def take_files(self, request: HttpRequest, owner: uploads_parts.Owner) -> dict[str, list[str]]:
        """Keep the files that came, or were sent ahead by `owner`, and can be taken; returns what is wrong with the
        others, by field."""
        wrong: dict[str, list[str]] = {}
        for name in BUNDLES:
            bundle: list[Stored] = getattr(self, name)
            for file in request.FILES.getlist(name):
                if not isinstance(file, UploadedBlob):
                    continue
                stored = Stored(file.digest, file.size or 0, file.name or "", file.content_type or "")
                if file.problem:
                    wrong.setdefault(name, []).append(file.problem.message)
                else:
                    self._add(bundle, stored, name, wrong)
            for ahead in uploads.sent_ahead(request, name):
                try:
                    (stored,) = uploads_parts.finished(owner, [ahead])
                    self._add(bundle, stored, name, wrong)
                except Refused as problem:
                    wrong.setdefault(name, []).append(problem.message)
        return wrong

    def _add(self, bundle: list[Stored], file: Stored, name: str, wrong: dict[str, list[str]]) -> None:
        if file in bundle:
            return
        if len(self.files) + len(self.authority) >= settings.UPLOAD_MAX_FILES:
            message = _("At most %(count)d files. Send the others afterwards, when you follow the complaint.")
            wrong[name] = [message % {"count": settings.UPLOAD_MAX_FILES}]
        else:
            bundle.append(file)

    def drop(self, what: str) -> None:
        """Take a file out again: `files:0` is the first of them."""
        name, _colon, place = what.partition(":")
        bundle = getattr(self, name) if name in BUNDLES else []
        if place.isascii() and place.isdigit() and int(place) < len(bundle):
            del bundle[int(place)]


def load(session: SessionBase) -> Draft:
    """The draft of this visitor, a new one when there is none that can be read."""
    kept = session.get(NAME)
    try:
        raw: Mapping[str, Any] = json.loads(crypto.decrypt(base64.b64decode(kept), _CONTEXT)) if kept else {}
    except (tink.TinkError, ValueError):
        raw = {}
    bundles = {name: [Stored(**file) for file in raw.get(name, [])] for name in BUNDLES}
    return Draft(key=raw.get("key") or str(uuid7()), values=dict(raw.get("values", {})), **bundles)


def keep(session: SessionBase, draft: Draft) -> None:
    """Put the draft into the session, encrypted."""
    session[NAME] = base64.b64encode(crypto.encrypt(json.dumps(asdict(draft)), _CONTEXT)).decode()


def forget(session: SessionBase) -> None:
    """The draft was sent, or its writer wants it gone."""
    session.pop(NAME, None)
