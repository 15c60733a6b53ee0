"""What was typed into a form when the session had ended: kept sealed for half an hour, given back after signing in.

A form carries a token of whose it is. When it arrives without a session, its text is encrypted and put into the new
anonymous session on the server; only the same person, signing in again on the same device, gets it back into the form.
Chosen files are not kept: the form says so.
"""

import json
from datetime import datetime, timedelta

import tink
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDictKeyError

from huiyin.accounts.models import User
from huiyin.core import crypto

FIELD, NAME = "whose", "kept_form"
FOR = timedelta(minutes=30)
MOST = 400_000  # characters of all fields together
_SALT, _CONTEXT = "huiyin.console.kept_form", "console.kept_form"
_OPENS_FOR = timedelta(days=2)  # a form left open longer than any session may last is not taken up


def token(user: User) -> str:
    """Whose form it is, for a hidden field of the form."""
    return signing.dumps(str(user.pk), salt=_SALT)


def keep(request: HttpRequest, at: datetime) -> bool:
    """Keep the form that came without a session; False when it names nobody or is too long."""
    try:
        whose = signing.loads(request.POST[FIELD], salt=_SALT, max_age=_OPENS_FOR)
    except (signing.BadSignature, MultiValueDictKeyError):
        return False
    fields = {name: values for name, values in request.POST.lists() if name not in (FIELD, "csrfmiddlewaretoken")}
    text = json.dumps({"whose": whose, "path": request.path, "files": bool(request.FILES), "fields": fields})
    if len(text) > MOST:
        return False
    until = (at + FOR).isoformat()
    request.session[NAME] = {"sealed": crypto.encrypt(text, _CONTEXT).hex(), "until": until}
    return True


def give_back(request: HttpRequest, user: User, at: datetime) -> tuple[QueryDict, bool] | None:
    """(what was typed, had files been chosen) for the form at this address, once; None when nothing of this person's
    is kept for it. What is another person's or too old is thrown away."""
    held = request.session.get(NAME)
    if not held:
        return None
    try:
        found = json.loads(crypto.decrypt(bytes.fromhex(held["sealed"]), _CONTEXT))
    except (tink.TinkError, ValueError):
        found = {}
    is_theirs = found.get("whose") == str(user.pk) and datetime.fromisoformat(held["until"]) > at
    if is_theirs and found["path"] != request.path:
        return None
    del request.session[NAME]
    if not is_theirs:
        return None
    fields = QueryDict(mutable=True)
    for name, values in found["fields"].items():
        fields.setlist(name, values)
    return fields, bool(found["files"])
