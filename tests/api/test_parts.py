"""Evidence, people, messages, reference data and the document itself."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.api.urls import api
from huiyin.audit.models import Access
from huiyin.core import blobs
from tests.api.conftest import Machine, complaint
from tests.api.test_story import PDF, Journey, file, ok


@pytest.mark.usefixtures("own_blobs")
def test_an_item_is_added_read_published_and_its_custody_kept(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    tom, base = journey.by["tom"], f"/complaints/{journey.number}/evidence"
    form = {
        "files": [file("录音.pdf", b"1"), file("保单.pdf", b"2")],
        "kind": "contract",
        "titles": ["通话录音", "保单"],
    }
    form |= {"source": "internal_system", "captured_at": "2026-01-05T09:00:00", "note": "由档案室移交"}
    items = ok(tom.upload(base, form), 201)["items"]
    assert [(one["number"], one["title"], one["kind"]) for one in items] == [
        (1, "通话录音", "contract"),
        (2, "保单", "contract"),
    ]
    one = f"{base}/{items[0]['id']}"
    assert ok(tom.post(f"{one}/custody", {"kind": "copied", "note": "复制给法务"}), 201)["kind"] == "copied"
    assert ok(tom.post(f"{one}/verify"), 201)["kind"] == "verified"
    assert ok(tom.post(f"{one}/publish", {"reason": "决定书引用"}))["is_public"] is True
    read = ok(tom.get(one))
    assert [row["kind"] for row in read["custody"]] == ["received", "copied", "verified"]
    assert read["captured_at"] == "2026-01-05T09:00:00+08:00"
    content = tom.get(f"{one}/content")
    assert b"".join(content.streaming_content) == PDF + b"1"
    assert content.headers["Content-Disposition"].startswith("attachment")
    assert (content.headers["Content-Length"], content.headers["X-Content-Type-Options"]) == (
        str(len(PDF) + 1),
        "nosniff",
    )
    assert Access.objects.filter(kind="read", fields=["evidence 1"]).count() == 1
    blobs.path_of(read["sha256"]).write_bytes(b"broken")
    assert tom.post(f"{one}/verify").json()["code"] == "evidence.damaged"
    blobs.remove(read["sha256"])
    assert tom.get(f"{one}/content").json()["code"] == "evidence.damaged"


def test_files_that_cannot_be_taken_are_refused(machine: Callable[..., Machine], settings: Any) -> None:
    tom = machine("tom")
    program = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"\x00" * 100, "application/pdf")
    assert tom.upload("/uploads", {"files": program}).json()["code"] == "upload.kind"
    assert tom.upload("/uploads", {"files": SimpleUploadedFile("leer.pdf", b"", "application/pdf")}).status_code == 422
    assert tom.upload("/uploads", {"other": "x"}).json()["code"] == "evidence.none"
    settings.UPLOAD_MAX_BYTES = 10
    large = tom.upload("/uploads", {"files": file()})
    assert (large.status_code, large.json()["code"]) == (413, "upload.too_big")


def test_people_are_added_corrected_and_given_authority(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    tom, base = journey.by["tom"], f"/complaints/{journey.number}/people"
    agent = ok(tom.post(base, {"name": "赵明", "role": "agent", "phone": "13900000001"}), 201)
    assert (agent["name"], agent["phone"]) == ("赵*", "139****0001")
    corrected = tom.post(
        f"{base}/{agent['id']}/correct", {"values": {"phone": "13900000002"}, "reason": "本人来电更正"}
    )
    assert ok(corrected)["phone"] == "139****0002"
    proof = journey.evidence()
    proven = tom.post(f"{base}/{agent['id']}/authority", {"evidence_id": proof})
    assert ok(proven)["authority_evidence_id"] == proof
    watcher = ok(tom.post(f"/complaints/{journey.number}/staff", {"user": "E003", "role": "watcher"}), 201)
    ended = tom.post(f"/complaints/{journey.number}/staff/{watcher['id']}/end")
    assert ok(ended)["to_at"]
    added = ok(tom.post(f"/complaints/{journey.number}/demands", {"text": "书面道歉"}), 201)
    assert added["number"] == 2


def test_a_message_brings_files_and_answers_go_out(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    tom = journey.by["tom"]
    upload = ok(tom.upload("/uploads", {"files": file("收据.pdf")}), 201)["items"][0]["id"]
    sent = {"text": "补充收据", "channel": "visit", "received_at": "2026-11-01T09:00:00", "uploads": [upload]}
    heard = tom.post(f"/complaints/{journey.number}/messages", sent)
    assert len(ok(heard, 201)["evidence_ids"]) == 1
    journey.take("tom", "respond", {"text": "收到，正在核实。"})
    directions = [one["direction"] for one in journey.get("/messages")["items"]]
    assert sorted(directions) == ["in", "in", "out"]


def test_limits_tell_why_they_end_when_they_end(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    clocks = {one["rule"]: one for one in journey.get("/clocks")["items"]}
    assert {"complaint.acceptance", "complaint.first_response", "complaint.decision"} <= set(clocks)
    decision = clocks["complaint.decision"]
    assert (decision["clause"] != "", decision["step"], decision["steps"]) == (True, 1, 3)
    assert decision["due_at"].endswith("T00:00:00+08:00")
    assert decision["derivation"]
    assert decision["text"]
    english = journey.by["tom"].get(f"/complaints/{journey.number}/clocks", Accept_Language="en").json()["items"]
    assert {one["title"] for one in english}.isdisjoint(one["title"] for one in clocks.values())


def test_the_house_is_described(machine: Callable[..., Machine]) -> None:
    tom = machine("tom")
    units = {one["code"]: one for one in ok(tom.get("/units"))["items"]}
    assert units["JS-CP"]["parent"] == "JS"
    taxonomy = ok(tom.get("/taxonomy"))
    assert "C21" in {one["code"] for one in taxonomy["reasons"]}
    assert ok(tom.get(f"/taxonomy?version={taxonomy['version']}")) == taxonomy
    assert tom.get("/taxonomy?version=none").status_code == 404
    rules = {one["code"]: one for one in ok(tom.get("/rules?on=2026-03-02"))["items"]}
    assert [step["length"] for step in rules["complaint.decision"]["steps"]] == [15, 30, 60]


def test_the_document_is_valid_and_complete(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        jsonschema_rs.meta.validate(schema)
        assert schema.get("description"), name
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            assert one["summary"], (method, path)
            assert one["description"], (method, path)
            assert one["security"], (method, path)
            references = [ref for ref in _references(one) if ref.rsplit("/", 1)[-1] not in schemas]
            assert not references, (method, path, references)
            headers = {each["name"] for each in one["parameters"] if each["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method == "post")
    assert document["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for one in value.values() for ref in _references(one)]
    return [ref for one in value for ref in _references(one)] if isinstance(value, list) else []


def test_the_document_is_asked_for_again_only_when_it_changed(db: None) -> None:
    first = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_shows_every_operation_and_fetches_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for methods in api.get_openapi_schema()["paths"].values():
        for one in methods.values():
            assert f'id="{one["operationId"]}"' in page
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_a_complaint_from_another_house_is_not_a_fault(machine: Callable[..., Machine]) -> None:
    """An id that is none, a very long one, one with odd letters: not there, never an error of ours."""
    tom = machine("tom")
    tom.post("/complaints", complaint())
    for number in ("0", "x" * 3000, "%E2%80%AE", "..%2f..", "TS26-1122"):
        assert tom.get(f"/complaints/{number}").status_code == 404


def test_it_says_which_rules_bind_a_complaint_and_why(machine: Callable[..., Machine]) -> None:
    journey = Journey(machine)
    found = journey.get("/rules")
    assert "cn-complaints-2020" in found["packs"]
    duties = {one["duty"]: one for one in found["items"]}
    started = {one["rule"]: one["rule_version"] for one in journey.get("/clocks")["items"]}
    assert duties["complaint.decision"]["binds"] == started["complaint.decision"]
    assert {row["outcome"] for row in duties["complaint.decision"]["rules"]} >= {"binds", "out"}
    assert all(row["why"] for one in found["items"] for row in one["rules"])
