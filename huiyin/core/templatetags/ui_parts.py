"""Tags that render a part from `huiyin/templates/partials/`. A builtin of every template; living
examples at `/_style`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from huiyin.core.ids import uuid7
from huiyin.core.templatetags.ui import widget_attrs

register = template.Library()


def _id(prefix: str) -> str:
    return f"{prefix}-{uuid7().hex[-12:]}"


def _many(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def _groups(field: BoundField) -> list[tuple[str, list[Any]]]:
    """The boxes of a checklist whose choices have names above them, by name; empty when they have none."""
    options = field.subwidgets if any(isinstance(rest, list | tuple) for _name, rest in _choices(field)) else []
    found, place = list[tuple[str, list[Any]]](), 0
    for name, rest in _choices(field) if options else ():
        count = len(rest) if isinstance(rest, list | tuple) else 1
        found.append((str(name) if isinstance(rest, list | tuple) else "", options[place : place + count]))
        place += count
    return found


def _choices(field: BoundField) -> list[Any]:
    return list(getattr(field.field.widget, "choices", ()))


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, label: str = "", help: str = "", optional: bool = True) -> dict[str, Any]:
    """A form field: label above, help, error, aria wiring. Optional fields say so unless `optional=False`."""
    attrs: dict[str, str | bool] = dict(widget_attrs(bound))
    many = _many(bound)
    if many:
        bound.field.widget.attrs["class"] = "form-check-input"
    hint = help or bound.help_text
    described = [
        part for part, there in ((f"{bound.auto_id}_help", hint), (f"{bound.auto_id}_errors", bound.errors)) if there
    ]
    if described and not many:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "attrs": attrs,
        "label": label or bound.label,
        "help": hint,
        "described": " ".join(described),
        "many": many,
        "groups": _groups(bound) if many else [],
        "single_check": isinstance(bound.field.widget, forms.CheckboxInput),
        "say_optional": optional and not bound.field.required,
    }


@register.inclusion_tag("partials/upload.html")
def upload(
    name: str,
    max_bytes: int,
    types: str,
    max_files: int = 10,
    label: str = "",
    errors: Sequence[str] = (),
    types_text: str = "",
    required: bool = False,
) -> dict[str, Any]:
    """Choosing files: limits told before, each file checked when chosen, progress while sending.

    `max_bytes` is for one file; `types` is an accept list such as `.pdf,.jpg,image/*`; `types_text` says it in words.
    """
    return {
        "id": f"id_{name}",
        "name": name,
        "max_bytes": max_bytes,
        "max_files": max_files,
        "types": types,
        "types_text": types_text or types.replace(",", " ").replace(".", "").upper(),
        "label": label,
        "errors": errors,
        "required": required,
    }


@register.inclusion_tag("partials/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Tabs or saved views as links: items of label, url, active, and optionally count and icon."""
    return {"items": items, "label": label}


@register.inclusion_tag("partials/chips.html")
def chips(items: Iterable[Mapping[str, Any]], clear_url: str = "") -> dict[str, Any]:
    """Filters in force as removable chips: items of name, value, remove_url."""
    return {"items": list(items), "clear_url": clear_url}


@register.inclusion_tag("partials/pager.html")
def pager(next_url: str = "", previous_url: str = "", shown: int = 0, total: str = "") -> dict[str, Any]:
    """Paging by key: newer and older links, how many are shown, and a total in words when it is known."""
    return {"next_url": next_url, "previous_url": previous_url, "shown": shown, "total": total}


@register.inclusion_tag("partials/empty.html")
def empty(
    title: str, text: str = "", icon: str = "inbox", action_url: str = "", action_label: str = ""
) -> dict[str, Any]:
    """Nothing to show: what that means and what to do."""
    return {"title": title, "text": text, "icon": icon, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("partials/problem.html")
def problem(
    title: str, text: str = "", needs: Sequence[str] = (), retry_url: str = "", clause: str = ""
) -> dict[str, Any]:
    """Something was refused or failed: what happened, what is still needed, the clause, and a way to try again."""
    return {"title": title, "text": text, "needs": needs, "retry_url": retry_url, "clause": clause}


@register.inclusion_tag("partials/step.html")
def step(step: Mapping[str, Any] | Any, primary: bool = False) -> dict[str, Any]:
    """A step of the path: a button when permitted, otherwise what it still needs.

    `step` has label, url, and optionally method (get/post/dialog), icon, needs (sentences), clause, why, danger, key.
    """
    return {"step": step, "primary": primary, "id": _id("step")}


@register.inclusion_tag("partials/timeline_item.html", takes_context=True)
def timeline_item(context: Context, item: Mapping[str, Any] | Any) -> dict[str, Any]:
    """One entry of the timeline.

    `item` has kind (public_in, public_out, note, evidence, decision, system), who, at, and optionally title, text,
    channel, files (name, url, size), unseen. A public message and an internal note differ in colour, place and word.
    """
    return {"item": item, "now": context.get("now")}


@register.inclusion_tag("partials/reveal.html")
def reveal(masked: str, url: str, what: str) -> dict[str, Any]:
    """A masked value with an eye: asks for the reason, sends it to `url` (POST `reason`), shows the answer briefly.

    The view answers with `partials/revealed.html` (clear, masked, url, what); it closes by itself.
    """
    return {"masked": masked, "url": url, "what": what, "id": _id("reveal")}


@register.inclusion_tag("partials/help.html")
def help(text: str, clause: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """A question mark that opens a short explanation and the clause or law it comes from."""
    return {"text": text, "clause": clause, "url": url, "label": label, "id": _id("help")}


@register.inclusion_tag("partials/why.html")
def why(
    days: Iterable[Mapping[str, Any]],
    rule: str = "",
    version: str = "",
    end: datetime | None = None,
    calendar: str = "",
    provisional: bool = False,
    by_hours: bool = False,
) -> dict[str, Any]:
    """The strip of the calendar behind a limit, one row for each day.

    `days` is what `clocks.rules.strip.day_strip` gives: date (ISO), state (start, counted, makeup, weekend, holiday,
    paused, rolled), number, name, last. `by_hours` for a clock of hours: the number is hours counted on that date.
    """
    shown = [{**day, "date": date.fromisoformat(day["date"])} for day in days]
    names = {"rule": rule, "version": version, "calendar": calendar}
    return {"days": shown, "end": end, "provisional": provisional, "by_hours": by_hours, **names}


@register.inclusion_tag("partials/facts.html")
def facts(rows: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """A list of names and values; empty values show as a dash."""
    return {"rows": rows}


class Dialog(template.Node):
    """Renders the block inside a native dialog."""

    def __init__(self, nodes: template.NodeList, options: dict[str, template.base.FilterExpression]) -> None:
        self.nodes = nodes
        self.options = options

    def render(self, context: Context) -> SafeString:
        values = {name: option.resolve(context) for name, option in self.options.items()}
        values["body"] = self.nodes.render(context)
        found = context.template.engine.get_template("partials/dialog.html")  # type: ignore[union-attr]
        return found.render(Context(values, use_l10n=context.use_l10n))


@register.tag("dialog")
def dialog(parser: template.base.Parser, token: template.base.Token) -> Dialog:
    """`{% dialog id="confirm" title=… %} body with its form {% enddialog %}`; opened by `data-open="#confirm"`."""
    options: dict[str, template.base.FilterExpression] = {}
    for bit in token.split_contents()[1:]:
        name, found, value = bit.partition("=")
        if not found:
            raise template.TemplateSyntaxError("dialog takes id=, title=, wide= only")
        options[name] = parser.compile_filter(value)
    nodes = parser.parse(("enddialog",))
    parser.delete_first_token()
    return Dialog(nodes, options)
