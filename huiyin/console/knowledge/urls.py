"""The pages of what the house knows."""

from django.urls import URLPattern, path

from huiyin.console.knowledge import gaps, listed, page, suggesting, writing

urlpatterns: list[URLPattern] = [
    path("knowledge/", listed.show, name="articles"),
    path("knowledge/new", writing.new, name="article_new"),
    path("knowledge/gaps/", gaps.listed, name="article_gaps"),
    path("knowledge/gaps/<uuid:gap_id>", gaps.close, name="article_gap_close"),
    path("complaints/<str:number>/articles/", suggesting.listed, name="case_articles"),
    path("complaints/<str:number>/articles/<uuid:version_id>", suggesting.text, name="case_article_text"),
    path("complaints/<str:number>/articles/<uuid:version_id>/used", suggesting.used, name="case_article_used"),
    path("knowledge/<slug:key>/", page.one, name="article"),
    path("knowledge/<slug:key>/write", writing.write, name="article_write"),
    path("knowledge/<slug:key>/compare", page.compare, name="article_compare"),
    path("knowledge/<slug:key>/<int:number>/<slug:step>", page.decide, name="article_decide"),
    path("knowledge/<slug:key>/<slug:step>", page.act, name="article_act"),
]
