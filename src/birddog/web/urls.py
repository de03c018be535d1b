"""Addresses of the pages, each with whose it is (``access``). Each group lives in a module of ``views``."""

from __future__ import annotations

from birddog.web.access import administrator, anyone, caseload, member, own, placement, shared, therapist
from birddog.web.views import (
    checks,
    clinic,
    data,
    figures,
    intake,
    join,
    learn,
    library,
    log,
    patients,
    progress,
    reports,
    session,
    settings,
    sharing,
    today,
    worker,
)

urlpatterns = [
    own("", today.page, name="today"),
    own("program/", today.program, name="program"),
    # before the first day
    own("start/", intake.start, name="start"),
    own("start/<slug:step>/", intake.step, name="start-step"),
    anyone("emergency/", intake.emergency, name="emergency"),
    # a session
    own("session/", session.page, name="session"),
    own("session.json", session.plan, name="session-plan"),
    own("session/done/<path:event_id>/", session.done, name="session-done"),
    # reports and questions
    own("pain-check/", checks.pain_check, name="pain-check"),
    own("morning/", checks.morning, name="morning"),
    own("safety/", checks.safety, name="safety"),
    own("changed/", checks.changed, name="changed"),
    own("leg/", checks.leg, name="leg"),
    own("flare/", checks.flare, name="flare"),
    own("reports/", reports.index, name="reports"),
    own("reports/add/<slug:kind>/", reports.add, name="report-add"),
    own("reports/one/<path:event_id>/", reports.one, name="report"),
    own("pause/", reports.pause, name="pause"),
    own("log/<slug:kind>/", log.take, name="log"),
    own("sync/", log.sync, name="sync"),
    # how it goes
    own("progress/", progress.page, name="progress"),
    own("progress/why/", progress.why, name="why"),
    own("progress/summary/", progress.summary, name="summary"),
    own("measures/<str:instrument>/", progress.measure, name="measure"),
    # to read
    own("library/", library.index, name="library"),
    own("library/<slug:exercise_id>/", library.exercise, name="exercise"),
    own("routines/", library.routines, name="routines"),
    own("routines/<slug:routine_id>/", library.routine, name="routine"),
    own("lessons/", learn.index, name="lessons"),
    own("lessons/<slug:lesson_id>/", learn.lesson, name="lesson"),
    # one's own
    own("settings/", settings.index, name="settings"),
    own("settings/<slug:section>/", settings.section, name="settings-section"),
    anyone("calendar/<str:token>.ics", settings.calendar, name="calendar"),
    own("push/", settings.push_, name="push"),
    own("export/events.jsonl", data.jsonl, name="export-jsonl"),
    own("export/events.csv", data.csv, name="export-csv"),
    own("import/", data.take_in, name="import"),
    own("export/told.jsonl", data.told, name="export-told"),
    own("erase/", data.erase, name="erase"),
    anyone("goodbye/", data.goodbye, name="goodbye"),
    # a clinic
    shared("join/<str:token>/", join.page, name="join"),
    shared("care/", sharing.page, name="care"),
    shared("care/leave/", sharing.leave, name="care-leave"),
    member("clinic/", clinic.page, name="clinic"),
    member("clinic/invite/", clinic.invite, name="clinic-invite"),
    member("clinic/invite/<uuid:invitation>/", clinic.take_back, name="clinic-take-back"),
    administrator("clinic/members/<uuid:member>/", clinic.member, name="clinic-member"),
    therapist("clinic/patients/", patients.page, name="caseload"),
    caseload("clinic/patients/<uuid:care>/", patients.one, name="patient"),
    caseload("clinic/patients/<uuid:care>/seen/", patients.seen, name="patient-seen"),
    placement("clinic/patients/<uuid:care>/place/", patients.place, name="clinic-place"),
    # for the browser
    own("figure/<slug:exercise_id>.svg", figures.svg, name="figure"),
    anyone("manifest.webmanifest", worker.manifest, name="manifest"),
    anyone("sw.js", worker.script, name="service-worker"),
    anyone("offline/", worker.offline, name="offline"),
    own("offline.json", worker.wanted, name="offline-list"),
    anyone("healthz", worker.healthz, name="healthz"),
]
