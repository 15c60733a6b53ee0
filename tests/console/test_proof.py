"""Proof on the administrator's page, and the public page on which anybody learns how to verify."""

import io
import json

from huiyin.audit.models import Access, Checkpoint
from huiyin.audit.queries import checkpoints
from huiyin.audit.verifier import bundle
from huiyin.audit.verifier.marks import heads_of, read_first_line
from huiyin.clocks import sweeps
from huiyin.clocks.models import Clock
from huiyin.core import jobs, signing
from tests.cases.make import registered
from tests.people import AT, House

URL = "/desk/settings/system/"


def test_the_page_says_what_the_night_found(enter, house: House) -> None:
    registered(house)
    sweeps.prove_stored()
    answer = enter("adi").get(URL)
    assert answer.status_code == 200
    assert answer.context["proofs"][0].checked == Clock.objects.count() > 0
    assert answer.context["differences"] == []


def test_a_difference_stands_there_with_its_case(enter, house: House) -> None:
    number = registered(house).case.number
    clock = Clock.objects.filter(rule_code="complaint.decision").get()
    Clock.objects.filter(pk=clock.pk).update(due_at=AT)
    sweeps.prove_stored()
    answer = enter("adi").get(URL)
    (one,) = answer.context["differences"]
    assert (one["number"], "due_at" in one["says"]) == (number, True)
    assert number in answer.content.decode()


def test_the_administrator_has_the_limits_proved_now(enter, house: House) -> None:
    before = jobs.waiting()["todo"]
    assert enter("adi").post(f"{URL}prove").status_code == 302
    assert jobs.waiting()["todo"] == before + 1


def test_a_checkpoint_is_made_and_handed_over(enter, house: House) -> None:
    registered(house)
    client = enter("adi")
    assert client.get(f"{URL}checkpoint/1/file").status_code == 404
    assert client.post(f"{URL}checkpoint").status_code == 302
    found = Checkpoint.objects.get()
    assert client.get(URL).context["checkpoint"] == found
    for query, heads in (("", 0), ("?full=1", found.chains)):
        answer = client.get(f"{URL}checkpoint/1/file{query}")
        source = io.BytesIO(b"".join(answer.streaming_content))
        assert read_first_line(source)["record"]["root"] == found.root
        assert len(list(heads_of(source))) == heads
    assert [line.fields for line in Access.objects.filter(kind="export")] == [["checkpoint 1"]] * 2


def test_who_audits_or_answers_for_rules_hands_a_checkpoint_over_but_makes_none(enter, house: House) -> None:
    enter("adi").post(f"{URL}checkpoint")
    for name in ("tom", "pia", "zoe"):
        assert enter(name).get(f"{URL}checkpoint/1/file").status_code == 403
        assert enter(name).get("/desk/handbook/proof/").status_code == 403
    for name in ("hua", "aud", "eve"):
        client = enter(name)
        assert b"".join(client.get(f"{URL}checkpoint/1/file").streaming_content)
        page = client.get("/desk/handbook/proof/").content.decode()
        assert f"{URL}checkpoint/1/file" in page
        assert f"{URL}prove" not in page
        assert client.post(f"{URL}prove").status_code == client.post(f"{URL}checkpoint").status_code == 403


def test_anybody_learns_how_to_verify(client, house: House) -> None:
    answer = client.get("/proof")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert signing.public_keys()[0].fingerprint in text
    assert bundle.digest() in text
    keys = client.get("/proof/keys.json")
    assert keys.json() == checkpoints.keys_document() == client.get("/.well-known/huiyin-keys.json").json()
    assert "secret" not in keys.content.decode()
    assert json.loads(keys.content)["keys"][0]["public"] == signing.public_keys()[0].public
    verifier = client.get("/proof/verify_huiyin.py")
    assert verifier.content.decode() == bundle.source()
    assert client.post("/proof").status_code == 405
