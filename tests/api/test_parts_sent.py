"""Files in parts by machine: begun, cut off, gone on with, attached; in the same store as the desk's."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.api.conftest import Machine, complaint
from tests.people import House

Make = Callable[..., Machine]
BYTES = b"%PDF-1.4\n" + b"x" * 4000
TUS = {"Tus_Resumable": "1.0.0"}


def begin(machine: Machine) -> Any:
    name = b64encode("理赔决定.pdf".encode()).decode()
    answer = machine.post("/uploads/parts", **TUS, Upload_Length=str(len(BYTES)), Upload_Metadata=f"filename {name}")
    assert answer.status_code == 201, answer.content.decode()
    assert answer.headers["Location"] == f"/api/v1/uploads/parts/{answer.json()['id']}"
    return answer.json()


def send(machine: Machine, id_: str, offset: int, data: bytes) -> Any:
    return machine.client.generic(
        "PATCH",
        f"/api/v1/uploads/parts/{id_}",
        data,
        content_type="application/offset+octet-stream",
        headers={"Authorization": f"Bearer {machine.secret}", "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)},
    )


def test_a_file_that_was_cut_off_goes_on_and_becomes_evidence(machine: Make) -> None:
    tom = machine("tom")
    id_ = begin(tom)["id"]
    assert send(tom, id_, 0, BYTES[:1500]).headers["Upload-Offset"] == "1500"
    number = tom.post("/complaints", complaint()).json()["number"]
    early = tom.upload(f"/complaints/{number}/evidence", {"uploads": [id_]})
    assert (early.status_code, early.json()["code"]) == (422, "upload.unfinished")
    again = send(tom, id_, 0, BYTES)
    assert (again.status_code, again.json()["code"]) == (409, "upload.offset")
    assert tom.get(f"/uploads/parts/{id_}", **TUS).json()["offset"] == 1500
    assert tom.call("HEAD", f"/uploads/parts/{id_}", **TUS).headers["Upload-Offset"] == "1500"
    assert send(tom, id_, 1500, BYTES[1500:]).status_code == 204
    items = tom.upload(f"/complaints/{number}/evidence", {"uploads": [id_]}).json()["items"]
    assert [(one["title"], one["size"]) for one in items] == [("理赔决定.pdf", len(BYTES))]
    taken = tom.get(f"/complaints/{number}/evidence/{items[0]['id']}/content")
    assert b"".join(taken.streaming_content) == BYTES


def test_a_new_complaint_takes_a_file_that_came_in_parts(machine: Make) -> None:
    tom = machine("tom")
    id_ = begin(tom)["id"]
    send(tom, id_, 0, BYTES)
    number = tom.post("/complaints", complaint(evidence=[id_])).json()["number"]
    assert [one["size"] for one in tom.get(f"/complaints/{number}/evidence").json()["items"]] == [len(BYTES)]


def test_the_desk_goes_on_with_what_a_machine_began(house: House, machine: Make, client: Client) -> None:
    id_ = begin(machine("tom"))["id"]
    client.force_login(house["tom"])
    assert (
        client.head(reverse("upload", args=[id_]), headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"] == "0"
    )


def test_nobody_touches_the_uploads_of_others(machine: Make) -> None:
    id_ = begin(machine("tom"))["id"]
    sam = machine("sam")
    assert sam.get(f"/uploads/parts/{id_}", **TUS).json()["code"] == "upload.unknown"
    assert send(sam, id_, 0, BYTES).status_code == 404
    assert sam.call("DELETE", f"/uploads/parts/{id_}", **TUS).status_code == 404
    assert machine("tom").call("DELETE", f"/uploads/parts/{id_}", **TUS).status_code == 204


def test_what_the_protocol_refuses_is_a_problem_document(machine: Make) -> None:
    tom = machine("tom")
    for headers, status in (
        ({}, 412),
        (TUS, 422),
        (TUS | {"Upload_Length": "0"}, 422),
        (TUS | {"Upload_Length": str(10**12 - 1)}, 413),
    ):
        answer = tom.post("/uploads/parts", **headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
