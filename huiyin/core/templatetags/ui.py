"""Tags for everything small that looks the same everywhere. A builtin of every template; living examples at `/_style`.

Times need `now`: give it as an argument or have it in the context (edges put it there once per request).
Larger parts are templates in `huiyin/templates/partials/`; `ui_parts` holds the tags that render those.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.core import wording
from huiyin.core.ids import uuid7

register = template.Library()

FLAG_ICONS = {
    "major": "flame",
    "collective": "users-group",
    "vulnerable": "heart-handshake",
    "regulator_referred": "building-bank",
    "media": "news",
    "litigation": "gavel",
    "personal_data": "shield-lock",
    "repeat": "repeat",
    "escalated": "arrow-up-circle",
    "surrender_agency": "alert-triangle",
}


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "", cls: str = "") -> SafeString:
    """One picture of the sprite. Without `label` it is decoration and silent; with one it is read aloud."""
    aria = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="hy-icon {}" width="{}" height="{}" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" {}><use href="{}#{}"/></svg>',
        cls, size, size, aria, static("huiyin/icons.svg"), name,
    )  # fmt: skip


def _now(context: Context, now: datetime | None) -> datetime:
    found = now or context.get("now")
    if not isinstance(found, datetime):
        raise template.TemplateSyntaxError("This tag needs `now`, as an argument or in the context.")
    return found


def badge_of(clock: Any, now: datetime) -> wording.Badge | None:
    """The badge of a clock (anything with due_at, state, paused, warned, provisional, met_at) or of a plain instant."""
    if not clock:
        return None
    if isinstance(clock, datetime):
        return wording.running(clock, now)
    state = str(getattr(clock, "state", "running"))
    due_at: datetime | None = clock.due_at
    if state in ("met", "late"):
        return wording.met(due_at, getattr(clock, "met_at", None), late=state != "met")
    if state == "lapsed":
        return wording.lapsed(due_at)
    if state == "cancelled":
        return wording.off()
    if due_at is None or getattr(clock, "paused", False):
        return wording.paused()
    provisional = bool(getattr(clock, "provisional", False))
    return wording.running(due_at, now, warned=bool(getattr(clock, "warned", 0)), provisional=provisional)


@register.simple_tag(takes_context=True)
def due(context: Context, clock: Any, now: datetime | None = None) -> SafeString:
    """The badge of a limit: colour, icon and words; the exact legal end on hover. Accepts a clock or an instant."""
    badge = badge_of(clock, _now(context, now))
    if badge is None:
        return SafeString("")
    provisional = SafeString("")
    if badge.provisional:
        provisional = format_html(
            '<span class="hy-due hy-due-provisional" title="{}">{}{}</span>',
            badge.detail, icon("calendar-question", 14), _("provisional"),
        )  # fmt: skip
    return format_html(
        '<span class="hy-due hy-due-{}" title="{}">{}{}<span class="visually-hidden"> ({})</span></span>{}',
        badge.tone, badge.detail, icon(badge.icon, 14), badge.words, badge.detail, provisional,
    )  # fmt: skip


@register.simple_tag
def legal_time(due_at: datetime | None) -> SafeString:
    """The end of a legal limit; a limit of whole days ends at 24:00 of its last day."""
    if due_at is None:
        return SafeString("—")
    text = wording.limit_text(due_at)
    return format_html('<time class="hy-num" datetime="{}">{}</time>', due_at.isoformat(), text)


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """A point in time as it happened (never written 24:00)."""
    if at is None:
        return SafeString("—")
    return format_html('<time class="hy-num" datetime="{}">{}</time>', at.isoformat(), wording.moment_text(at))


@register.simple_tag(takes_context=True)
def ago(context: Context, at: datetime | None, now: datetime | None = None) -> SafeString:
    """How long ago, with the exact time on hover."""
    if at is None:
        return SafeString("—")
    words = wording.ago_text(at, _now(context, now))
    exact = wording.moment_text(at)
    return format_html('<time class="hy-num" datetime="{}" title="{}">{}</time>', at.isoformat(), exact, words)


@register.filter
def weekday(day: date) -> str:
    """The short name of the day of the week."""
    return wording.weekday_text(day)


@register.simple_tag
def state_pill(code: object, label: object) -> SafeString:
    """A state: `{% state_pill case.state case.get_state_display %}`. The colour follows the code (pills.css)."""
    return format_html('<span class="hy-pill" data-state="{}">{}</span>', str(code).lower(), label)


@register.simple_tag
def severity(level: object, label: object = "") -> SafeString:
    """A severity level L1 to L4 as four rising bars and its words."""
    digits = "".join(ch for ch in str(level) if ch.isdigit()) or "1"
    reached = min(int(digits), 4)
    bars = [
        format_html('<rect x="{}" y="{}" width="3" height="{}" rx="1" class="{}"/>', 1 + 4 * n, 11 - 3 * n, 4 + 3 * n,
                    "on" if n < reached else "off")
        for n in range(4)
    ]  # fmt: skip
    words = label or level
    return format_html(
        '<span class="hy-severity" data-level="{}"><svg width="16" height="16" aria-hidden="true">{}</svg>{}</span>',
        reached, SafeString("".join(bars)), words,
    )  # fmt: skip


@register.simple_tag
def flag(code: object, label: object) -> SafeString:
    """A flag of a case as a chip with its own picture."""
    name = str(code).lower()
    return format_html(
        '<span class="hy-flag" data-flag="{}">{}{}</span>', name, icon(FLAG_ICONS.get(name, "flag"), 14), label
    )


@register.simple_tag
def bar(value: float, maximum: float, label: str = "", tone: str = "") -> SafeString:
    """A bar against a capacity, with its numbers; red by itself when the value is above the maximum."""
    share = 0.0 if maximum <= 0 else min(value / maximum, 1.0)
    colour = tone or ("late" if value > maximum else "warn" if share >= 0.85 else "accent")
    words = label or f"{value:g} / {maximum:g}"
    return format_html(
        '<span class="hy-bar" data-tone="{}"><svg width="100%" height="6" aria-hidden="true">'
        '<rect class="track" width="100%" height="6" rx="3"/><rect class="fill" width="{}%" height="6" rx="3"/></svg>'
        '<span class="hy-num">{}</span></span>',
        colour, round(share * 100, 1), words,
    )  # fmt: skip


@register.simple_tag
def copy_button(text: object, label: str = "") -> SafeString:
    """A small button that puts `text` on the clipboard and says so."""
    words = label or _("Copy %(text)s") % {"text": text}
    return format_html(
        '<button type="button" class="hy-mini" data-copy="{}" data-done="{}" aria-label="{}" title="{}">{}</button>',
        text, _("Copied"), words, words, icon("copy", 14),
    )  # fmt: skip


@register.simple_tag
def idempotency_key() -> SafeString:
    """A hidden field that makes sending the same page twice one change. Put it into every form that acts."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}" autocomplete="off">', uuid7())


@register.filter
def human_size(count: int) -> str:
    """A number of bytes as people say it: 640 KB, 20 MB."""
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


def widget_attrs(field: BoundField) -> Mapping[str, str]:
    """Classes and aria wiring for the widget of a form field."""
    kind = getattr(field.field.widget, "input_type", "") or type(field.field.widget).__name__.lower()
    css = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}.get(
        kind, "form-control"
    )
    parts = [css]
    if field.errors:
        parts.append("is-invalid")
    own = str(field.field.widget.attrs.get("class", ""))
    attrs = {"class": " ".join([*parts, own]).strip()}
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_help")
    if field.errors:
        described.append(f"{field.auto_id}_errors")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return attrs
