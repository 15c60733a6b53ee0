"""The pages of chats."""

from django.urls import URLPattern, path

from huiyin.console.chats import sites, views

urlpatterns: list[URLPattern] = [
    path("chats/", views.listed, name="chats"),
    path("chats/<str:number>/", views.one, name="chat"),
    path("chats/<str:number>/<slug:step>", views.act, name="chat_act"),
    path("settings/chats/", sites.listed, name="settings_chats"),
    path("settings/chats/new", sites.new, name="settings_chat_new"),
    path("settings/chats/<uuid:site_id>/", sites.one, name="settings_chat"),
    path("settings/chats/<uuid:site_id>/remove", sites.remove, name="settings_chat_remove"),
]
