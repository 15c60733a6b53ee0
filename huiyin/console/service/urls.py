"""The pages of service requests."""

from django.urls import path

from huiyin.console.service import intake, listed, page, visits

urlpatterns = [
    path("requests/", listed.show, name="requests"),
    path("requests/new/", intake.new, name="request_new"),
    path("requests/<str:number>/", page.show, name="request"),
    path("requests/<str:number>/<slug:step>", page.act, name="request_act"),
    path("visits/", visits.listed, name="visits"),
    path("visits/<uuid:visit_id>/", visits.one, name="visit"),
    path("visits/<uuid:visit_id>/<slug:step>", visits.act, name="visit_act"),
]
