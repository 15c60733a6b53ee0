"""Why this time, the ledger, the case on paper."""

import io

from django.db import connection
from pypdf import PdfReader

from huiyin.audit.models import Access
from huiyin.clocks.models import Clock
from tests.cases import make

HTMX = {"HX-Request": "true"}


def text_of(answer) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def decision_clock(along) -> Clock:
    return Clock.objects.get(owner_id=along.case_id, rule_code="complaint.decision")


def test_why_this_time_shows_day_by_day_rule_and_versions(along, enter, url):
    clock = decision_clock(along)
    answer = enter("tom").get(url("clock", clock.pk))
    text = answer.content.decode()
    assert clock.rule_version in text
    assert clock.calendar_version in text
    assert "2026-03-17 24:00" in text
    strip = answer.context["why"]["strip"]
    assert strip[0]["state"] == "start"
    assert [day["number"] for day in strip if day["number"]] == list(range(1, 16))


def test_why_this_time_follows_hours_too(along, enter, url):
    for clock in Clock.objects.filter(owner_id=along.case_id):
        assert enter("tom").get(url("clock", clock.pk)).status_code == 200
        assert enter("tom").get(url("clock_pdf", clock.pk))["Content-Type"] == "application/pdf"


def test_why_this_time_goes_on_paper_in_both_languages(along, enter, url):
    clock = decision_clock(along)
    for language in ("zh-hans", "en"):
        browser = enter("tom")
        browser.cookies["django_language"] = language
        answer = browser.get(url("clock_pdf", clock.pk))
        assert "2026-03-17" in text_of(answer)


def test_a_clock_of_another_case_is_not_found(along, enter, url, house):
    other = make.registered(house).case
    clock = Clock.objects.filter(owner_id=other.pk).earliest("id")
    assert enter("tom").get(url("clock", clock.pk)).status_code == 404


def test_the_ledger_lists_its_entries_and_proves_its_chain(along, enter, url):
    along.investigating()
    tom = enter("tom")
    answer = tom.get(url("ledger"))
    seqs = [one["row"].seq for one in answer.context["rows"]]
    assert seqs == sorted(seqs, reverse=True)
    assert tom.get(url("ledger") + f"?before={seqs[0]}").context["rows"][0]["row"].seq == seqs[1]
    for headers in (HTMX, {}):
        proof = tom.post(url("ledger_verify"), headers=headers)
        assert proof.status_code == 200
        assert proof.context["faults"] == []
        assert proof.context["count"] == seqs[0]


def test_a_changed_entry_is_found(along, enter, url):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute("UPDATE audit_entry SET body = '{}' WHERE aggregate_id = %s", [along.case_id])
    assert enter("aud").post(url("ledger_verify"), headers=HTMX).context["faults"]


def test_the_case_on_paper_is_an_export_and_logged(along, enter, url):
    along.executing()
    answer = enter("sam").get(url("summary"))
    text = text_of(answer)
    assert along.case.number in text
    assert answer["Content-Disposition"].startswith("attachment;")
    assert Access.objects.filter(kind="export", aggregate_id=along.case_id).exists()


def test_a_case_without_anything_goes_on_paper_too(along, enter, url):
    assert along.case.number in text_of(enter("tom").get(url("summary")))
