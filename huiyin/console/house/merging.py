"""No lost update on the pages of the administrator: two people who change different things both count; where they
change the same, the second one sees what the first wrote and decides."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.rules.merging import merge
from huiyin.core.errors import BadInput

_SALT = "huiyin.console.house.merging"
NAME = "base"


class Merge:
    """What stood there when a form was opened, carried by the form and compared when it is sent.

    `what` names the thing (kind and id), `now` holds what stands there by field, as plain JSON. Without a `request`
    nothing was sent.
    """

    def __init__(self, request: HttpRequest | None, what: str, now: Mapping[str, Any]) -> None:
        self.salt, self.now = f"{_SALT}.{what}", json.loads(json.dumps(dict(now), default=str))
        self.was: dict[str, Any] = dict(self.now)
        text = request.POST.get(NAME, "") if request is not None and request.method == "POST" else ""
        if text:
            try:
                self.was = signing.loads(text, salt=self.salt)
            except signing.BadSignature as error:
                wrong = _("The page sent something that cannot be read. Load it again.")
                raise BadInput("form.wrong", wrong) from error
        self.clashes: tuple[str, ...] = ()

    @property
    def hidden(self) -> SafeString:
        """The field that carries it. After a clash it knows what the colleague wrote: sending again is a decision."""
        was = self.was | {name: self.now.get(name) for name in self.clashes}
        return format_html('<input type="hidden" name="{}" value="{}">', NAME, signing.dumps(was, salt=self.salt))

    def settle(self, form: forms.Form, typed: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is to hold by field: one's own changes upon those of others. None where both changed the same field;
        the form then says so at it. `typed` are JSON values as `now` has them."""
        found = merge(was=self.was, now=self.now, typed=json.loads(json.dumps(dict(typed), default=str)))
        self.clashes = found.conflicts
        for name in found.conflicts:
            words = _("A colleague changed this meanwhile; it now says: %(value)s. Send it again to put yours there.")
            place = name if name in form.fields else None
            form.add_error(place, words % {"value": self._shown(form, name)})
        return None if found.conflicts else {**self.now, **found.values}

    def _shown(self, form: forms.Form, name: str) -> str:
        """What stands there in words: options by their names."""
        value = self.now.get(name)
        choices = getattr(form.fields.get(name), "choices", None)
        if choices is not None:
            return str({str(code): label for code, label in choices}.get(str(value), value or "—")).strip()
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return "; ".join(" / ".join(str(part) for part in row.values() if part not in ("", False)) for row in value)
        return str(value or "—")
