"""The pages of opinion books."""

from django.urls import URLPattern, path

from huiyin.console.outlets import views

urlpatterns: list[URLPattern] = [
    path("outlets/", views.book, name="outlets"),
    path("outlets/enter", views.enter, name="outlets_enter"),
    path("outlets/paper", views.paper, name="outlets_paper"),
    path("outlets/<str:number>/answer", views.answer, name="outlets_answer"),
]
