"""Settings of what the house shapes itself: tags, checklists, fields."""

from django.urls import path

from huiyin.console.house import checklists, own_fields, tags

urlpatterns = [
    path("tags/", tags.listed, name="settings_tags"),
    path("tags/free", tags.freedom, name="settings_tags_free"),
    path("tags/<uuid:tag_id>/", tags.one, name="settings_tag"),
    path("tags/<uuid:tag_id>/<slug:step>", tags.act, name="settings_tag_act"),
    path("checklists/", checklists.listed, name="settings_checklists"),
    path("checklists/new", checklists.new, name="settings_checklist_new"),
    path("checklists/<slug:code>/", checklists.one, name="settings_checklist"),
    path("checklists/<slug:code>/retire", checklists.retire, name="settings_checklist_retire"),
    path("fields/", own_fields.listed, name="settings_fields"),
    path("fields/new", own_fields.new, name="settings_field_new"),
    path("fields/<slug:key>/", own_fields.one, name="settings_field"),
    path("fields/<slug:key>/retire", own_fields.retire, name="settings_field_retire"),
]
