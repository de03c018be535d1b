"""Today, and the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from birddog.core.state.asked_later import waiting
from birddog.core.state.state import Logged
from birddog.services.chart.reading import Reading
from birddog.services.clinic.members import membership_of
from birddog.services.clinic.messages import unread_by
from birddog.services.intake.later import to_ask
from birddog.services.intake.result import result_of
from birddog.services.intake.signs_again import how_many, quotes_of
from birddog.services.progress.measures import due_title
from birddog.services.progress.why import cause_of, changes, since_answers
from birddog.services.session.quarter_hour import open_quarter
from birddog.services.session.rows import names_of, rows_of
from birddog.services.today.day import (
    done_on,
    is_walking_day,
    kind_of,
    sessions_a_day,
    way_back,
    week_at_a_glance,
    weeks_in_all,
)
from birddog.services.today.encouragement import true_line
from birddog.services.today.left_out import gaps
from birddog.services.today.pauses import pause_now
from birddog.services.today.program import overview
from birddog.web.accounts import home_of
from birddog.web.request import PersonRequest, reading_of
from birddog.web.views.guard import with_chart

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LATEST_NOTES = 3


def page(request: PersonRequest) -> HttpResponse:
    """One's own day; for somebody who works in a clinic and has no program of their own, the clinic."""
    if settings.BIRDDOG_ACCOUNTS and reading_of(request) is None:
        member = membership_of(cast("User", request.user))
        if member is not None:
            return redirect(home_of(member))
    return _own(request)


@with_chart
def _own(request: PersonRequest, reading: Reading) -> HttpResponse:
    """What comes first, the session, the walk, the week. With a danger sign: what to do now, and nothing else."""
    today, state, content = reading.today, reading.state, reading.content
    done = done_on(reading.lately, today.date)
    paused = pause_now(reading.seen.pause, today.date)
    kind = _kind(reading)
    if kind == "stopped":
        notes = state.notes[-1:]
        found = result_of(reading, request.preferences.country)
        stopped = {"found": found, "reading": reading, "notes": notes, "quotes": quotes_of(state),
                   "questions": how_many(state, content, today.ask)}  # fmt: skip
        return render(request, "web/today/stopped.html", stopped)
    shown: dict[str, Any] = {
        "reading": reading, "today": today, "kind": kind, "pause": paused, "done": done,
        "flare": way_back(state, content, today.date),
        "stage": content.stages[state.stage], "weeks": weeks_in_all(state, content, today.date),
        "week": week_at_a_glance(reading.lately, state, content, today.date),
        "true_line": true_line(reading.lately, reading.seen, today.date),
        "asked_because": _asked_because(reading), "questions": how_many(state, content, today.ask),
        "rows": rows_of(today.session, content),
        "changed": changes(_changed(reading), content),
        "notes": today.notes[-LATEST_NOTES:][::-1],
        "alongside": _alongside(request, reading),
        "letter": settings.BIRDDOG_ACCOUNTS and unread_by(request.person),
    }  # fmt: skip
    if kind not in ("questions", "pause"):
        walk = today.aerobic
        shown |= {
            "quarter": open_quarter(request.person, request.now),
            "later": to_ask(state, content),
            "measures": [(name, due_title(name)) for name in today.measures_due],
            "walk": walk, "walk_name": content.exercise(walk.exercise).name if walk else "",
            "walk_others": names_of(walk.instead, content) if walk else (),
            "walking_day": is_walking_day(today, state),
            "break_moves": names_of(today.breaks.moves, content) if today.breaks else (),
            "practice": names_of(today.practice, content),
            "short_says": content.rules["birddog-short-version"].patient,
            "offers_say": content.rules["birddog-free-of-pain"].patient,
            "bouts_name": content.exercise(today.bouts.exercise).name if today.bouts else "",
            "bouts_say": content.rules["birddog-bouts"].patient,
        }  # fmt: skip
    return render(request, "web/today/page.html", shown)


def _kind(reading: Reading) -> str:
    today, times = reading.today, sessions_a_day(reading.state, reading.content)
    return kind_of(today, reading.state, done_on(reading.lately, today.date), times)


def _asked_because(reading: Reading) -> str:
    """Why the danger signs are asked now, in the words of the rule."""
    rule = {
        "gap": "birddog-gap",
        "pause": "birddog-pause",
        "weekly": "birddog-weekly-screen",
        "words": "birddog-words-asked",
        "adverse": "birddog-words-asked",
    }.get(reading.today.ask_because, "")
    return reading.content.rules[rule].patient if rule in reading.content.rules else ""


def _changed(reading: Reading) -> tuple[Logged, ...]:
    """What was decided today, without what made the first program: that page has just told it."""
    first, last = reading.seen.intakes or ("", "")
    return tuple(row for row in since_answers(reading.today.decisions, last) if cause_of(row) != first)


def _alongside(request: PersonRequest, reading: Reading) -> Any:
    """What was found, when a clinician should see it as well."""
    found = result_of(reading, request.preferences.country)
    return found if found.disposition.word == "clinician_alongside" else None


@with_chart
def program(request: PersonRequest, reading: Reading) -> HttpResponse:
    """The whole program: why, the weeks, what is left out, what else helps. Without one: Today says what to do."""
    content = reading.content
    found = overview(reading) if reading.state.disposition.allows_exercise else None
    if found is None:
        return redirect("today")
    shown = {
        "plan": found, "reading": reading, "alongside": _alongside(request, reading),
        "kind": _kind(reading), "rows": rows_of(reading.today.session, content),
        "later": reading.state.sessions == 0 and bool(waiting(reading.state, content.values)),
        "spans": [(span, rows_of(span.session, content), _walk_name(span.walk, reading)) for span in found.spans],
        "maintenance_rows": rows_of(found.maintenance.session, content),
        "left_out": [(out, names_of(out.exercises, content)) for out in found.left_out],
        "gaps": gaps(found.absent),
        "avoid": [
            (content.exercise(row["exercise"]), row,
             *(names_of(tuple(row[k]), content) for k in ("instead", "way_back")))
            for row in found.avoid
        ],
        "practice": names_of(found.practice, content),
        "break_moves": names_of(found.breaks.moves, content) if found.breaks else (),
    }  # fmt: skip
    return render(request, "web/today/program.html", shown)


def _walk_name(walk: Any, reading: Reading) -> str:
    return reading.content.exercise(walk.exercise).name if walk else ""
