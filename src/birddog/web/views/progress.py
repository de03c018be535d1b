"""How it goes: charts, measures, why the program changed, and a page to take along."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from birddog.core.content.measures import by_id
from birddog.core.content.values import BirddogError
from birddog.services.chart.reading import Reading
from birddog.services.clinician.page import clinician_page
from birddog.services.progress import page as services
from birddog.services.progress.measures import RATINGS, due_title, own_activities, shape_of
from birddog.services.progress.why import whys
from birddog.services.today.day import weeks_in_all
from birddog.services.today.no_exercises import held
from birddog.web.request import PersonRequest, reading_of
from birddog.web.views.guard import with_chart

DAYS_SHOWN = 30
"""Days with a change on one page, unless all are asked for."""


def page(request: PersonRequest) -> HttpResponse:
    """Pain, function, sessions and walks over time, and the measures. Where help comes first, it leads there."""
    reading = reading_of(request)
    if reading is None:
        return render(request, "web/progress/empty.html")
    why_held = held(reading, request.preferences.country)
    if why_held is not None and why_held.alone:
        return redirect("today")
    shown = services.progress(reading)
    due = [(name, due_title(name)) for name in reading.today.measures_due]
    packs = [each for each in reading.content.instruments if each.prompts]
    context = {"shown": shown, "reading": reading, "due": due, "packs": packs, "held": why_held}
    return render(request, "web/progress/page.html", context)


@with_chart
def why(request: PersonRequest, reading: Reading) -> HttpResponse:
    """Every decision, the newest day first, with its reason and its sources."""
    every = "all" in request.GET
    days = [day for day in whys(reading.folded.decisions, reading.content) if day.changed or every]
    shown = {"days": days if every else days[:DAYS_SHOWN], "every": every, "today": reading.now.date()}
    return render(request, "web/progress/why.html", shown)


@with_chart
def summary(request: PersonRequest, reading: Reading) -> HttpResponse:
    """To print, or to show to a clinician."""
    shown = summary_of(reading, request.language)
    return render(request, "web/progress/summary.html", shown)


def summary_of(reading: Reading, language: str) -> dict[str, Any]:
    """What the summary for a clinician is made of, whoever reads it."""
    today, state = reading.today, reading.state
    return {
        "page": clinician_page(reading, english=language == "en"), "reading": reading, "today": today,
        "stage": reading.content.stages[state.stage], "weeks": weeks_in_all(state, reading.content, today.date),
    }  # fmt: skip


@with_chart
def measure(request: PersonRequest, reading: Reading, instrument: str) -> HttpResponse:
    """The form of one measure."""
    try:
        asked = by_id(reading.content.instruments, instrument)
    except BirddogError as error:
        raise Http404(str(error)) from error
    shown = {
        "instrument": asked, "shape": shape_of(asked), "title": due_title(instrument),
        "activities": own_activities(reading), "ratings": RATINGS.items(),
        "prompts": list(zip(asked.items, asked.prompts, strict=True)) if asked.prompts else [],
        "started": reading.state.started, "numbers": range(11), "prompts_language": "en",
        "next": reverse("today" if request.GET.get("next") == reverse("today") else "progress"),
    }  # fmt: skip
    return render(request, "web/progress/measure.html", shown)
