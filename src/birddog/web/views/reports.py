"""What was reported: to look over, put right, move to another day, delete, add later, and undo. And pauses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from birddog.core.content.values import BirddogError
from birddog.services.chart.reading import Reading
from birddog.services.reports import kinds, put_right
from birddog.services.reports.page import TITLES, Report, report_of, reports
from birddog.services.session.rows import name_of
from birddog.services.today.pauses import pause_now
from birddog.web.request import PersonRequest
from birddog.web.views.guard import with_chart
from birddog.web.words import refusal

SHOWN = 40
"""Reports on one page, unless all are asked for."""
ADDED = ("pain", "morning", "session", "aerobic")
"""Kinds that a person may add for an earlier day."""


@with_chart
def index(request: PersonRequest, reading: Reading) -> HttpResponse:
    """Every report, the newest first; after one was put right, what that changed, and a way back."""
    if request.method == "POST":
        return _undo(request)
    found = reports(reading)
    every = "all" in request.GET or len(found) <= SHOWN
    ids = [each for each in request.GET.get("changed", "").split(",") if each]
    shown = {
        "rows": found if every else found[:SHOWN], "every": every, "added": [(kind, TITLES[kind]) for kind in ADDED],
        "today": reading.now.date(), "ids": ",".join(ids), "undone": "undone" in request.GET,
        "changed": put_right.what_changed(request.person, ids, reading.content, request.now) if ids else None,
    }  # fmt: skip
    return render(request, "web/reports/index.html", shown)


@with_chart
def one(request: PersonRequest, reading: Reading, event_id: str) -> HttpResponse:
    """One report: its fields, its day, a note; save or delete."""
    found = report_of(reading, event_id)
    if found is None and request.method == "POST":
        messages.error(request, _("This report was changed or deleted elsewhere. Here is the current version."))
        return redirect("reports")
    if found is None:
        raise Http404(f"there is no report {event_id} (any more)")
    report, event = found
    if request.method == "POST":
        return _saved(request, report, reading)
    items = [(item, name_of(item.exercise, reading.content)) for item in getattr(event, "items", ())]
    shown = {
        "report": report, "fields": kinds.filled(event, report.kind) if report.open else [], "items": items,
        "done": [("yes", _("done")), ("partly", _("partly done")), ("no", _("left out"))],
        "today": reading.now.date(), "first": reading.events[0].at.date(), "numbers": range(11),
    }  # fmt: skip
    return render(request, "web/reports/one.html", shown)


@with_chart
def add(request: PersonRequest, reading: Reading, kind: str) -> HttpResponse:
    """A report of an earlier day."""
    if kind not in ADDED:
        raise Http404(f"reports: {kind} is not added here")
    first = reading.events[0].at.date()
    shown = {
        "kind": kind, "title": TITLES[kind], "fields": kinds.filled(None, kind), "numbers": range(11),
        "today": reading.now.date(), "day": max(first, reading.now.date() - timedelta(days=1)), "first": first,
        "walk": reading.today.aerobic,
    }  # fmt: skip
    return render(request, "web/reports/add.html", shown)


@with_chart
def pause(request: PersonRequest, reading: Reading) -> HttpResponse:
    """Away or ill: a pause begins, or the one that runs is over."""
    running = pause_now(reading.seen.pause, reading.now.date())
    if request.method == "POST" and running is not None:
        yesterday = reading.now.date() - timedelta(days=1)
        if running.at.date() > yesterday:
            put_right.delete(request.person, running, "", request.now)
            messages.success(request, _("The pause is undone. Your program is as it was before."))
            return redirect("today")
        given = {"until": [yesterday.isoformat()]}
        put_right.put_right(request.person, running, given, running.at, "", request.now)
        messages.success(request, _("Welcome back. We ask the danger signs again before your next session."))
        return redirect("safety")
    shown = {"running": running, "today": reading.now.date(), "choices": kinds.FIELDS["pause"][0].choices}
    return render(request, "web/reports/pause.html", shown)


def _saved(request: PersonRequest, report: Report, reading: Reading) -> HttpResponse:
    found = report_of(reading, report.id)
    assert found is not None
    event, note = found[1], request.POST.get("why_note", "")[:2000]
    try:
        if "delete" in request.POST:
            ids = put_right.delete(request.person, event, note, request.now)
        else:
            given = {name: request.POST.getlist(name) for name in request.POST}
            ids = put_right.put_right(request.person, event, given, _moment(request, event.at), note, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("report", report.id)
    if not ids:
        messages.info(request, _("Nothing has changed."))
        return redirect("reports")
    return redirect(f"{reverse('reports')}?{urlencode({'changed': ','.join(ids)})}")


def _undo(request: PersonRequest) -> HttpResponse:
    ids = [each for each in request.POST.get("undo", "").split(",") if each]
    try:
        put_right.undo(request.person, ids, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("reports")
    messages.success(request, _("Undone. It is as it was before."))
    return redirect("reports")


def _moment(request: PersonRequest, was: datetime) -> datetime:
    """Day and time of a form; what is left out, or as it was to the minute, stays. ``BirddogError`` for no day."""
    try:
        day = date.fromisoformat(request.POST.get("on") or was.date().isoformat())
        at = time.fromisoformat(request.POST.get("hour") or was.strftime("%H:%M"))
    except ValueError as error:
        raise BirddogError(f"on is {request.POST.get('on')!r}; allowed: a day such as 2026-03-02") from error
    moved = datetime.combine(day, at, tzinfo=was.tzinfo)
    return was if moved == was.replace(second=0, microsecond=0) else moved
