"""Addresses of the pages. Each group lives in a module of ``views``."""

from __future__ import annotations

from django.urls import path

from birddog.web.views import (
    checks,
    data,
    figures,
    intake,
    learn,
    library,
    log,
    progress,
    reports,
    session,
    settings,
    today,
    worker,
)

urlpatterns = [
    path("", today.page, name="today"),
    path("program/", today.program, name="program"),
    # before the first day
    path("start/", intake.start, name="start"),
    path("start/<slug:step>/", intake.step, name="start-step"),
    path("emergency/", intake.emergency, name="emergency"),
    # a session
    path("session/", session.page, name="session"),
    path("session.json", session.plan, name="session-plan"),
    path("session/done/<path:event_id>/", session.done, name="session-done"),
    # reports and questions
    path("pain-check/", checks.pain_check, name="pain-check"),
    path("morning/", checks.morning, name="morning"),
    path("safety/", checks.safety, name="safety"),
    path("changed/", checks.changed, name="changed"),
    path("leg/", checks.leg, name="leg"),
    path("flare/", checks.flare, name="flare"),
    path("reports/", reports.index, name="reports"),
    path("reports/add/<slug:kind>/", reports.add, name="report-add"),
    path("reports/one/<path:event_id>/", reports.one, name="report"),
    path("pause/", reports.pause, name="pause"),
    path("log/<slug:kind>/", log.take, name="log"),
    path("sync/", log.sync, name="sync"),
    # how it goes
    path("progress/", progress.page, name="progress"),
    path("progress/why/", progress.why, name="why"),
    path("progress/summary/", progress.summary, name="summary"),
    path("measures/<str:instrument>/", progress.measure, name="measure"),
    # to read
    path("library/", library.index, name="library"),
    path("library/<slug:exercise_id>/", library.exercise, name="exercise"),
    path("routines/", library.routines, name="routines"),
    path("routines/<slug:routine_id>/", library.routine, name="routine"),
    path("lessons/", learn.index, name="lessons"),
    path("lessons/<slug:lesson_id>/", learn.lesson, name="lesson"),
    # one's own
    path("settings/", settings.index, name="settings"),
    path("settings/<slug:section>/", settings.section, name="settings-section"),
    path("calendar/<str:token>.ics", settings.calendar, name="calendar"),
    path("push/", settings.push_, name="push"),
    path("export/events.jsonl", data.jsonl, name="export-jsonl"),
    path("export/events.csv", data.csv, name="export-csv"),
    path("import/", data.take_in, name="import"),
    path("export/told.jsonl", data.told, name="export-told"),
    path("erase/", data.erase, name="erase"),
    path("goodbye/", data.goodbye, name="goodbye"),
    # for the browser
    path("figure/<slug:exercise_id>.svg", figures.svg, name="figure"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
    path("sw.js", worker.script, name="service-worker"),
    path("offline/", worker.offline, name="offline"),
    path("offline.json", worker.wanted, name="offline-list"),
    path("healthz", worker.healthz, name="healthz"),
]
