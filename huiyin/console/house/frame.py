"""What the pages of the administrator share: their tabs, and an action's fault at its field."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import BadInput


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
    )
    return [{"label": label, "url": reverse(name), "active": name == now} for name, label in found]


def blame(form: forms.Form, error: BadInput) -> None:
    """Show what an action found wrong at its field, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
