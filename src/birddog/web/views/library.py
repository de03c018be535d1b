"""Every exercise with its figure, how each stands to one's program, and the ready-made sessions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from birddog.catalog.movements import drill
from birddog.core.content.content import Content
from birddog.core.content.exercise import Exercise
from birddog.services.chart.reading import Reading
from birddog.services.clinic.signing import confirmed_for
from birddog.services.contents import content_of
from birddog.services.library import exercises, labels
from birddog.services.session.plan import amount
from birddog.web.request import PersonRequest, reading_of

RUNGS = ("easier", "harder", "floor_free")


def index(request: PersonRequest) -> HttpResponse:
    """All exercises, searched and filtered; without a search in groups, the avoid list last."""
    reading, content = _content(request)
    query, position, category = (request.GET.get(name, "").strip()[:80] for name in ("q", "position", "category"))
    mine = exercises.mine(reading) if reading is not None else frozenset()
    only_mine = "mine" in request.GET
    rows = exercises.filtered(exercises.found(content, query), position, category, mine if only_mine else None)
    shown = [e for e in rows if e.kind != "avoid"]
    groups = [(label, [e for e in shown if e.category == name]) for name, label in labels.CATEGORIES.items()]
    context = {
        "query": query, "position": position, "category": category, "only_mine": only_mine, "mine": mine,
        "positions": labels.POSITIONS, "categories": labels.CATEGORIES, "count": len(rows),
        "groups": [("", shown)] if query else [group for group in groups if group[1]],
        "avoid": [(e, [content.exercise(i) for i in e.instead]) for e in rows if e.kind == "avoid"],
        "filtered": bool(position or category or only_mine), "reading": reading,
    }  # fmt: skip
    return render(request, "web/library/index.html", context)


def exercise(request: PersonRequest, exercise_id: str) -> HttpResponse:
    """One exercise: how it is done, what goes wrong, and why it is in the program or not."""
    reading, content = _content(request)
    if exercise_id not in content.index:
        raise Http404(f"exercise: there is no {exercise_id}")
    shown = content.exercise(exercise_id)
    standing = exercises.standing(reading, shown) if reading is not None else None
    item = (standing.item if standing else None) or exercises.usual_item(reading, content, shown)
    context = {
        "exercise": shown, "standing": standing, "amount": amount(item) if item else "", "reading": reading,
        "second_view": _has_second_view(shown), "position": labels.POSITIONS[labels.position_of(shown.start)],
        "category": labels.CATEGORIES[shown.category],
        "ladder": {name: [content.exercise(i) for i in getattr(shown, name)] for name in RUNGS},
        "needs": [[labels.EQUIPMENT[thing] for thing in group] for group in shown.equipment],
        "helps": [labels.EQUIPMENT[thing] for thing in shown.optional_equipment],
        "lacks": [[labels.EQUIPMENT[thing] for thing in group] for group in standing.lacks] if standing else [],
        "first": [content.exercise(i) for i in standing.first] if standing else [],
        "instead": [content.exercise(i) for i in shown.instead],
        "sources": _sources(content, shown.sources), "liked": reading is not None and shown.id in reading.state.liked,
        "wishes": _wishes(reading, shown, standing), "confirmed": confirmed_for(request.person, f"exercise-{shown.id}"),
    }  # fmt: skip
    return render(request, "web/library/exercise.html", context)


def _wishes(reading: Reading | None, shown: Exercise, standing: exercises.Standing | None) -> tuple[str, ...]:
    """What the person may wish about an exercise, as ``swap`` events know it."""
    if reading is None or standing is None or shown.kind not in ("exercise", "aerobic"):
        return ()
    if standing.place in ("closed", "wish", "out", "veto", "read"):
        return ()
    like = () if shown.id in reading.state.liked else ("like",)
    if not standing.in_program or shown.kind == "aerobic":
        return (*like, "not_this")
    return (*like, "easier", "harder", "not_this")


def _has_second_view(shown: Exercise) -> bool:
    return shown.made is None and bool(drill(shown.id).second_view)


def _sources(content: Content, ids: tuple[str, ...]) -> list[Any]:
    return [content.sources[i] for i in ids if i in content.sources]


def routines(request: PersonRequest) -> HttpResponse:
    """The ready-made sessions."""
    reading, content = _content(request)
    rows = []
    for row in content.routines:
        made = exercises.routine_for(reading, row.id) if reading is not None else None
        picture = next((i.exercise for i in made.session.items), row.items[0]) if made else row.items[0]
        rows.append((row, made, picture))
    return render(request, "web/library/routines.html", {"rows": rows, "reading": reading})


def routine(request: PersonRequest, routine_id: str) -> HttpResponse:
    """One ready-made session: what this person may do of it, what had to go, and why."""
    reading, content = _content(request)
    found = next((r for r in content.routines if r.id == routine_id), None)
    if found is None:
        raise Http404(f"routine: there is no {routine_id}")
    made = exercises.routine_for(reading, routine_id) if reading is not None else None
    context: dict[str, Any] = {"routine": found, "reading": reading, "made": made}
    if made is None:
        context["all"] = [content.exercise(i) for i in dict.fromkeys(found.items)]
    else:
        context["items"] = [(content.exercise(i.exercise), amount(i)) for i in made.session.items]
        context["besides"] = [content.exercise(i) for i in made.besides]
        context["out"] = [(content.exercise(name), reason) for name, reason in made.out]
    return render(request, "web/library/routine.html", context)


def _content(request: PersonRequest) -> tuple[Reading | None, Content]:
    reading = reading_of(request)
    return reading, reading.content if reading is not None else content_of(request.person, request.language)
