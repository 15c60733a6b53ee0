"""The pages of claims."""

from django.urls import URLPattern, path

from huiyin.console.claims import listed, page

urlpatterns: list[URLPattern] = [
    path("claims/", listed.show, name="claims"),
    path("claims/<uuid:claim_id>/", page.show, name="claim"),
    path("claims/<uuid:claim_id>/seen", page.seen, name="claim_seen"),
]
