"""Answer templates: written in versions that never change, judged by the gates when they are saved, and seconded by
another person where customers read them (1.1-2, 6.4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.cases.models import Purpose, Template, TemplateVersion, VersionState
from huiyin.cases.rules.merging import merge
from huiyin.catalog.rules import current
from huiyin.complaints.actions import checks
from huiyin.complaints.queries import templates as queries
from huiyin.complaints.rules import templates as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date

WRITERS = ("supervisor", "branch_manager", "head_office_cp", "executive")
MOST = 5_000
CLAUSE = "1.1-2"


def may_write(by: Actor, unit: Unit) -> bool:
    """May `by` write and second what holds for the unit and everything below it?"""
    return by.kind in ("staff", "api") and by.has_role(*WRITERS, path=unit.path)


def must_write(by: Actor, unit: Unit) -> None:
    """Raises Refused(`template.role`)."""
    if not may_write(by, unit):
        raise Refused(
            "template.role",
            _("Whoever leads %(unit)s or a unit above it writes what holds there.") % {"unit": unit.name},
        )


@action
def begin(
    *, key: str, name: str, purpose: str, unit: Unit, text_zh: str, text_en: str, from_on: date, by: Actor,
    at: datetime, name_en: str = "", class_code: str = "", scenario: str = "",
) -> TemplateVersion:  # fmt: skip
    """A new template with its first version. Raises BadInput for a key that is taken or cannot be typed, an unknown
    class or situation, a text that a gate refuses; Refused(`template.role`)."""
    must_write(by, unit)
    key = key.strip().lower()
    if not rules.is_key(key):
        raise BadInput("template.key", _("A key has 1 to 24 small letters, digits or hyphens."), field="key")
    if Template.objects.filter(key=key).exists():
        raise BadInput("template.key_taken", _("Another template has this key. Choose another."), field="key")
    if purpose not in Purpose.values:
        raise BadInput("template.purpose", _("Choose where the template is written into."), field="purpose")
    row = Template(
        key=key,
        name=checks.text(name, "name", _("Give it a name."), least=1, most=60),
        name_en=checks.short(name_en, "name_en", most=80),
        purpose=purpose,
        unit=unit,
        class_code=known_class(class_code),
        scenario=checks.scenario(scenario, at),
        made_at=at,
        made_by=accounts.person(by),
    )
    judged = _judge(text_zh, text_en, from_on, at)
    row.save(force_insert=True)
    body = {"key": key, "purpose": purpose, "unit": unit.code, "class": row.class_code, "name": row.name}
    _record(row, "made", by=by, at=at, body=body, first=True)
    return _add(row, judged, by=by, at=at)


@action
def place(*, template: Template, scenario: str, by: Actor, at: datetime) -> Template:
    """Say for which situation a template is meant. Said already: unchanged. Raises BadInput(`template.scenario`),
    Refused(`template.role`)."""
    row = _lock(template)
    must_write(by, row.unit)
    if row.scenario == checks.scenario(scenario, at):
        return row
    before, row.scenario = row.scenario, scenario
    row.save(update_fields=["scenario"])
    _record(row, "placed", by=by, at=at, body={"scenario": scenario, "before": before})
    return row


def known_class(code: str) -> str:
    """A class, group or reason of the taxonomy, or empty. Raises BadInput(`template.class`)."""
    code, taxonomy = code.strip().upper(), current()
    if code and not (code in taxonomy.classes or code in taxonomy.groups or code in taxonomy.reasons):
        raise BadInput("template.class", _("The taxonomy has no such class."), field="class_code")
    return code


@action
def write(
    *, template: Template, text_zh: str, text_en: str, from_on: date, by: Actor, at: datetime, seen: int | None = None
) -> TemplateVersion:
    """A new version; the ones before stay as they are. `seen`: the number of the newest version when the form was
    opened; what somebody wrote since in the other language stays.

    Raises Clash(`template.changed`) when both changed the same text; Refused: `template.waiting` (one waits for a
    second person), `template.retired`; BadInput for a text that a gate refuses or words that are those of before.
    """
    row = _lock(template)
    must_write(by, row.unit)
    _must_live(row)
    newest = row.versions.order_by("-number").first()
    if newest is not None and seen is not None and newest.number != seen:
        text_zh, text_en = _upon(row, seen, newest.number, text_zh, text_en)
    if newest is not None and newest.state == VersionState.SUBMITTED:
        raise Refused("template.waiting", _("A version waits for a second person. Let it be decided or withdraw it."))
    if newest is not None and newest.state == VersionState.APPROVED:
        same = (newest.text_zh, newest.text_en) == (_words(text_zh, "text_zh"), _words(text_en, "text_en"))
        if same and newest.from_on == from_on:
            raise BadInput("template.same", _("These are the words of the newest version."), field="text_zh")
    return _add(row, _judge(text_zh, text_en, from_on, at), by=by, at=at)


def _upon(row: Template, seen: int, newest: int, text_zh: str, text_en: str) -> tuple[str, str]:
    """One's own changes of the version `seen`, put upon what colleagues wrote since and nobody took back."""
    read = row.versions.filter(number=seen).first()
    alive = row.versions.filter(number__gt=seen, state__in=(VersionState.APPROVED, VersionState.SUBMITTED))
    last = alive.order_by("-number").first() or read
    was, now = ({"text_zh": one.text_zh, "text_en": one.text_en} if one else {} for one in (read, last))
    found = merge(
        was=was, now=now, typed={"text_zh": _words(text_zh, "text_zh"), "text_en": _words(text_en, "text_en")}
    )
    if found.conflicts or read is None:
        words = _("Somebody wrote another version since you opened this. Look at it, then write yours.")
        raise Clash("template.changed", words, stands={name: now[name] for name in found.conflicts}, version=newest)
    merged = now | found.values
    return merged["text_zh"], merged["text_en"]


@dataclass(frozen=True)
class _Judged:
    """A wording that may be saved, with what the gates advise."""

    zh: str
    en: str
    from_on: date
    advice: list[queries.Advice]


def _judge(text_zh: str, text_en: str, from_on: date, at: datetime) -> _Judged:
    if from_on < local_date(at):
        raise BadInput("template.from", _("A wording holds from today or a later day on."), field="from_on")
    zh, en = _words(text_zh, "text_zh"), _words(text_en, "text_en")
    found = [*_judged(zh, "zh", "text_zh", from_on), *_judged(en, "en", "text_en", from_on)]
    return _Judged(zh, en, from_on, found)


def _add(row: Template, judged: _Judged, *, by: Actor, at: datetime) -> TemplateVersion:
    is_internal = row.purpose == Purpose.NOTE
    number = (row.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = TemplateVersion.objects.create(
        template=row,
        number=number,
        text_zh=judged.zh,
        text_en=judged.en,
        from_on=judged.from_on,
        state=VersionState.APPROVED if is_internal else VersionState.SUBMITTED,
        advice=[asdict(one) for one in judged.advice],
        written_at=at,
        written_by=accounts.person(by),
        decided_at=at if is_internal else None,
        decided_by_id=by.id if is_internal else None,
    )
    body = {"version": number, "from_on": judged.from_on, "advice": len(judged.advice)}
    body |= {"text_zh": judged.zh, "text_en": judged.en}
    _record(row, "version_written", by=by, at=at, body=body)
    return version


def _words(text: str, field: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if "\x00" in text:
        raise BadInput("text.wrong", _("The text holds characters that cannot be kept."), field=field)
    return checks.text(text, field, _("Write the text in both languages."), least=2, most=MOST)


def _judged(text: str, language: str, field: str, on: date) -> list[queries.Advice]:
    """What the gates advise. Raises BadInput with every place that keeps the text from being saved."""
    found = queries.examine(text, language, on)
    wrong = [one for one in found if one.refuses]
    if wrong:
        sentences = [
            (_("Line %(line)d, character %(column)d, “%(words)s”: %(problem)s Write instead: %(mend)s") if one.mend
             else _("Line %(line)d, character %(column)d, “%(words)s”: %(problem)s"))
            % {"line": one.line, "column": one.column, "words": one.words, "problem": one.problem, "mend": one.mend}
            for one in wrong
        ]  # fmt: skip
        error = BadInput("template.text", " ".join(sentences), field=field)
        error.needs, error.clause = sentences, CLAUSE
        raise error
    return found


@action
def approve(*, version: TemplateVersion, by: Actor, at: datetime) -> TemplateVersion:
    """A second person lets a version be used from its day on (from today when that has passed). Approved already:
    unchanged. Raises Refused: `template.own`, `template.decided`, `template.role`."""
    row, version = _to_decide(version, by)
    if version.state == VersionState.APPROVED:
        return version
    _must_wait(version)
    return _decide(row, version, VersionState.APPROVED, "", by=by, at=at)


@action
def reject(*, version: TemplateVersion, reason: str, by: Actor, at: datetime) -> TemplateVersion:
    """A second person sends a version back, with the reason. Raises as `approve` does."""
    row, version = _to_decide(version, by)
    words = checks.text(reason, "reason", _("Say what has to be different."), least=2, most=300)
    _must_wait(version)
    return _decide(row, version, VersionState.REJECTED, words, by=by, at=at)


@action
def withdraw(*, version: TemplateVersion, by: Actor, at: datetime) -> TemplateVersion:
    """Whoever wrote a version that waits takes it back. Withdrawn already: unchanged."""
    row = _lock(version.template)
    must_write(by, row.unit)
    version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if version.state == VersionState.WITHDRAWN:
        return version
    _must_wait(version)
    if by.id != version.written_by_id:
        raise Refused("template.not_yours", _("Only who wrote a version withdraws it; another person decides on it."))
    return _decide(row, version, VersionState.WITHDRAWN, "", by=by, at=at)


@action
def retire(*, template: Template, retired: bool, by: Actor, at: datetime) -> Template:
    """Take a template out of use, or back into it. What was sent with it stays. Done already: unchanged."""
    row = _lock(template)
    must_write(by, row.unit)
    if (row.retired_at is not None) == retired:
        return row
    row.retired_at = at if retired else None
    row.save(update_fields=["retired_at"])
    _record(row, "retired" if retired else "restored", by=by, at=at, body={})
    return row


def _lock(template: Template) -> Template:
    return Template.objects.select_for_update(of=("self",)).select_related("unit").get(pk=template.pk)


def _must_live(row: Template) -> None:
    if row.retired_at is not None:
        raise Refused("template.retired", _("This template is retired. Take it back into use first."))


def _to_decide(version: TemplateVersion, by: Actor) -> tuple[Template, TemplateVersion]:
    row = _lock(version.template)
    must_write(by, row.unit)
    version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if by.id == version.written_by_id and version.state == VersionState.SUBMITTED:
        raise Refused("template.own", _("Whoever wrote a version does not decide on it; a second person does."))
    return row, version


def _must_wait(version: TemplateVersion) -> None:
    if version.state != VersionState.SUBMITTED:
        label = VersionState(version.state).label
        raise Refused("template.decided", _("This is not possible now: the version is “%(state)s”.") % {"state": label})


def _decide(
    row: Template, version: TemplateVersion, state: str, reason: str, *, by: Actor, at: datetime
) -> TemplateVersion:
    version.state, version.reason, version.decided_at, version.decided_by_id = state, reason, at, by.id
    version.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _record(row, f"version_{state}", by=by, at=at, body={"version": version.number, "reason": reason})
    return version


def _record(
    row: Template, kind: str, *, by: Actor, at: datetime, body: Mapping[str, object], first: bool = False
) -> None:
    audit.record(
        aggregate=("template", row.pk),
        kind=f"template.{kind}",
        by=by,
        at=at,
        body={"key": row.key, **body},
        first=first,
    )
