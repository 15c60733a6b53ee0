"""The pages of looking back."""

from django.urls import path

from huiyin.console.lookbacks import begin, page

urlpatterns = [
    path("lookbacks/", page.listed, name="lookbacks"),
    path("lookbacks/from/<str:number>/", begin.new, name="lookback_new"),
    path("lookbacks/<uuid:lookback_id>/", page.one, name="lookback"),
    path("lookbacks/<uuid:lookback_id>/end", page.end, name="lookback_end"),
    path("lookbacks/<uuid:lookback_id>/<uuid:reached_id>", page.decide, name="lookback_decide"),
]
