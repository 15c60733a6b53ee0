"""The pages of transferred complaints."""

from django.urls import URLPattern, path

from huiyin.console.transfers import views

urlpatterns: list[URLPattern] = [
    path("transfers/", views.listed, name="transfers"),
    path("transfers/give", views.give, name="transfers_give"),
    path("transfers/<uuid:hand_back_id>/file", views.file, name="transfers_file"),
]
