"""Tags: the list, what a case carries, and the condition a list of cases is narrowed by."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.accounts.models import Unit
from huiyin.cases.models import CaseTag, Tag, TagFreedom
from huiyin.cases.rules import tags as rules

MOST_SHOWN = 30


@dataclass(frozen=True)
class Shown:
    """A tag as it counts: what it was merged into stands in its place."""

    id: UUID
    name: str
    colour: str
    is_retired: bool = False


def carrying(tags: Collection[UUID], *, every: bool = False) -> Q:
    """Condition on a queryset of Case: carries one of `tags` (with `every`: each of them), or what was merged into it.
    Reads the index by tag; no ids: no condition. A tag that is not there is carried by nothing."""
    condition = Q()
    merged = _merged() if tags else {}
    for wanted in [[tag] for tag in tags] if every else [list(tags)] * bool(tags):
        members = rules.members({rules.final(tag, merged) for tag in wanted}, merged)
        condition &= Q(pk__in=CaseTag.objects.filter(tag__in=members).values("case_id"))
    return condition


def without(tags: Collection[UUID]) -> Q:
    """Condition on a queryset of Case: carries none of `tags`."""
    return ~carrying(tags) if tags else Q()


def named(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, however they are typed; unknown ones are left out. Merged ones as what they count as."""
    rows = Tag.objects.filter(key__in={rules.key(name) for name in names}).select_related("merged_into")
    return [current(row) for row in rows]


def current(tag: Tag) -> Tag:
    """What `tag` counts as."""
    end = rules.final(tag.pk, _merged()) if tag.merged_into_id else tag.pk
    return tag if end == tag.pk else Tag.objects.get(pk=end)


def choices(words: str = "", *, free: bool = False) -> QuerySet[Tag]:
    """The tags to choose from, by name: not retired, not merged; `words` in the name; free ones only when asked."""
    rows = Tag.objects.filter(retired_at=None, merged_into=None).order_by("name", "id")
    if not free:
        rows = rows.filter(is_free=False)
    return rows.filter(key__contains=rules.key(words)) if rules.key(words) else rows


def of_cases(cases: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """The tags of a page of cases, by case. One statement (two when a tag of them was merged)."""
    found: dict[UUID, dict[UUID, Shown]] = defaultdict(dict)
    rows = list(CaseTag.objects.filter(case__in=cases).select_related("tag").order_by("at", "id")) if cases else []
    merged = _merged() if any(row.tag.merged_into_id for row in rows) else {}
    ends = {rules.final(row.tag_id, merged) for row in rows} if merged else set()
    others = Tag.objects.in_bulk(ends) if ends else {}
    for row in rows:
        tag = others.get(rules.final(row.tag_id, merged), row.tag) if merged else row.tag
        found[row.case_id][tag.pk] = Shown(tag.pk, tag.name, tag.colour, tag.retired_at is not None)
    return {case: list(tags.values()) for case, tags in found.items()}


def of_case(case: UUID) -> list[Shown]:
    """The tags of one case, in the order they were put on."""
    return of_cases([case]).get(case, [])


def members_of(tag: Tag) -> Q:
    """Condition on rows of CaseTag: they say `tag`, or something merged into it."""
    merged = _merged()
    return Q(tag__in=rules.members({tag.pk, rules.final(tag.pk, merged)}, merged))


def may_be_free(unit: Unit) -> bool:
    """May staff of `unit` write tags that are not in the list? The nearest unit above that says something decides."""
    rows = TagFreedom.objects.filter(unit__path__in=_above(unit.path)).select_related("unit")
    nearest = max(rows, key=lambda row: len(row.unit.path), default=None)
    return nearest is not None and nearest.allowed


def _above(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:count]) + "/" if count else "/" for count in range(len(parts) + 1)]


def _merged() -> dict[UUID, UUID]:
    rows = Tag.objects.filter(merged_into__isnull=False).values_list("id", "merged_into")
    return {tag: into for tag, into in rows if into is not None}
