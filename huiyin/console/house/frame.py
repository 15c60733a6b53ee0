"""What the pages of the administrator share: their tabs, and an action's fault at its field."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import BadInput, Refused

T = TypeVar("T")


def tabs(now: str) -> list[dict[str, Any]]:
    """People, units, roles, what the house shapes itself, tokens."""
    found = (
        ("settings_people", _("People")),
        ("settings_units", _("Units")),
        ("settings_roles", _("Roles")),
        ("settings_tags", _("Tags")),
        ("settings_checklists", _("Checklists")),
        ("settings_fields", _("Own fields")),
        ("settings_tokens", _("Access keys")),
        ("settings_webhooks", _("Webhooks")),
        ("settings_mailboxes", _("Mailboxes")),
        ("settings_chats", _("Chat")),
    )
    return [{"label": label, "url": reverse(name), "active": name == now} for name, label in found]


def tried(form: forms.Form, work: Callable[[], T]) -> tuple[T | None, int]:
    """(what an action made, 200), or None with what it found wrong told by the form, and the status of the answer."""
    try:
        return work(), 200
    except BadInput as error:
        blame(form, error)
        return None, 422
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None, 409


def blame(form: forms.Form, error: BadInput) -> None:
    """Show what an action found wrong at its field, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
