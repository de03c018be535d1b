"""Which pages a browser should keep for days without a network."""

from __future__ import annotations

import hashlib

from django.urls import reverse

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.services.chart.reading import Reading
from birddog.services.person.preferences import Preferences
from birddog.web.templatetags.birddog import figure_url

ALONE = ("emergency", "offline")
OF_THE_DAY = ("today", "session", "session-plan", "pain-check", "morning", "flare", "safety", "changed", "leg",
              "program", "progress", "why")  # fmt: skip
TO_READ = ("library", "lessons", "settings")


def pages_to_keep(reading: Reading | None, preferences: Preferences, language: str) -> list[tuple[str, str]]:
    """Address and version of each page and figure, most needed first.

    A version changes with all that its page is made of: the chart and the day, or only content, language and settings.
    """
    if reading is None:
        return [(reverse(name), _short(language)) for name in ALONE]
    looks = _short(reading.content.digest, language, repr(preferences))
    today = _short(looks, str(store.latest(reading.person)), reading.now.date().isoformat())
    moves, others = _of_today(reading), _of_the_program(reading)
    pages = [(reverse(name), today) for name in OF_THE_DAY]
    pages += [(reverse(name), looks) for name in (*ALONE, *TO_READ)]
    pages += [(figure, looks) for move in moves for figure in _figures(move, preferences, "still", "animated")]
    pages += [(reverse("exercise", args=[move]), _short(looks, reading.state.stage)) for move in (*moves, *others)]
    pages += [(figure, looks) for move in others for figure in _figures(move, preferences, "still")]
    pages += [(reverse("lesson", args=[lesson.id]), looks) for lesson in reading.content.lessons]
    return pages


def _of_today(reading: Reading) -> list[str]:
    """Exercises of today's session."""
    session = reading.today.session
    return _exercises(reading.content, [item.exercise for item in session.items] if session else [])


def _of_the_program(reading: Reading) -> list[str]:
    """The other exercises that are on the person's way: next to today's on their ladders, and the walk."""
    content, today = reading.content, _of_today(reading)
    near = [move for name in today for move in (*content.exercise(name).easier, *content.exercise(name).harder)]
    walk = reading.today.aerobic
    near += [walk.exercise, *walk.instead] if walk else []
    return [move for move in _exercises(content, near) if move not in today]


def _exercises(content: Content, names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if content.exercise(name).kind != "avoid"]


def _figures(exercise: str, preferences: Preferences, *kinds: str) -> list[str]:
    """Addresses of an exercise's figures; none for a habit that nothing moves in."""
    try:
        return list(dict.fromkeys(figure_url(exercise, preferences, kind) for kind in kinds))
    except BirddogError:
        return []


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
