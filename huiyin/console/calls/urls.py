"""The pages of calls."""

from django.urls import URLPattern, path

from huiyin.console.calls import listed

urlpatterns: list[URLPattern] = [
    path("calls/", listed.show, name="calls"),
]
