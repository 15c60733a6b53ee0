"""The pages of one case: `desk/complaints/<number>/…`."""

from django.urls import path

from huiyin.console.case import evidence, ledger, letters, limits, page, people, side, taking, talking

urlpatterns = [
    path("<str:number>/", page.show, name="case"),
    path("<str:number>/timeline/", page.talk, name="case_timeline"),
    path("<str:number>/file/<slug:name>/", side.side, name="case_side"),
    path("<str:number>/notes/", talking.note, name="case_note"),
    path("<str:number>/reply/", talking.reply_template, name="case_reply_template"),
    path("<str:number>/steps/", taking.none, name="case_step_none"),
    path("<str:number>/steps/<slug:code>/", taking.step, name="case_step"),
    path("<str:number>/steps/<slug:code>/look", taking.look, name="case_step_look"),
    path("<str:number>/decision/preview", letters.preview, name="case_letter_preview"),
    path("<str:number>/decision/draft.pdf", letters.draft, name="case_letter_draft"),
    path("<str:number>/people/<uuid:person_id>/", people.person, name="case_person"),
    path("<str:number>/people/<uuid:person_id>/<slug:field>/reveal", people.reveal, name="case_reveal"),
    path("<str:number>/texts/<uuid:row_id>/reveal", people.reveal_text, name="case_reveal_text"),
    path("<str:number>/participants/", people.participant, name="case_participant"),
    path("<str:number>/participants/<uuid:part_id>/remove", people.remove, name="case_participant_remove"),
    path("<str:number>/evidence/", evidence.listed, name="case_evidence"),
    path("<str:number>/evidence/<int:place>/", evidence.one, name="case_evidence_item"),
    path("<str:number>/evidence/<int:place>/file", evidence.file, name="case_evidence_file"),
    path("<str:number>/evidence/<int:place>/verify", evidence.verify, name="case_evidence_verify"),
    path("<str:number>/evidence/<int:place>/publish", evidence.publish, name="case_evidence_publish"),
    path("<str:number>/clocks/<uuid:clock_id>/why/", limits.why, name="case_clock"),
    path("<str:number>/clocks/<uuid:clock_id>/why.pdf", limits.paper, name="case_clock_pdf"),
    path("<str:number>/ledger/", ledger.listed, name="case_ledger"),
    path("<str:number>/ledger/verify", ledger.verify, name="case_ledger_verify"),
    path("<str:number>/summary.pdf", ledger.paper, name="case_summary"),
]
