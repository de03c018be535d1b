"""Where everything is."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("birddog.web.urls"))]
if settings.BIRDDOG_ACCOUNTS:
    urlpatterns.append(path("accounts/", include("allauth.urls")))

handler404 = "birddog.web.views.errors.not_found"
handler429 = "birddog.web.views.errors.too_many"
handler500 = "birddog.web.views.errors.server_error"
