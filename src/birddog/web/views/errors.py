"""Pages for when something went wrong: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    del exception
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. The page stands on its own: nothing on it needs the database."""
    return render(request, "web/errors/500.html", status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    del reason
    return render(request, "web/errors/csrf.html", status=403)
