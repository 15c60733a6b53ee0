"""Reading and checking mapping files. Every fault is named with its place in the file."""

import hashlib
from collections.abc import Mapping as Map
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from django.utils.translation import gettext as _

from huiyin.catalog.rules import Taxonomy, current, fold
from huiyin.complaints.imports.fields import FIELDS, REQUIRED, FieldType
from huiyin.complaints.imports.mapping import LabelSource, Mapping, Source
from huiyin.complaints.imports.table import Unreadable

FOLDER = Path(__file__).parent / "mappings"
KEYS = {"name", "title", "origin", "source", "key", "group_by", "detect", "time_zone", "language", "sheet", "keep"}
PARTS = {"fields", "labels"}
FIELD_KEYS = {"column", "const", "join", "split", "values", "otherwise", "formats", "currency", "once_per"}
LABEL_KEYS = {"column", "function_column", "split", "values", "own_codes"}


class BadMapping(Unreadable):
    """A mapping file is wrong; the message names the place and the fault. Nothing was done."""


def names() -> list[str]:
    """The mappings that are shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def shipped(name: str) -> Mapping:
    """The shipped mapping of that name."""
    return load(FOLDER / f"{name}.yaml")


def find(name: str) -> Mapping:
    """A shipped mapping by name, or a mapping file by its path. Raises BadMapping when there is neither."""
    if name in names():
        return shipped(name)
    path = Path(name)
    if path.is_file():
        return load(path)
    known = ", ".join(names())
    raise BadMapping(
        _("There is no mapping “%(name)s” and no such file. Shipped mappings: %(known)s.")
        % {"name": name, "known": known}
    )


def guess(columns: Sequence[str]) -> Mapping:
    """The shipped mapping whose `detect` columns the file has; the one that names the most wins."""
    fitting = [each for each in map(shipped, names()) if each.fits(columns)]
    if not fitting:
        told = {"known": ", ".join(names()), "columns": ", ".join(columns[:30])}
        raise BadMapping(
            _("The header fits no shipped mapping (%(known)s). Name or write one (--mapping). Columns: %(columns)s")
            % told
        )
    return max(fitting, key=lambda each: len(each.detect))


def load(path: Path) -> Mapping:
    """Read and check one mapping file. Raises BadMapping."""
    try:
        data = path.read_bytes()
        raw = yaml.safe_load(data)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise _wrong(path.name, "", _("it is not readable YAML (%s)") % error) from error
    try:
        return build(raw, hashlib.sha256(data).hexdigest()[:12])
    except BadMapping as error:
        raise BadMapping(_("Mapping %(file)s: %(fault)s") % {"file": path.name, "fault": error}) from error


def build(raw: Any, version: str) -> Mapping:
    """Check a parsed mapping and make it. Raises BadMapping naming the place."""
    top = _dict(raw, "")
    _only(top, KEYS | PARTS, "")
    fields = {name: _field(name, item) for name, item in _dict(top.get("fields"), "fields").items()}
    for name in REQUIRED:
        if name not in fields:
            raise _wrong("fields", name, _("it is missing"))
    group = _strings(top.get("group_by", []), "group_by")
    key = group or _strings(top.get("key", []), "key")
    if not key:
        raise _wrong("", "key", _("it is missing: which column tells one complaint from another?"))
    if group and "key" in top and _strings(top["key"], "key") != group:
        raise _wrong("", "key", _("it must be the same as group_by, or left out"))
    keep = top.get("keep", "mapped")
    if keep not in ("all", "mapped"):
        raise _wrong("", "keep", _("it must be “all” or “mapped”"))
    title = _dict(top.get("title", {}), "title")
    return Mapping(
        name=_word(top, "name"),
        version=version,
        title={str(lang): str(text) for lang, text in title.items()},
        origin=str(top.get("origin", "")),
        source=_word(top, "source"),
        key=key,
        group=bool(group),
        detect=_strings(top.get("detect", []), "detect"),
        time_zone=_zone(str(top.get("time_zone", "Asia/Shanghai"))),
        language=str(top.get("language", "zh-hans")),
        sheet=str(top.get("sheet", "")),
        keep=keep,
        fields=fields,
        labels=tuple(_label(item, f"labels.{place}") for place, item in enumerate(top.get("labels", []), start=1)),
    )


def _field(name: str, raw: Any) -> Source:
    place = f"fields.{name}"
    if name not in FIELDS:
        raise _wrong(place, "", _("there is no such field; there are: %s") % ", ".join(FIELDS))
    item = {"column": raw} if isinstance(raw, str | list) else _dict(raw, place)
    _only(item, FIELD_KEYS, place)
    if ("const" in item) == ("column" in item):
        raise _wrong(place, "", _("it needs either column or const"))
    kind = FIELDS[name]
    otherwise: Any = item.get("otherwise", "reject")
    if otherwise not in ("reject", "empty"):
        raise _wrong(place, "otherwise", _("it must be “reject” or “empty”"))
    source = Source(
        columns=_strings(item.get("column", []), place),
        const=str(item.get("const", "")),
        join=str(item.get("join", "")),
        split=str(item.get("split", "")),
        values=_values(item.get("values", {}), place),
        otherwise=otherwise,
        formats=_strings(item.get("formats", []), f"{place}.formats"),
        currency=str(item.get("currency", "CNY")),
        once_per=str(item.get("once_per", "")),
    )
    _check_kind(source, kind, place)
    return source


def _check_kind(source: Source, kind: FieldType, place: str) -> None:
    if kind.kind == "code":
        permitted = codes(kind)
        for target in (*source.values.values(), *filter(None, [source.const])):
            if target and target not in permitted:
                listed = ", ".join(permitted)
                raise _wrong(place, target, _("it is not a code of this field; there are: %s") % listed)
    elif source.values:
        raise _wrong(place, "values", _("only a field of codes takes values"))
    if source.formats and kind.kind != "instant":
        raise _wrong(place, "formats", _("only a date takes formats"))
    if source.once_per and kind.combine != "once":
        raise _wrong(place, "once_per", _("only the paid amount takes it"))
    for pattern in source.formats:
        try:
            datetime.strptime(datetime(2025, 1, 2, 3, 4, 5).strftime(pattern), pattern)  # noqa: DTZ001, DTZ007
        except ValueError as error:
            raise _wrong(f"{place}.formats", pattern, str(error)) from error


def codes(kind: FieldType, taxonomy: Taxonomy | None = None) -> tuple[str, ...]:
    """The codes a field takes: its own, or those of its axis of the taxonomy."""
    return tuple((taxonomy or current()).axes[kind.axis]) if kind.axis else kind.codes


def _label(raw: Any, place: str) -> LabelSource:
    item = _dict(raw, place)
    _only(item, LABEL_KEYS, place)
    if "column" not in item:
        raise _wrong(place, "column", _("it is missing"))
    values = _values(item.get("values", {}), place)
    taxonomy = current()
    for target in values.values():
        pair = tuple(target.split("/", 1))
        if target and target not in taxonomy.reasons and pair not in taxonomy.naic_reasons:
            raise _wrong(place, target, _("it is neither a reason code nor a NAIC pair such as claims/denial"))
    return LabelSource(
        columns=_strings(item["column"], place),
        function_columns=_strings(item.get("function_column", []), place),
        split=str(item.get("split", "")),
        values=values,
        own_codes=bool(item.get("own_codes", False)),
    )


def _values(raw: Any, place: str) -> dict[str, str]:
    """{folded word of the file: target}. The empty cell is written as ''."""
    found: dict[str, str] = {}
    if isinstance(raw, dict) and any(isinstance(word, bool) for word in raw):
        raise _wrong(f"{place}.values", "", _("Yes, No, On and Off must stand in quotation marks"))
    for word, target in _dict(raw, f"{place}.values").items():
        folded = fold(word)
        if folded in found:
            raise _wrong(f"{place}.values", str(word), _("it stands twice"))
        found[folded] = "" if target is None else str(target)
    return found


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong("", "time_zone", _("there is no time zone “%s”") % name) from error
    return name


def _word(item: Map[str, Any], name: str) -> str:
    value = item.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 60:
        raise _wrong("", name, _("it must be a short text"))
    return value.strip()


def _strings(raw: Any, place: str) -> tuple[str, ...]:
    items = [raw] if isinstance(raw, str) else raw
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise _wrong(place, "", _("it must be a text or a list of texts"))
    return tuple(items)


def _dict(raw: Any, place: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _wrong(place, "", _("it must hold names and values"))
    return {str(name): value for name, value in raw.items()}


def _only(item: Map[str, Any], known: set[str], place: str) -> None:
    for name in item:
        if name not in known:
            raise _wrong(place, name, _("it is not known; known are: %s") % ", ".join(sorted(known)))


def _wrong(place: str, name: str, fault: str) -> BadMapping:
    where = ".".join(part for part in (place, name) if part) or _("the file")
    return BadMapping(f"{where}: {fault}")
