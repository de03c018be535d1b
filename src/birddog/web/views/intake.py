"""Before the first day: the welcome, the questions one by one, the look back over them, and what they mean."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from birddog.catalog.language import load_language
from birddog.core.content.values import BirddogError, Disposition
from birddog.services.chart.log import record_one
from birddog.services.contents import content_of
from birddog.services.intake import answering, reading_time
from birddog.services.intake.answering import Flow, IntakeOverError
from birddog.services.intake.emergency_numbers import emergency_numbers
from birddog.services.intake.form import Posted, Step
from birddog.services.intake.result import result_of
from birddog.services.intake.signs import GROUPS
from birddog.services.person.preferences import change
from birddog.web.request import PersonRequest, reading_of
from birddog.web.templatetags.birddog import fresh_id
from birddog.web.views.intake_forms import doubts_shown, fields_shown, parts_shown, review_shown
from birddog.web.words import refusal

EMERGENCY_PAGE_KEPT_S = 3600
"""Seconds for which a browser may show the emergency page without asking again."""


def start(request: PersonRequest) -> HttpResponse:
    """The welcome; a press on its button begins an intake, on a language changes the language."""
    if request.method == "POST" and "language" in request.POST:
        return _speak(request, request.POST["language"])
    flow = _flow(request)
    if request.method == "POST":
        return _begin(request)
    reading = reading_of(request)
    result = result_of(reading, request.preferences.country) if reading else None
    stopped = result is not None and not result.unfinished and not result.disposition.allows_exercise
    minutes = reading_time.minutes(content_of(request.person, request.language), request.now.date())
    shown = {"flow": flow, "stopped": stopped, "known": reading is not None, "languages": settings.LANGUAGES,
             "minutes": minutes}  # fmt: skip
    return render(request, "web/start/welcome.html", shown)


def _speak(request: PersonRequest, language: str) -> HttpResponse:
    if language in dict(settings.LANGUAGES):
        change(request.person, language=language)
    return redirect("start")


def _begin(request: PersonRequest) -> HttpResponse:
    """A new intake; one that is under way gives way to it only where the page showed that it would (``over``)."""
    event_id = request.POST.get("id", "")
    flow = _flow(request)
    if flow is None or (flow.id != event_id and flow.id == request.POST.get("over")):
        try:
            flow = answering.begin(request.person, event_id, reading_of(request), request.language, request.now)
        except BirddogError:
            return redirect("start")
    return _onward(flow)


def emergency(request: PersonRequest) -> HttpResponse:
    """What needs help now and whom to call; open to everyone, and kept by browsers for when there is no network."""
    content = load_language(request.language)  # the packaged one: this page needs neither a person nor a database
    signs = [item for item in content.screen_items if item.yes == Disposition.EMERGENCY]
    groups = [(GROUPS.get(group, ""), *reading_time.said_once([item.question for item in items]))
              for group, items in groupby(signs, key=lambda item: item.group)]  # fmt: skip
    shown = {"groups": groups, "numbers": emergency_numbers(request.preferences.country),
             "advice": content.phrase("advice-emergency")}  # fmt: skip
    response = render(request, "web/start/emergency.html", shown)
    patch_cache_control(response, private=True, max_age=EMERGENCY_PAGE_KEPT_S)
    return response


def step(request: PersonRequest, step: str) -> HttpResponse:
    """One step of the intake, its review, or its result."""
    if step == "result":
        return _result(request)
    flow = _flow(request)
    if step == "review":
        return _review(request, flow)
    if flow is None:
        return _too_late(request, step)
    asked = flow.step(step)
    if asked is None:
        if _signs_posted(request):
            return redirect("emergency")
        raise Http404(f"no step '{step}'")
    return _ask(request, flow, asked)


def _flow(request: PersonRequest) -> Flow | None:
    return answering.flow_of(request.person, request.language, request.now)


def _ask(request: PersonRequest, flow: Flow, asked: Step) -> HttpResponse:
    """Show a step; take its answers in."""
    posted: Posted | None = None
    errors: dict[str, str] = {}
    seen = request.POST.get("seen", "")
    if request.method == "POST":
        posted = {name: request.POST.getlist(name) for name in request.POST}
        current = seen == flow.seen(asked)
        try:
            flow, errors = answering.answer(request.person, flow, asked, posted, seen)
        except IntakeOverError:
            return _too_late(request, asked.id)
        if not errors:
            return _taken(request, flow, asked)
        # A page that is shown again is as old as it was.
        seen = "" if current else seen
    before = flow.before(asked)
    fields = fields_shown(asked, flow, posted, errors)
    shown = {
        "step": asked, "seen": seen or flow.seen(asked), "fields": fields,
        "parts": parts_shown(asked, fields, posted, errors),
        "more": [field for field in fields if field.field.more], "errors": errors,
        "numbers": emergency_numbers(request.preferences.country),
        "place": flow.place(asked), "places": len(flow.applying),
        "back": reverse("start-step", args=[before.id]) if before else reverse("start"),
    }  # fmt: skip
    template = "web/start/pick.html" if asked.pick else "web/start/step.html"
    return render(request, template, shown)


def _taken(request: PersonRequest, flow: Flow, asked: Step) -> HttpResponse:
    """On, unless another page has given an answer in the meantime that this one would have undone: then look again."""
    if flow.elsewhere and flow.stop is None:
        messages.warning(request, _("You have answered this on another page since. This is the current answer. If it "
                                    "is not right, change it here."))  # fmt: skip
        return redirect("start-step", asked.id)
    return _onward(flow)


def _signs_posted(request: PersonRequest) -> dict[str, str]:
    """Danger signs that a form says yes or not sure to."""
    signs = {item.id for item in content_of(request.person, request.language).screen_items}
    posted = {name.removeprefix("red_flags."): value for name, value in request.POST.items()}
    return {name: value for name, value in posted.items() if name in signs and value in ("yes", "unsure")}


def _too_late(request: PersonRequest, step: str) -> HttpResponse:
    """A page whose intake is over, finished or begun again on another one. A danger sign told there counts all the
    same: in the chart, or in a new intake where there is no chart."""
    signs = _signs_posted(request)
    if not signs:
        if request.method == "POST":
            messages.info(request, _("You have gone through these questions on another page already."))
        return redirect("start")
    if reading_of(request) is not None:
        event = {"id": fresh_id(), "type": "screen", "at": request.now.isoformat(), "red_flags": signs}
        record_one(request.person, event, request.now)
        return redirect("today")
    flow = answering.begin(request.person, fresh_id(), None, request.language, request.now)
    asked = flow.step(step)
    return _ask(request, flow, asked) if asked is not None else redirect("emergency")


def _onward(flow: Flow) -> HttpResponseRedirect:
    """To the result if help comes first, else to the next open step, else to the review."""
    if flow.stop is not None:
        return redirect("start-step", "result")
    following = flow.open_step
    return redirect("start-step", following.id if following else "review")


def _review(request: PersonRequest, flow: Flow | None) -> HttpResponse:
    """Everything that was answered, to change or to confirm."""
    if flow is None:
        if answering.recorded(request.person, request.POST.get("id", "")):
            return redirect("start-step", "result")
        return redirect("start")
    if flow.stop is not None or flow.open_step is not None:
        return _onward(flow)
    if request.method == "POST" and "certain" in request.POST:
        with suppress(answering.IntakeOverError):
            answering.confirm(request.person, flow, request.POST["certain"])
        return redirect("start-step", "review")
    if request.method == "POST" and request.POST.get("id") == flow.id:
        try:
            answering.finish(request.person, flow)
        except BirddogError as error:
            messages.error(request, refusal(str(error)))
            return redirect("start-step", "review")
        return redirect("start-step", "result")
    shown = {"flow": flow, "chapters": review_shown(flow), "whole": "all" in request.GET, "doubts": doubts_shown(flow),
             "differ": flow.content.rules["birddog-answers-differ"].patient}  # fmt: skip
    return render(request, "web/start/review.html", shown)


def _result(request: PersonRequest) -> HttpResponse:
    """What the chart says now: a program, or who should act first. A press takes back an answer given by mistake."""
    flow = _flow(request)
    if request.method == "POST" and "mistake" in request.POST:
        return _taken_back(request, flow)
    reading = reading_of(request)
    if reading is None:
        return redirect("start")
    result = result_of(reading, request.preferences.country)
    if result.disposition.allows_exercise:
        return redirect("program")
    if result.unfinished:
        return _onward(flow) if flow else redirect("start")
    shown = {"result": result, "flow": flow, "on": reading.state.intake_at}
    return render(request, "web/start/alone.html" if result.alone else "web/start/result.html", shown)


def _taken_back(request: PersonRequest, flow: Flow | None) -> HttpResponse:
    if flow is None or flow.stop is None:
        return redirect("start-step", "result")
    back_to, shown = flow.stop.step, request.POST["mistake"]
    try:
        after = answering.undo(request.person, flow, shown)
    except IntakeOverError:
        return redirect("start-step", "result")
    if after.stop is not None:
        return redirect("start-step", "result")
    messages.success(request, _("That answer is taken back. Here is the question again."))
    return redirect("start-step", back_to)
