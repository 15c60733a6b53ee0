"""Where each edge begins."""

from django.urls import include, path

from huiyin.console import account, style

# What a failed request shows; see core.failures.
handler500 = "huiyin.core.failures.page"

urlpatterns = [
    path("_style", style.show, name="style"),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", account.set_language, name="set_language"),
    path("desk/", include("huiyin.console.urls")),
    path("api/", include("huiyin.api.urls")),
    path("", include("huiyin.portal.urls")),
]
