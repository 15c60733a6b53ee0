"""The pages of letters."""

from django.urls import URLPattern, path

from huiyin.console.letters import views

urlpatterns: list[URLPattern] = [
    path("letters/", views.listed, name="letters"),
    path("letters/new", views.new, name="letter_new"),
    path("letters/<str:number>/", views.one, name="letter"),
    path("letters/<str:number>/<slug:step>", views.act, name="letter_act"),
]
