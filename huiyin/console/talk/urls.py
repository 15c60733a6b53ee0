"""The pages of what is said: templates, macros, mentions, messages in the wrong place."""

from django.urls import URLPattern, path

from huiyin.console.talk import macros, messages, mine, picking, running, situations, templates

urlpatterns: list[URLPattern] = [
    path("me/followed/", mine.show, name="followed"),
    path("templates/", templates.listed, name="templates"),
    path("templates/scenarios/", situations.listed, name="template_scenarios"),
    path("templates/new", templates.new, name="template_new"),
    path("templates/<uuid:template_id>/", templates.one, name="template"),
    path("templates/<uuid:template_id>/write", templates.write, name="template_write"),
    path("templates/<uuid:template_id>/<int:number>/<slug:step>", templates.decide, name="template_decide"),
    path("templates/<uuid:template_id>/<slug:step>", templates.act, name="template_act"),
    path("macros/", macros.listed, name="macros"),
    path("macros/new", macros.new, name="macro_new"),
    path("macros/<uuid:macro_id>/", macros.one, name="macro"),
    path("macros/<uuid:macro_id>/<slug:step>", macros.act, name="macro_act"),
    path("complaints/<str:number>/templates/", picking.listed, name="case_templates"),
    path("complaints/<str:number>/templates/<uuid:version_id>", picking.text, name="case_template_text"),
    path("complaints/<str:number>/colleagues/", picking.colleagues, name="case_colleagues"),
    path("complaints/<str:number>/watch", running.watch, name="case_watch"),
    path("complaints/<str:number>/macros/<uuid:macro_id>/", running.macro, name="case_macro"),
    path("complaints/<str:number>/messages/<uuid:message_id>/move", messages.move, name="case_message_move"),
    path("complaints/<str:number>/messages/<uuid:message_id>/split", messages.split, name="case_message_split"),
    path("complaints/<str:number>/moves/<uuid:move_id>/back", messages.back, name="case_message_back"),
]
