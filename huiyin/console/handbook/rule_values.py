"""What the fields of a rule's form hold for a text, and how conditions are typed and read."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handbook.rules.writing import MOMENTS

_SPAN = re.compile(r"(\d+)([mhd])")
Body = dict[str, Any]


def values(said: str) -> Any:
    """What a condition is compared with: yes or no, numbers, words."""
    found: list[Any] = []
    for part in re.split(r"[,，、]", said):
        word = part.strip()
        if word:
            found.append(
                {"yes": True, "no": False, "是": True, "否": False}.get(
                    word.lower(), int(word) if word.isdecimal() else word
                )
            )
    return found[0] if len(found) == 1 else found


def said(value: Any) -> str:
    """The same the other way, as people type it."""
    many = value if isinstance(value, list) else [value]
    return ", ".join((_("yes") if one else _("no")) if isinstance(one, bool) else str(one) for one in many)


def from_body(body: Mapping[str, Any]) -> Body:
    """What the fields of the form hold for a text."""
    found: Body = {
        "title_zh": body["title"]["zh"],
        "title_en": body["title"]["en"],
        "note_zh": body.get("note", {}).get("zh", ""),
        "note_en": body.get("note", {}).get("en", ""),
        "calendar": body.get("calendar", "cn"),
        "roll": body.get("roll", "none"),
        "obliges": body.get("obliges", "insurer"),
        **{name: body.get(name) for name in ("clause", "unit", "length", "due_fact", "breach", "optional", "requires")},
        **{moment: body["events"].get(moment, []) for moment in MOMENTS},
    }
    if "status" in body:
        found["status"] = body["status"]
    for place, alarm in enumerate(body["alarms"]):
        when = "before" if "before" in alarm else "after"
        match = _SPAN.fullmatch(alarm[when])
        assert match
        row = {"when": when, "number": int(match[1]), "span": match[2], "tell": alarm["tell"]}
        found |= {f"alarm{place}_{name}": value for name, value in row.items()}
    for place, step in enumerate(body.get("steps", [])):
        found[f"step{place}_length"] = step["length"]
        found |= {f"step{place}_{need}": level for need, level in step.get("needs", {}).items()}
        found[f"step{place}_approvers"] = step.get("approvers", [])
    for place, (fact, value) in enumerate(body.get("applies", {}).items()):
        found |= {f"condition{place}_fact": fact, f"condition{place}_values": said(value)}
    return found
