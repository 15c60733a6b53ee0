"""The sites that show the chat window, set up by administrators."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.cases.models import ChatSite
from huiyin.cases.rules import chat as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST_ORIGINS = 20


@action
def save_site(
    *, name: str, origins: Sequence[str], unit: Unit | None, is_on: bool, by: Actor, at: datetime,
    site: ChatSite | None = None,
) -> ChatSite:  # fmt: skip
    """Make a site, or change one; its key stays. No origins: only our own portal shows the window.

    Raises Refused(`chat_site.not_yours`, `chat_site.removed`, `chat_site.twice`), BadInput naming the field."""
    _may(by)
    row = _locked(site) if site is not None else ChatSite(key=secrets.token_hex(8), made_at=at)
    row.name, row.unit, row.is_on = name.strip()[:80], unit, is_on
    if not row.name:
        raise BadInput("chat_site.name", _("Give the site a name."), field="name")
    row.origins = _origins(origins)
    if ChatSite.objects.filter(name=row.name, removed_at=None).exclude(pk=row.pk).exists():
        raise Refused("chat_site.twice", _("There is a site of this name already."))
    row.save()
    _tell(row, "chat_site.saved", by=by, at=at)
    return row


@action
def remove_site(*, site: ChatSite, by: Actor, at: datetime) -> None:
    """Show the window there no more; chats that were begun go on. Doing it twice changes nothing."""
    _may(by)
    row = ChatSite.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if row.removed_at is None:
        row.removed_at, row.is_on = at, False
        row.save(update_fields=["removed_at", "is_on"])
        _tell(row, "chat_site.removed", by=by, at=at)


def _may(by: Actor) -> None:
    if by.kind != "system" and not by.has_role("administrator"):
        raise Refused("chat_site.not_yours", _("Only administrators set up where the chat is shown."))


def _locked(site: ChatSite) -> ChatSite:
    row = ChatSite.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if row.removed_at is not None:
        raise Refused("chat_site.removed", _("This site was removed. Set up a new one."))
    return row


def _origins(given: Sequence[str]) -> list[str]:
    found = []
    for text in filter(None, (one.strip() for one in given)):
        one = rules.origin(text)
        if one is None:
            raise BadInput(
                "chat_site.origins",
                _("“%(text)s” is no address of a site. Write it like https://www.example.com, without a path.")
                % {"text": text[:80]},
                field="origins",
            )
        found.append(one)
    if len(found) > MOST_ORIGINS:
        raise BadInput(
            "chat_site.origins", _("At most %(count)d addresses.") % {"count": MOST_ORIGINS}, field="origins"
        )
    return sorted(set(found))


def _tell(row: ChatSite, kind: str, *, by: Actor, at: datetime) -> None:
    body = {"name": row.name, "origins": row.origins, "unit": row.unit.code if row.unit else None, "is_on": row.is_on}
    audit.record(aggregate=("chat_site", row.pk), kind=kind, by=by, at=at, body=body)
