"""The pages of calls."""

from django.urls import URLPattern, path

from huiyin.console.calls import backs, listed, screen

urlpatterns: list[URLPattern] = [
    path("calls/", listed.show, name="calls"),
    path("calls/now", screen.ringing, name="call_now"),
    path("calls/backs/", backs.show, name="call_backs"),
    path("calls/backs/<uuid:back_id>/<slug:step>", backs.act, name="call_back_act"),
    path("calls/<uuid:call_id>/", screen.show, name="call"),
    path("calls/<uuid:call_id>/identify", screen.identify, name="call_identify"),
    path("calls/<uuid:call_id>/back", backs.ask, name="call_back_ask"),
    path("calls/<uuid:call_id>/say", screen.say, name="call_say"),
]
