"""One's own data: taken along, or erased."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from birddog.core.content.values import BirddogError
from birddog.core.log.home_made import words_of
from birddog.services import erase as erasing
from birddog.services import home_made
from birddog.services.chart import export, import_chart
from birddog.web.request import PersonRequest
from birddog.web.words import refusal


@require_GET
def jsonl(request: PersonRequest) -> HttpResponse:
    """The chart, one event a line."""
    return _file(export.chart_as_jsonl(request.person, request.now), "application/jsonl", "birddog-chart.jsonl")


@require_GET
def csv(request: PersonRequest) -> HttpResponse:
    """The chart as a table. The mark at its beginning tells spreadsheets that it is UTF-8."""
    return _file(
        "\ufeff" + export.chart_as_csv(request.person, request.now, request.language), "text/csv", "birddog-chart.csv"
    )


@require_POST
def take_in(request: PersonRequest) -> HttpResponse:
    """A chart file of Birddog's own export into an empty chart."""
    given = request.FILES.get("chart")
    if given is None or given.size is None or given.size > import_chart.MOST_BYTES:
        messages.error(request, _("Choose a chart file of at most 20 MB."))
        return redirect("settings-section", "data")
    try:
        count = import_chart.take_in(request.person, given.read(), request.now)
    except BirddogError as error:
        messages.error(request, _("We added nothing. %(why)s") % {"why": refusal(str(error))})
        return redirect("settings-section", "data")
    messages.success(request, ngettext("We added %(n)d entry.", "We added %(n)d entries.", count) % {"n": count})
    if lacking := home_made.lacking(request.person):
        names = ", ".join(words_of(made, request.language).name for made in lacking)
        messages.error(request, _("The file does not hold the pictures of these exercises: %(names)s.") % {
            "names": names})  # fmt: skip
    return redirect("today")


@require_GET
def told(request: PersonRequest) -> HttpResponse:
    """What was decided, one record a line."""
    return _file(export.record_as_jsonl(request.person), "application/jsonl", "birddog-decisions.jsonl")


@require_GET
def messages_(request: PersonRequest) -> HttpResponse:
    """What the person and their therapists wrote to each other."""
    return _file(export.messages_as_text(request.person, request.now), "text/plain", "birddog-messages.txt")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: PersonRequest) -> HttpResponse:
    """Two steps: what is lost, then a word to type. The browser is told to forget as well."""
    word = pgettext("typed to confirm", "erase")
    if request.method != "POST":
        sure = request.GET.get("step") == "word"
        return render(
            request, "web/data/erase.html", {"word": word, "sure": sure, "events": request.person.events.count()}
        )
    if request.POST.get("word", "").strip().lower() != word.lower():
        messages.error(request, _("That was not the word. Nothing has been erased."))
        return redirect(f"{request.path}?step=word")
    erasing.erase(request.person)
    logout(request)
    response = redirect("goodbye")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@require_GET
def goodbye(request: HttpRequest) -> HttpResponse:
    """Everything is gone; how to begin again. Any page can lead here, so this does nothing itself."""
    return render(request, "web/data/goodbye.html")
