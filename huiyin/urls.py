"""Where each edge begins."""

from django.urls import include, path

from huiyin.console import style

urlpatterns = [
    path("_style", style.show, name="style"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("desk/", include("huiyin.console.urls")),
    path("api/", include("huiyin.api.urls")),
    path("", include("huiyin.portal.urls")),
]

