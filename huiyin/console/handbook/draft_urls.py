"""The pages of drafts, versions and calendars, below `handbook/`."""

from django.urls import URLPattern, path

from huiyin.console.handbook import draft_calendars, draft_steps, draft_trying, draft_versions, drafts

urlpatterns: list[URLPattern] = [
    path("drafts/", drafts.listed, name="rule_drafts"),
    path("drafts/new", drafts.new, name="rule_draft_new"),
    path("drafts/<uuid:draft_id>/", drafts.one, name="rule_draft"),
    path("drafts/<uuid:draft_id>/text", drafts.text, name="rule_draft_text"),
    path("drafts/<uuid:draft_id>/look", drafts.look, name="rule_draft_look"),
    path("drafts/<uuid:draft_id>/examples", draft_trying.tried, name="rule_draft_examples"),
    path("drafts/<uuid:draft_id>/examples/<slug:step>", draft_trying.act, name="rule_draft_example"),
    path("drafts/<uuid:draft_id>/replay", draft_trying.replay, name="rule_replay"),
    path("drafts/<uuid:draft_id>/replay/progress", draft_trying.progress, name="rule_replay_progress"),
    path("drafts/<uuid:draft_id>/replay/cancel", draft_trying.cancel, name="rule_replay_cancel"),
    path("drafts/<uuid:draft_id>/replay/<uuid:replay_id>/cases", draft_trying.changed, name="rule_replay_cases"),
    path("drafts/<uuid:draft_id>/decide/<slug:step>", draft_steps.act, name="rule_draft_act"),
    path("versions/<slug:pack>/<str:code>", draft_versions.compare, name="rule_versions"),
    path("calendars/", draft_calendars.listed, name="calendar_versions"),
    path("calendars/new", draft_calendars.new, name="calendar_new"),
    path("calendars/<uuid:calendar_id>/", draft_calendars.one, name="calendar_version"),
    path("calendars/<uuid:calendar_id>/decide/<slug:step>", draft_calendars.act, name="calendar_act"),
]
