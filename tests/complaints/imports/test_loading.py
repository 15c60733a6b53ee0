"""Mapping files: the shipped ones are right, and a wrong one is refused with the place of the fault."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from huiyin.catalog.rules import current
from huiyin.complaints.imports import loading
from huiyin.complaints.imports.readers import read_table
from tests.complaints.imports.files import CFPB, CONNECTICUT, DATA, TEXAS

GOOD: dict[str, Any] = {
    "name": "mine", "source": "mine", "key": "no",
    "fields": {"received_at": "received", "channel": {"const": "phone"}},
}  # fmt: skip


def changed(**parts: Any) -> dict[str, Any]:
    return {**GOOD, **parts}


def with_field(name: str, value: Any) -> dict[str, Any]:
    return changed(fields={**GOOD["fields"], name: value})


def test_all_shipped_mappings_load() -> None:
    assert loading.names() == ["cfpb", "connecticut", "huiyin", "messages_zh", "texas"]
    for name in loading.names():
        mapping = loading.shipped(name)
        assert mapping.name == name
        assert mapping.title["zh"]
        assert mapping.title["en"]
        assert mapping.origin


@pytest.mark.parametrize(("path", "name"), [(TEXAS, "texas"), (CONNECTICUT, "connecticut"), (CFPB, "cfpb")])
def test_the_mapping_is_found_by_the_header(path: Path, name: str) -> None:
    assert loading.guess(read_table(path).columns).name == name


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        (["原编号", "收到时间", "标题"], "huiyin"),
        (["external_no", "received_at"], "huiyin"),
        (["External No", "Received At", "subject"], "huiyin"),
        (["id", "title", "text", "time"], "messages_zh"),
    ],
)
def test_our_own_format_is_found_by_chinese_or_english_headers(columns: list[str], name: str) -> None:
    assert loading.guess(columns).name == name


def test_a_header_that_fits_nothing_is_refused_and_lists_what_there_is() -> None:
    with pytest.raises(loading.BadMapping, match=r"texas.*colour"):
        loading.guess(["shape", "colour"])


def test_a_mapping_is_found_by_name_or_by_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(GOOD))
    assert loading.find("texas").name == "texas"
    assert loading.find(str(path)).name == "mine"
    with pytest.raises(loading.BadMapping, match="nowhere"):
        loading.find("nowhere")


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(GOOD))
    before = loading.load(path).version
    path.write_text(yaml.safe_dump(changed(origin="elsewhere")))
    assert loading.load(path).version != before


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ([], "names and values"),
        (changed(colour="red"), "colour"),
        ({k: v for k, v in GOOD.items() if k != "key"}, "key"),
        ({k: v for k, v in GOOD.items() if k != "source"}, "source"),
        (changed(name="x" * 61), "name"),
        (changed(fields={"channel": {"const": "phone"}}), "fields.received_at"),
        (with_field("wishes", "a"), "fields.wishes"),
        (with_field("subject", {"column": "a", "const": "b"}), "fields.subject"),
        (with_field("subject", {}), "fields.subject"),
        (with_field("subject", {"column": 7}), "fields.subject"),
        (with_field("subject", {"column": "a", "values": {"a": "b"}}), "fields.subject.values"),
        (with_field("channel", {"const": "pigeon"}), "fields.channel.pigeon"),
        (with_field("outcome", {"column": "a", "values": {"x": "won"}}), "fields.outcome.won"),
        (with_field("outcome", {"column": "a", "values": {"x": "upheld", "X ": "partly"}}), "fields.outcome.values"),
        (with_field("outcome", {"column": "a", "values": {True: "upheld"}}), "fields.outcome.values"),
        (with_field("outcome", {"column": "a", "otherwise": "guess"}), "fields.outcome.otherwise"),
        (with_field("subject", {"column": "a", "formats": ["%Y"]}), "fields.subject.formats"),
        (with_field("closed_at", {"column": "a", "formats": ["%Y-%Q"]}), "fields.closed_at.formats"),
        (with_field("subject", {"column": "a", "once_per": "b"}), "fields.subject.once_per"),
        (changed(time_zone="Asia/Atlantis"), "time_zone"),
        (changed(keep="some"), "keep"),
        (changed(group_by="other"), "key"),
        (changed(labels=[{"values": {}}]), "labels.1.column"),
        (changed(labels=[{"column": "a", "values": {"x": "Z99"}}]), "labels.1.Z99"),
        (changed(labels=[{"column": "a", "values": {"x": "claims/nonsense"}}]), "labels.1.claims/nonsense"),
    ],
)
def test_a_wrong_mapping_is_refused_at_its_place(raw: Any, place: str) -> None:
    with pytest.raises(loading.BadMapping) as refusal, translation.override("en"):
        loading.build(raw, "v")
    assert place.split(" ")[0] in str(refusal.value)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("fields: [")
    with pytest.raises(loading.BadMapping, match=r"mine\.yaml"):
        loading.load(path)


def test_missing_columns_are_named_with_their_alternatives() -> None:
    mapping = loading.shipped("huiyin")
    assert mapping.missing(["标题"]) == ["原编号 / external_no", "收到时间 / received_at", "渠道 / channel"]
    assert mapping.missing(["原编号", "RECEIVED_AT", "渠道"]) == []


def test_every_target_of_the_shipped_mappings_is_a_code_of_the_taxonomy() -> None:
    taxonomy = current()
    for name in loading.names():
        for source in loading.shipped(name).labels:
            for target in source.values.values():
                pair = tuple(target.split("/", 1))
                assert target in taxonomy.reasons or taxonomy.naic_reasons[pair].to  # type: ignore[index]


@pytest.mark.parametrize("name", ["import.md", "import.zh-CN.md"])
def test_every_column_of_our_own_list_is_documented(name: str) -> None:
    text = (DATA.parents[1] / "docs" / name).read_text(encoding="utf-8")
    for column in loading.shipped("huiyin").columns():
        assert f"`{column}`" in text, column
