"""Saved views of the queue: kept, changed, shared, put in order. One's own are nobody else's business; what happens to
a shared one stands in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import Role, Unit, User
from huiyin.audit import actions as audit
from huiyin.cases.models import SavedView, ViewPlace
from huiyin.cases.queries import views as queries
from huiyin.cases.rules import views as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST_OF_ONE = 50


@dataclass(frozen=True, kw_only=True)
class ViewDraft:
    """What a view keeps. `unit` shares it with the staff there and below, `role` with those who hold it."""

    name: str
    base: str = "open"
    filters: Mapping[str, str] = field(default_factory=dict)
    columns: Sequence[str] = ()
    order: str = ""
    group: str = ""
    unit: Unit | None = None
    role: str = ""


@action
def keep(*, user: User, draft: ViewDraft, by: Actor, at: datetime) -> SavedView:
    """Keep a new view. The same again gives the one that is there.

    Raises BadInput for no name, filters that name one person's matter, a unit not one's own; Refused(`view.name`) when
    the name is taken, `view.many`.
    """
    columns = _checked(draft, by)
    row = _named(user, draft)
    if row is not None:
        if all(getattr(row, name) == value for name, value in columns.items()):
            return row
        raise Refused("view.name", _("There is a view of this name already. Choose another name, or change that one."))
    if SavedView.objects.filter(owner=user).count() >= MOST_OF_ONE:
        raise Refused("view.many", _("You have as many views as one can have. Delete some first."))
    row = SavedView.objects.create(owner=user, changed_at=at, changed_by_label=by.label, **columns)
    _tell(row, "shared", by=by, at=at)
    return row


@action
def change(*, view: SavedView, draft: ViewDraft, version: int, by: Actor, at: datetime) -> SavedView:
    """Change a view. Raises Refused: `view.not_yours` (only the owner, or who leads the unit it is shared with),
    `view.changed` when somebody has changed it since `version`, and as `keep` does."""
    row = _mine(view, by)
    columns = _checked(draft, by)
    if all(getattr(row, name) == value for name, value in columns.items()):
        return row
    if row.version != version:
        raise Refused(
            "view.changed",
            _("%(who)s has changed this view in the meantime. Open it again and make your change there.")
            % {"who": row.changed_by_label},
        )
    other = _named(row.owner, draft)
    if other is not None and other.pk != row.pk:
        raise Refused("view.name", _("There is a view of this name already. Choose another name, or change that one."))
    was_shared = row.unit_id is not None
    for name, value in columns.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.changed_by_label = row.version + 1, at, by.label
    row.save()
    _tell(row, "changed", by=by, at=at, was_shared=was_shared)
    return row


@action
def drop(*, view: SavedView, by: Actor, at: datetime) -> bool:
    """Delete a view; False when it is gone already. Raises Refused(`view.not_yours`)."""
    if not SavedView.objects.filter(pk=view.pk).exists():
        return False
    row = _mine(view, by)
    _tell(row, "deleted", by=by, at=at)
    row.delete()
    return True


@action
def put(
    *, user: User, order: Sequence[SavedView], hidden: Sequence[SavedView], first: SavedView | None, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """How the person has their views: in this `order`, those `hidden` only in the list and not as tabs, and with which
    one the queue opens (None: with all open cases). Everything at once, so that twice is the same as once."""
    mine = {placed.view.pk for placed in queries.of(user)}
    wanted = [view for view in order if view.pk in mine]
    list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk"))  # two pages of the same person
    ViewPlace.objects.filter(user=user).delete()
    away = {view.pk for view in hidden}
    ViewPlace.objects.bulk_create(
        ViewPlace(
            user=user,
            view=view,
            place=place,
            is_tab=view.pk not in away,
            is_first=first is not None and view.pk == first.pk,
        )
        for place, view in enumerate(wanted)
    )


def _mine(view: SavedView, by: Actor) -> SavedView:
    row = SavedView.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=view.pk)
    if row.owner_id != by.id and not (row.unit and rules.leads(by.grants, row.unit.path)):
        raise Refused("view.not_yours", _("Only who made this view, or who leads the unit, changes it."))
    return row


def _named(user: User, draft: ViewDraft) -> SavedView | None:
    name = draft.name.strip()
    if draft.unit is None:
        return SavedView.objects.filter(owner=user, unit=None, name=name).first()
    return SavedView.objects.filter(unit=draft.unit, role=draft.role, name=name).first()


def _checked(draft: ViewDraft, by: Actor) -> dict[str, object]:
    """The columns of the row. Raises BadInput."""
    name = draft.name.strip()
    if not name or len(name) > rules.LONGEST_NAME or "\x00" in name:
        raise BadInput("view.name", _("Give the view a name of up to 60 characters."), field="name")
    if rules.about_one(draft.filters):
        raise BadInput(
            "view.about_one",
            _("A view keeps no words, policy or customer numbers: they belong to one matter. Take that filter away."),
            field="filters",
        )
    try:
        filters = rules.kept(draft.filters)
    except ValueError:
        raise BadInput("view.filters", _("These are too many filters for one view."), field="filters") from None
    if draft.role and (draft.unit is None or draft.role not in Role.values):
        raise BadInput("view.role", _("Choose the unit whose staff of this role share the view."), field="role")
    if draft.unit is not None and not rules.may_share(by.grants, draft.unit.path):
        raise BadInput("view.unit", _("You can share with your own unit, or with those below it that you lead."),
                       field="unit")  # fmt: skip
    return {
        "name": name, "unit": draft.unit, "role": draft.role, "base": draft.base[:12], "filters": filters,
        "columns": [str(one)[:16] for one in draft.columns], "order": draft.order[:12], "group": draft.group[:12],
    }  # fmt: skip


def _tell(row: SavedView, what: str, *, by: Actor, at: datetime, was_shared: bool = False) -> None:
    """The ledger of a view that others work with; one's own leaves no trace there."""
    if row.unit is None and not was_shared:
        return
    body = {
        "name": row.name, "unit": row.unit.code if row.unit else "", "role": row.role, "filters": row.filters,
        "base": row.base, "version": row.version,
    }  # fmt: skip
    audit.record(aggregate=("view", row.pk), kind=f"view.{what}", by=by, at=at, body=body)
