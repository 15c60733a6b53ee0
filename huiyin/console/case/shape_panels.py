"""What the house itself shaped, as the page of a case shows it: tags, linked cases, fields, checklists. It all comes
out of statements that the page makes anyway.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.models import State, Tag
from huiyin.cases.queries import tags as tagging
from huiyin.cases.rules import fields as rules
from huiyin.cases.rules import links
from huiyin.console.case import words
from huiyin.console.case.dossier import Dossier
from huiyin.console.case.frame import Moment
from huiyin.core import masking


def tags(dossier: Dossier, number: str) -> list[dict[str, Any]]:
    """The tags, each once; a merged one as what it counts as (which asks for one more statement)."""
    found: dict[str, dict[str, Any]] = {}
    for row in dossier["tags"]:
        shown = {"id": row["id"], "name": row["name"], "colour": row["colour"], "retired": bool(row["retired"])}
        if row["merged"]:
            end = tagging.current(Tag.objects.get(pk=row["id"]))
            shown = {"id": str(end.pk), "name": end.name, "colour": end.colour, "retired": bool(end.retired_at)}
        shown["url"] = reverse("case_tag_remove", args=[number, UUID(str(shown["id"]))])
        found[str(shown["id"])] = shown
    return list(found.values())


def linked(moment: Moment, dossier: Dossier) -> list[dict[str, Any]]:
    """The linked cases, grouped by what they are to this one: parts and the whole first."""
    groups: dict[str, dict[str, Any]] = {}
    for is_turned, name in ((False, "links_out"), (True, "links_in")):
        for row in dossier[name]:
            said = links.relation(row["kind"], is_turned=is_turned)
            group = groups.setdefault(said.code, {"code": said.code, "title": _(said.title), "cases": []})
            group["cases"].append(_case(moment, row))
    first = ("child_of", "parent_of")
    return sorted(groups.values(), key=lambda group: (group["code"] not in first, group["code"]))


def _case(moment: Moment, row: dict[str, Any]) -> dict[str, Any]:
    remove = reverse("case_link_remove", args=[moment.case.number, UUID(str(row["id"]))])
    if not row["seen"]:
        return {"seen": False, "remove": remove}
    return {
        "seen": True,
        "number": row["number"],
        "subject": masking.text(row["subject"]),
        "state": row["state"],
        "state_name": State(row["state"]).label,
        "due": row["next_due_at"],
        "is_open": row["is_open"],
        "owner": row["owner"],
        "remove": remove,
    }


def fields(moment: Moment) -> dict[str, Any]:
    """The values of the fields in their order, those of fields that are asked for no more at the end; how many of the
    shown ones are empty."""
    facts = moment.facts
    values = {one.field.key: one.value for one in facts.held}
    visible = rules.shown(facts.fields, values)
    current = {one.key: one for one in facts.fields}
    rows = []
    for one in facts.held:
        definition = current.get(one.field.key, one.field)
        rows.append((one.field.key not in current, definition.place, definition.key, _value(moment, definition, one)))
    return {
        "rows": [row for _gone, _place, _key, row in sorted(rows, key=lambda row: row[:3])],
        "empty": len(visible - set(values)),
        "any": bool(current),
    }


def _value(moment: Moment, definition: rules.Field, held: rules.Held) -> dict[str, Any]:
    label = definition.label(moment.language)
    if held.is_sealed:
        url = reverse("case_field_reveal", args=[moment.case.number, held.field.key])
        return {"label": label, "sealed": True, "masked": "•••••", "url": url, "what": f"“{label}”"}
    return {"label": label, "text": as_words(held.field, held.value, moment.language)}


def as_words(definition: rules.Field, value: rules.Value, language: str) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        between = "、" if language.startswith("zh") else ", "
        return between.join(definition.option(code, language) for code in value)
    if isinstance(value, Decimal):
        return words.money(value) if definition.type == "money" else format(value.normalize(), ",f")
    if isinstance(value, date):
        return value.isoformat()
    return definition.option(value, language) if definition.type == "choice" else masking.text(value)


def checks(moment: Moment) -> list[dict[str, Any]]:
    """The checklists of this stage, each with its lines."""
    lists: dict[str, dict[str, Any]] = {}
    for one in moment.facts.checks:
        title = one.title_zh if moment.language.startswith("zh") else one.title_en
        group = lists.setdefault(one.list, {"code": one.list, "title": title, "lines": [], "done": 0})
        place = [moment.case.number, one.list, one.line]
        group["done"] += not one.is_open
        group["lines"].append(
            {
                "words": one.words(moment.language),
                "mandatory": one.mandatory,
                "clause": one.clause,
                "state": one.state,
                "by": one.by,
                "tick": reverse("case_check", args=[*place, "open" if one.state else "done"]),
                "waive": "" if one.state else reverse("case_check", args=[*place, "waive"]),
            }
        )
    return list(lists.values())
