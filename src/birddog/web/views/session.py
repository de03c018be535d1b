"""The guided session, as a page and as JSON, and what stands on it afterwards."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from birddog.core.content.values import BirddogError
from birddog.core.plan.planner import Session
from birddog.core.screen.help_words import NEW_PAIN
from birddog.services.chart.reading import Reading
from birddog.services.intake.result import result_of
from birddog.services.library.exercises import routine_for
from birddog.services.progress.why import led_to
from birddog.services.session.plan import session_plan
from birddog.services.session.quarter_hour import answer_quarter, open_quarter, quarter_of
from birddog.services.session.reported import session_told
from birddog.web.request import PersonRequest
from birddog.web.templatetags.birddog import figure_url
from birddog.web.views.guard import with_chart
from birddog.web.words import refusal


@with_chart
def page(request: PersonRequest, reading: Reading) -> HttpResponse:
    """The player. Safety questions that stand first come first; without a session the page says what to do instead."""
    if reading.today.ask_first:
        return redirect("safety")
    made = _plan(request, reading)
    if made is None:
        found = result_of(reading, request.preferences.country)
        return render(request, "web/session/none.html", {"found": found, "advice": _advice(reading)})
    asked = open_quarter(request.person, request.now)
    done_today = reading.state.last_session == reading.today.date
    return render(request, "web/session/page.html", {"plan": made, "quarter": asked, "done_today": done_today})


@with_chart
def plan(request: PersonRequest, reading: Reading) -> HttpResponse:
    """The same as JSON: ``{"session": plan or null, "ask_first": bool}``."""
    return JsonResponse({"session": _plan(request, reading), "ask_first": reading.today.ask_first})


@with_chart
def done(request: PersonRequest, reading: Reading, event_id: str) -> HttpResponse:
    """A session that was taken in: what was done, what it means, and the question a quarter of an hour later."""
    asked, told = quarter_of(request.person, event_id), session_told(reading, event_id)
    if asked is None or told is None:
        raise Http404(f"there is no session {event_id}")
    if request.method == "POST":
        try:
            pain = request.POST.get("pain_after")
            answer_quarter(
                request.person, asked, float(pain) if pain else None, request.POST.get("lasted", ""), request.now
            )
        except (BirddogError, ValueError) as error:
            messages.error(request, refusal(str(error)))
        else:
            messages.success(request, _("Saved. Thank you."))
        return redirect("session-done", event_id=event_id)
    meant = led_to(event_id, reading.folded.decisions, reading.content)
    shown = {
        "quarter": asked, "asking": asked.worth_asking(request.now), "due": asked.due <= request.now,
        "told": told, "meant": meant,
        "today": told.at.date() == reading.today.date, "stopped": not reading.today.disposition.allows_exercise,
        "morning": reading.state.waiting is not None and reading.state.last_session == told.at.date(),
        "new_pain": reading.content.phrase(NEW_PAIN),
    }  # fmt: skip
    return render(request, "web/session/done.html", shown)


def _plan(request: PersonRequest, reading: Reading) -> dict[str, Any] | None:
    return session_plan(reading, request.preferences, partial(_draw, request), _instead(request, reading))


def _instead(request: PersonRequest, reading: Reading) -> Session | None:
    """The short version, or the ready-made session, that the address asks for in place of today's."""
    if "short" in request.GET:
        return reading.today.short
    made = routine_for(reading, request.GET.get("routine", ""))
    return made.session if made is not None and made.session.items else None


def _draw(request: PersonRequest, exercise_id: str, kind: str) -> str:
    return figure_url(exercise_id, request.preferences, kind)


def _advice(reading: Reading) -> str:
    return reading.content.phrase(f"advice-{reading.today.disposition.word}")
