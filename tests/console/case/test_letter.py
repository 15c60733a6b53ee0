"""The decision letter: written beside its facts, its gate alive, shown as a PDF, issued."""

import io

from pypdf import PdfReader

from huiyin.complaints.models import Decision
from tests.complaints.along import LETTER


def letter_data(**changes):
    answer = LETTER.answers[0]
    data = {
        "process": LETTER.process, "facts": LETTER.facts, "grounds": LETTER.grounds, "outcome": LETTER.outcome,
        "follow_up": LETTER.follow_up, "remedies": ["review", "mediation", "litigation"],
        "review_how": "", "mediators": "", "arbitration": "", "court": "",
        "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "1", "rows-0-demand": "1",
        "rows-0-result": answer.result, "rows-0-amount": str(answer.amount), "rows-0-text": answer.text,
    }  # fmt: skip
    return data | changes


def test_the_form_begins_with_what_is_on_record(along, enter, url):
    along.approved()
    answer = enter("tom").get(url("step", "draft_decision"))
    form = answer.context["form"]
    assert "投诉属实" in form["facts"].value()
    assert answer.context["beside"]["finding"].truth in answer.content.decode()
    assert any(line.icon == "x" for line in answer.context["lines"])


def test_the_gate_follows_what_is_typed(along, enter, url):
    along.approved()
    tom = enter("tom")
    whole = tom.post(url("step_look", "draft_decision"), letter_data(), headers={"HX-Request": "true"})
    # Ready; and a remark, which holds nothing back, on a term that customers do not know.
    assert [line.icon for line in whole.context["lines"]] == ["circle-check", "alert-triangle"]
    poor = tom.post(url("step_look", "draft_decision"), letter_data(facts="同上"), headers={"HX-Request": "true"})
    assert [line.icon for line in poor.context["lines"]] == ["x"]
    assert not Decision.objects.exists(), "looking keeps nothing"


def test_the_letter_is_shown_as_a_pdf_before_it_is_kept(along, enter, url):
    along.approved()
    answer = enter("tom").post(url("letter_preview"), letter_data(outcome="撤销原拒赔决定，按合同全额赔付。"))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "按合同全额赔付" in text.replace("\n", "")
    assert not Decision.objects.exists()


def test_a_letter_that_cannot_be_set_says_what_it_lacks(along, enter, url):
    along.approved()
    answer = enter("tom").post(url("letter_preview"), letter_data(facts="", grounds=""))
    assert answer.status_code == 409


def test_a_draft_is_kept_shown_and_issued_by_who_leads(along, enter, url):
    along.approved()
    tom, sam = enter("tom"), enter("sam")
    kept = tom.post(url("step", "draft_decision"), letter_data(seen=tom.get(url()).context["dossier"]["seen"]))
    assert kept.status_code == 302, kept.context["form"].errors
    row = Decision.objects.get()
    assert row.answers[0]["amount"] == "3200.00"
    assert tom.get(url("letter_draft"))["Content-Type"] == "application/pdf"
    assert (
        sam.post(url("step", "issue_decision"), {"seen": sam.get(url()).context["dossier"]["seen"]}).status_code == 302
    )
    row.refresh_from_db()
    assert row.state == "issued"
    assert sam.get(url("letter_draft")).status_code == 404


def test_a_letter_with_gaps_is_kept_as_a_draft_but_not_issued(along, enter, url):
    along.approved()
    tom, sam = enter("tom"), enter("sam")
    assert tom.post(url("step", "draft_decision"), letter_data(facts="", **{"rows-0-text": ""})).status_code == 302
    refused = sam.post(url("step", "issue_decision"), {})
    assert refused.status_code == 409
    assert len(refused.context["form"].trouble["needs"]) >= 2
