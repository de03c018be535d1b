"""Is this pain normal? How was the night? Has something changed? Each a page with a few taps."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from birddog.core.content.values import BirddogError
from birddog.core.screen.help_words import ASKED_AGAIN
from birddog.records import store
from birddog.services.chart.reading import Reading
from birddog.services.contents import content_of
from birddog.services.intake.emergency_numbers import emergency_numbers
from birddog.services.intake.signs_again import asked_again, quotes_of
from birddog.services.progress.why import led_to
from birddog.services.reports.pain_check import asked_of, judged, worse_from
from birddog.services.reports.recent import exercises_lately, known, leg_matters, usual_pain
from birddog.services.session.rows import names_of
from birddog.services.today.day import way_back
from birddog.web.request import PersonRequest, reading_of
from birddog.web.views.guard import with_chart
from birddog.web.words import refusal


def pain_check(request: PersonRequest) -> HttpResponse:
    """A verdict by the rules, from a form that is sent by GET: nothing is written unless the person asks for it."""
    reading = reading_of(request)
    if reading and not reading.state.disposition.allows_exercise:
        return redirect("today")  # nobody who should be seen first reads "go on"
    content = reading.content if reading else content_of(request.person, request.language)
    usual = usual_pain(reading.state if reading else None, request.now.date())
    shown: dict[str, Any] = {"reading": reading, "usual": usual, "given": request.GET}
    try:
        asked = asked_of(request.GET.dict())
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        asked = None
    if asked is None:
        return render(request, "web/checks/pain_check.html", shown)
    shown |= {"asked": asked, "found": judged(asked, content, usual)}
    return render(request, "web/checks/pain_verdict.html", shown)


@with_chart
def morning(request: PersonRequest, reading: Reading) -> HttpResponse:
    """How it is the morning after; with ``of``, what the report means for today."""
    event_id = request.GET.get("of", "")
    if event_id:
        meant = led_to(event_id, reading.folded.decisions, reading.content)
        arrived = store.find(request.person, event_id) is not None
        return render(
            request, "web/checks/morning_told.html", {"meant": meant, "arrived": arrived, "event_id": event_id}
        )
    shown = {"leg": leg_matters(reading.state), "due": reading.today.reports_due, "reading": reading,
             "worse": json.dumps(worse_from(reading.state, reading.content, reading.now.date()))}  # fmt: skip
    return render(request, "web/checks/morning.html", shown)


@with_chart
def safety(request: PersonRequest, reading: Reading) -> HttpResponse:
    """The danger signs again: those that are due, or all of them when the person comes by themselves."""
    groups = asked_again(reading.state, reading.content, reading.today.ask)
    return render(
        request,
        "web/checks/safety.html",
        _with_signs(
            request,
            reading,
            groups=groups,
            quotes=quotes_of(reading.state),
            again=reading.content.phrase(ASKED_AGAIN),
        ),
    )


@with_chart
def changed(request: PersonRequest, reading: Reading) -> HttpResponse:
    """Something changed: where to tell what."""
    return render(request, "web/checks/changed.html", {"flare": reading.state.flare is not None, "reading": reading})


@with_chart
def leg(request: PersonRequest, reading: Reading) -> HttpResponse:
    """Leg symptoms changed, with the danger signs."""
    lately = known(exercises_lately(reading.lately, reading.now.date()), reading.content)
    shown = _with_signs(request, reading, lately=names_of(lately, reading.content), moved=request.GET.get("moved", ""))
    return render(request, "web/checks/leg.html", shown)


@with_chart
def flare(request: PersonRequest, reading: Reading) -> HttpResponse:
    """It hurts more: declare a flare, with the danger signs; in a flare, the way back and its end."""
    if not reading.state.disposition.allows_exercise:
        return redirect("today")
    found = way_back(reading.state, reading.content, reading.now.date())
    if found is not None:
        rule = reading.content.rules.get("birddog-flare")
        shown = {"flare": found, "says": rule.patient if rule else "", "reading": reading}
        return render(request, "web/checks/flare_now.html", shown)
    return render(request, "web/checks/flare.html", _with_signs(request, reading))


def _with_signs(request: PersonRequest, reading: Reading, **more: Any) -> dict[str, Any]:
    """What a page with danger signs shows: the signs, and whom to call."""
    numbers = emergency_numbers(request.preferences.country)
    return {"reading": reading, "groups": asked_again(reading.state, reading.content), "numbers": numbers, **more}
