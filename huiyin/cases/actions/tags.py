"""Tags: putting them on a case and taking them off; and the list of the house (making, merging, retiring)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.audit import queries as audit_queries
from huiyin.cases.actions.base import lock, must_shape, record
from huiyin.cases.models import Case, CaseTag, Tag, TagColour, TagFreedom
from huiyin.cases.queries import tags as queries
from huiyin.cases.rules import tags as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.masking import without_personal_numbers

MOST_ON_A_CASE = 20
# So long what was taken off can be put back as it was.
UNDO_FOR = timedelta(minutes=10)


@action
def put_on(*, case: Case, tag: Tag, by: Actor, at: datetime) -> Tag:
    """Put a tag on the case; a merged one counts as what it was merged into. Twice does nothing more.

    Raises Refused: `tag.retired`, `tag.too_many`, and those of `lock`.
    """
    case, tag = lock(case, by=by, staff_only=True), queries.current(tag)
    carried = queries.of_case(case.pk)
    if tag.pk in {one.id for one in carried}:
        return tag
    if tag.retired_at:
        raise Refused("tag.retired", _("The tag “%(tag)s” is no longer used. Take another.") % {"tag": tag.name})
    if len(carried) >= MOST_ON_A_CASE:
        raise Refused("tag.too_many", _("A case carries at most %(count)d tags.") % {"count": MOST_ON_A_CASE})
    CaseTag.objects.create(case=case, tag=tag, at=at, by_id=by.id, by_label=by.label)
    record(case, "tagged", by=by, at=at, body={"tag": tag.pk, "tag_name": tag.name})
    return tag


@action
def put_on_named(*, case: Case, name: str, by: Actor, at: datetime) -> Tag:
    """Put the tag of this name on the case; where free tags are allowed a new one is made.

    Raises BadInput(`tag.name`), Refused(`tag.unknown`) where only tags of the list are allowed.
    """
    case = lock(case, by=by, staff_only=True)
    found = queries.named([name])
    tag = found[0] if found else None
    if tag is None:
        if not queries.may_be_free(case.unit):
            raise Refused(
                "tag.unknown",
                _("There is no tag “%(tag)s”. Choose one of the list, or ask an administrator to add it.")
                % {"tag": rules.tidy(name)},
            )
        tag = _made(name, TagColour.GREY, is_free=True, by=by, at=at)
    return put_on(case=case, tag=tag, by=by, at=at)


@action
def take_off(*, case: Case, tag: Tag, by: Actor, at: datetime) -> None:
    """Take a tag off the case, with whatever was merged into it. Twice does nothing more."""
    case = lock(case, by=by, staff_only=True)
    rows = CaseTag.objects.filter(queries.members_of(tag), case=case)
    carried = list(rows.order_by("at", "id").values_list("tag_id", flat=True))
    if carried:
        rows.delete()
        body = {"tag": tag.pk, "tag_name": tag.name, "carried": carried}
        record(case, "untagged", by=by, at=at, body=body)


@action
def put_back(*, case: Case, tag: Tag, by: Actor, at: datetime) -> None:
    """Undo `take_off`: what one took off oneself within the last ten minutes is there again, a retired or merged tag
    too. Twice does nothing more. Raises Refused(`tag.undo_late`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    if CaseTag.objects.filter(queries.members_of(tag), case=case).exists():
        return
    last = (
        audit_queries.chain(("case", case.pk))
        .filter(kind="case.untagged", body__tag=str(tag.pk))
        .order_by("-seq")
        .first()
    )
    if last is None or last.actor_id != by.id or at - last.at > UNDO_FOR:
        raise Refused(
            "tag.undo_late",
            _("That can no longer be undone. Put the tag on again: %(tag)s.") % {"tag": tag.name},
        )
    carried = last.body.get("carried") or [str(tag.pk)]
    CaseTag.objects.bulk_create(
        [CaseTag(case=case, tag_id=UUID(one), at=at, by_id=by.id, by_label=by.label) for one in carried]
    )
    record(case, "tagged", by=by, at=at, body={"tag": tag.pk, "tag_name": tag.name, "undoes": last.seq})


@action
def add_tag(*, name: str, colour: str, by: Actor, at: datetime) -> Tag:
    """Add a tag to the list of the house; a free one of this name is taken into it. Raises BadInput(`tag.name`,
    `tag.colour`, `tag.exists`)."""
    must_shape(by)
    _colour(colour)
    known = Tag.objects.select_for_update().filter(key=rules.key(name)).first()
    if known is None:
        return _made(name, colour, is_free=False, by=by, at=at)
    if not known.is_free:
        raise BadInput("tag.exists", _("There is a tag of this name already."), field="name")
    known.is_free, known.colour = False, colour
    known.save(update_fields=["is_free", "colour"])
    _log(known, "tag.listed", by=by, at=at, body={"name": known.name, "colour": colour})
    return known


@action
def change_tag(*, tag: Tag, name: str, colour: str, by: Actor, at: datetime) -> Tag:
    """Another name or colour. Raises BadInput(`tag.name`, `tag.colour`, `tag.exists`)."""
    must_shape(by)
    _colour(colour)
    tag, tidy = _locked(tag), _named(name)
    if Tag.objects.filter(key=rules.key(name)).exclude(pk=tag.pk).exists():
        raise BadInput("tag.exists", _("There is a tag of this name already."), field="name")
    before = {"name": tag.name, "colour": tag.colour}
    if (tag.name, tag.colour) != (tidy, colour):
        tag.name, tag.key, tag.colour = tidy, rules.key(name), colour
        tag.save(update_fields=["name", "key", "colour"])
        _log(tag, "tag.changed", by=by, at=at, body={"before": before, "name": tidy, "colour": colour})
    return tag


@action
def retire_tag(*, tag: Tag, by: Actor, at: datetime, is_retired: bool = True) -> Tag:
    """Offer the tag no more (or again). What carries it keeps it."""
    must_shape(by)
    tag = _locked(tag)
    if (tag.retired_at is not None) != is_retired:
        tag.retired_at = at if is_retired else None
        tag.save(update_fields=["retired_at"])
        _log(tag, "tag.retired" if is_retired else "tag.revived", by=by, at=at, body={"name": tag.name})
    return tag


@action
def merge_tags(*, tag: Tag, into: Tag, by: Actor, at: datetime) -> Tag:
    """From now on `tag` counts as `into` everywhere. No row of a case is touched, so it can be undone.

    Raises BadInput(`tag.merge`) into itself or into something merged into it.
    """
    must_shape(by)
    tag, into = _locked(tag), queries.current(into)
    if tag.pk == into.pk:
        raise BadInput("tag.merge", _("Choose another tag: this one counts as it already."), field="into")
    if tag.merged_into_id != into.pk:
        tag.merged_into = into
        tag.save(update_fields=["merged_into"])
        _log(tag, "tag.merged", by=by, at=at, body={"name": tag.name, "into": into.pk, "into_name": into.name})
    return tag


@action
def unmerge_tag(*, tag: Tag, by: Actor, at: datetime) -> Tag:
    """Let a merged tag be itself again; the cases that carried it carry it as before."""
    must_shape(by)
    tag = _locked(tag)
    if tag.merged_into_id:
        tag.merged_into = None
        tag.save(update_fields=["merged_into"])
        _log(tag, "tag.unmerged", by=by, at=at, body={"name": tag.name})
    return tag


@action
def allow_free(*, unit: Unit, allowed: bool | None, by: Actor, at: datetime) -> None:
    """May the staff of `unit` and the units below write tags of their own? None: as the unit above says."""
    must_shape(by)
    if allowed is None:
        TagFreedom.objects.filter(unit=unit).delete()
    else:
        TagFreedom.objects.update_or_create(unit=unit, defaults={"allowed": allowed})
    body = {"allowed": allowed}
    audit.record(aggregate=("unit", unit.pk), kind="unit.free_tags", by=by, at=at, body=body)


def _made(name: str, colour: str, *, is_free: bool, by: Actor, at: datetime) -> Tag:
    """A new tag; somebody else's of the same name when they were quicker."""
    tidy = _named(name)
    first = {"name": tidy, "colour": colour, "is_free": is_free, "made_at": at, "made_by_label": by.label}
    tag, is_new = Tag.objects.get_or_create(key=rules.key(name), defaults=first)
    if is_new:
        _log(tag, "tag.made", by=by, at=at, body={"name": tidy, "colour": colour, "is_free": is_free})
    return queries.current(tag)


def _named(name: str) -> str:
    tidy = rules.tidy(name)
    if not rules.is_name(tidy):
        raise BadInput("tag.name", _("A tag has 1 to 40 characters on one line, without a comma."), field="name")
    if without_personal_numbers(tidy) != tidy:
        raise BadInput("tag.personal", _("A tag holds no telephone, certificate or account number."), field="name")
    return tidy


def _colour(colour: str) -> None:
    if colour not in TagColour.values:
        raise BadInput("tag.colour", _("Choose a colour of the list."), field="colour")


def _locked(tag: Tag) -> Tag:
    return Tag.objects.select_for_update().get(pk=tag.pk)


def _log(tag: Tag, kind: str, *, by: Actor, at: datetime, body: dict[str, object]) -> None:
    audit.record(aggregate=("tag", tag.pk), kind=kind, by=by, at=at, body=body)
