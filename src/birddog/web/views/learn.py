"""Short reads: this week's first, then those meant for this person, then all the others."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from birddog.core.content.content import Content
from birddog.services.chart.reading import Reading
from birddog.services.clinic.signing import confirmed_for
from birddog.services.contents import content_of
from birddog.services.library import labels
from birddog.services.library.lessons import reading_list, topic_of
from birddog.services.today.no_exercises import held
from birddog.web.request import PersonRequest, reading_of


def index(request: PersonRequest) -> HttpResponse:
    """All lessons, in three groups. Where help comes before everything else, they wait."""
    reading, content = _content(request)
    why = held(reading, request.preferences.country) if reading is not None else None
    if why is not None and why.alone:
        return redirect("today")
    rows = reading_list(reading, content)
    chosen = [(week, lesson, labels.TOPICS.get(topic, "")) for week, lesson, topic in rows.chosen]
    context = {"rows": rows, "chosen": chosen, "held": why, "begun": reading is not None}
    return render(request, "web/learn/index.html", context)


def lesson(request: PersonRequest, lesson_id: str) -> HttpResponse:
    """One lesson, point by point, its sources folded away, and the next one to read."""
    reading, content = _content(request)
    why = held(reading, request.preferences.country) if reading is not None else None
    if why is not None and why.alone:
        return redirect("today")
    shown = next((x for x in content.lessons if x.id == lesson_id), None)
    if shown is None:
        raise Http404(f"lesson: there is no {lesson_id}")
    ids = dict.fromkeys(source for point in shown.points for source in point.sources)
    rows = reading_list(reading, content)
    order = [*rows.now, *(row[1] for row in rows.chosen), *rows.others]
    place = next(n for n, x in enumerate(order) if x.id == lesson_id)
    context = {
        "lesson": shown, "because": labels.TOPICS.get(topic_of(reading, content, lesson_id), ""),
        "sources": [content.sources[i] for i in ids if i in content.sources],
        "next": order[place + 1] if place + 1 < len(order) else None,
        "confirmed": confirmed_for(request.person, f"lesson-{lesson_id}"),
    }  # fmt: skip
    return render(request, "web/learn/lesson.html", context)


def _content(request: PersonRequest) -> tuple[Reading | None, Content]:
    reading = reading_of(request)
    return reading, reading.content if reading is not None else content_of(request.person, request.language)
