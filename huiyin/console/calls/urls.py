"""The pages of calls."""

from django.urls import URLPattern, path

from huiyin.console.calls import listed, screen

urlpatterns: list[URLPattern] = [
    path("calls/", listed.show, name="calls"),
    path("calls/now", screen.ringing, name="call_now"),
    path("calls/<uuid:call_id>/", screen.show, name="call"),
    path("calls/<uuid:call_id>/identify", screen.identify, name="call_identify"),
    path("calls/<uuid:call_id>/say", screen.say, name="call_say"),
]
