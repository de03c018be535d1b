"""All addresses, those of accounts among them: for tests in which people sign in."""

from __future__ import annotations

from django.urls import include, path

from birddog.server.urls import handler404, handler429, handler500  # noqa: F401

urlpatterns = [path("", include("birddog.web.urls")), path("accounts/", include("allauth.urls"))]
