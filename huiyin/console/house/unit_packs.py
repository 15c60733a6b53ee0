"""Under which packs a unit runs: what binds it now, what is planned, and the form that chooses anew."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from huiyin.accounts.models import Unit
from huiyin.console.handbook.words import JURISDICTIONS
from huiyin.handbook import queries as handbook
from huiyin.handbook.queries import units


class PacksForm(forms.Form):
    """Which packs bind a unit, and from which day on."""

    packs = forms.MultipleChoiceField(
        label=gettext_lazy("Packs of the unit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    since = forms.DateField(label=gettext_lazy("From"))

    def __init__(self, data: Any = None, *, unit: Unit, today: date) -> None:
        tomorrow = today + timedelta(days=1)
        held = units.held_by(unit, tomorrow)
        own = list(held.packs) if held.path == unit.path else []
        super().__init__(data, auto_id="pack_%s", initial={"packs": own, "since": tomorrow})
        self.fields["packs"].choices = _choices()  # type: ignore[attr-defined]
        self.fields["since"].widget = forms.DateInput(
            attrs={"type": "date", "min": tomorrow.isoformat()}, format="%Y-%m-%d"
        )


def panel(unit: Unit, today: date) -> dict[str, Any]:
    """What the page of a unit says of its packs on a day."""
    held = units.held_by(unit, today)
    above = units.held_by(unit, today, above=True)
    return {
        "packs": _named(held.packs),
        "is_own": held.path == unit.path,
        "from_unit": _unit(held.path) if held.path != unit.path else None,
        "above": _named(above.packs),
        "above_unit": _unit(above.path),
        "rows": [
            {
                "name": name,
                "since": row.since,
                "until": row.until,
                "state": "planned" if row.since > today else "past" if row.until and row.until < today else "now",
            }
            for row, (_code, name) in _with_names(units.rows_of(unit))
        ],
    }


def _with_names(rows: Sequence[Any]) -> list[tuple[Any, tuple[str, str]]]:
    return list(zip(rows, _named([row.pack for row in rows]), strict=True))


def _named(packs: Sequence[str]) -> list[tuple[str, str]]:
    said = get_language() or "zh-hans"
    known = handbook.pack_codes()
    return [(code, handbook.pack(code).title.in_language(said) if code in known else code) for code in packs]


def _unit(path: str) -> Unit | None:
    return Unit.objects.filter(path=path).first() if path else None


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    said = get_language() or "zh-hans"
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in JURISDICTIONS}
    for one in handbook.packs():
        found[one.jurisdiction].append((one.code, one.title.in_language(said)))
    return [(str(JURISDICTIONS[code]), rows) for code, rows in found.items() if rows]
