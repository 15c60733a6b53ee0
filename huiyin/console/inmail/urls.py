"""The pages of incoming mail."""

from django.urls import path

from huiyin.console.inmail import mailboxes, texts, triage, views

urlpatterns = [
    path("incoming/", views.ledger, name="inmail"),
    path("incoming/mails/", views.listed, name="inmail_list"),
    path("incoming/mails/<uuid:raw_id>/", views.one, name="inmail_one"),
    path("incoming/mails/<uuid:raw_id>/<slug:step>", views.act, name="inmail_act"),
    path("incoming/texts/", texts.listed, name="inmail_texts"),
    path("incoming/texts/<uuid:text_id>/<slug:step>", texts.act, name="inmail_text_act"),
    path("triage/", triage.listed, name="triage"),
    path("triage/<str:number>/", triage.one, name="triage_one"),
    path("triage/<str:number>/<slug:step>", triage.act, name="triage_act"),
    path("settings/mailboxes/", mailboxes.listed, name="settings_mailboxes"),
    path("settings/mailboxes/new", mailboxes.new, name="settings_mailbox_new"),
    path("settings/mailboxes/<uuid:mailbox_id>/", mailboxes.one, name="settings_mailbox"),
    path("settings/mailboxes/<uuid:mailbox_id>/<slug:step>", mailboxes.act, name="settings_mailbox_act"),
]
