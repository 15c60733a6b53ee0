"""The pages of complaints that look organised."""

from django.urls import URLPattern, path

from huiyin.console.radar import views

urlpatterns: list[URLPattern] = [
    path("radar/", views.listed, name="radar"),
    path("radar/<uuid:group_id>/", views.one, name="radar_group"),
    path("radar/<uuid:group_id>/judge", views.judge, name="radar_judge"),
]
