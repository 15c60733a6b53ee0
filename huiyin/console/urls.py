"""The pages of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.console import account, alarms, board, demo_mail, find, guide, home, queue, relations
from huiyin.console.handbook import clause, contents, covered, figures, lint, printing
from huiyin.console.house import log, people, policies, proof, rules, system, tokens, units
from huiyin.console.intake import receipt
from huiyin.console.intake import views as intake

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show, name="home"),
    path("enter/<str:secret>", account.enter, name="sign_in_link"),
    path("me/", account.me, name="me"),
    path("me/relations/", relations.show, name="relations"),
    path("me/relations/<uuid:relation_id>/end", relations.end, name="relation_end"),
    path("me/relations/<uuid:relation_id>/confirm", relations.confirm, name="relation_confirm"),
    path("me/sessions/end", account.end_my_sessions, name="me_end_sessions"),
    path("queue/", queue.show, name="queue"),
    path("queue/act", queue.act, name="queue_act"),
    path("queue/preview/<str:number>", queue.preview, name="queue_preview"),
    path("search/", find.show, name="find"),
    path("search/forget", find.forget, name="find_forget"),
    path("alarms/", alarms.show, name="alarms"),
    path("alarms/seen", alarms.seen, name="alarms_seen"),
    path("board/", board.show, name="board"),
    path("help/", guide.show, name="help"),
    path("handbook/", contents.show, name="handbook"),
    path("handbook/chapters/<str:chapter>/", contents.chapter, name="handbook_chapter"),
    path("handbook/sources/<slug:source>/", contents.source, name="handbook_source"),
    path("handbook/clauses/<slug:source>/<str:clause>/", clause.show, name="handbook_clause"),
    path("handbook/coverage/", covered.show, name="handbook_coverage"),
    path("handbook/figures/", figures.listed, name="handbook_metrics"),
    path("handbook/figures/<str:metric>/", figures.one, name="handbook_metric"),
    path("handbook/figures/<str:metric>/cases/", figures.cases, name="handbook_cases"),
    path("handbook/proof/", proof.show, name="handbook_proof"),
    path("handbook/lint/", lint.show, name="handbook_lint"),
    path("handbook/handbook.pdf", printing.pdf, name="handbook_pdf"),
    path("rules/", rules.show, name="rules"),
    path("rules/classes/", rules.taxonomy, name="taxonomy"),
    path("complaints/new/", intake.new, name="new_complaint"),
    path("receipts/<str:number>/", receipt.show, name="receipt"),
    path("complaints/", include("huiyin.console.case.urls")),
    path("handbook/", include("huiyin.console.handbook.draft_urls")),
    path("settings/people/", people.listed, name="settings_people"),
    path("settings/people/new", people.add, name="settings_person_add"),
    path("settings/people/<uuid:user_id>/", people.one, name="settings_person"),
    path("settings/people/<uuid:user_id>/<slug:step>", people.act, name="settings_person_act"),
    path("settings/units/", units.listed, name="settings_units"),
    path("settings/units/<uuid:unit_id>/", units.one, name="settings_unit"),
    path("settings/units/<uuid:unit_id>/packs", units.choose_packs, name="settings_unit_packs"),
    path("settings/roles/", policies.show, name="settings_roles"),
    path("settings/tokens/", tokens.listed, name="settings_tokens"),
    path("settings/tokens/<uuid:token_id>/revoke", tokens.revoke, name="settings_token_revoke"),
    path("settings/system/", system.show, name="system"),
    path("settings/system/check", system.check, name="system_check"),
    path("settings/system/mail/<uuid:outgoing_id>/again", system.send_again, name="system_send_again"),
    path("settings/system/prove", proof.prove, name="system_prove"),
    path("settings/system/checkpoint", proof.checkpoint, name="system_checkpoint"),
    path("settings/system/checkpoint/<int:place>/file", proof.hand_over, name="system_checkpoint_file"),
    path("records/access/", log.access, name="access_log"),
    path("records/ledger/", log.ledger, name="ledger"),
    # Not there outside the demo: the views answer 404.
    path("mail/", demo_mail.listed, name="demo_mail"),
    path("mail/<str:name>/", demo_mail.one, name="demo_mail_one"),
    path("mail/<str:name>/files/<int:place>", demo_mail.attachment, name="demo_mail_file"),
]
