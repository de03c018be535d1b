"""The lessons as a person reads them: this week's, the others meant for them with the reason, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

from birddog.core.content.content import Content, Lesson
from birddog.core.plan.lessons import schedule
from birddog.core.state.stages import guided_weeks
from birddog.services.chart.reading import Reading


@dataclass(frozen=True)
class ReadingList:
    """``now`` is for this week; ``chosen`` holds week, lesson and topic of the others that matter to this person."""

    now: tuple[Lesson, ...]
    chosen: tuple[tuple[int, Lesson, str], ...]
    others: tuple[Lesson, ...]


def reading_list(reading: Reading | None, content: Content) -> ReadingList:
    """All lessons, each once; without a program all of them are ``others``."""
    rows = _schedule(reading, content)
    now = reading.today.lessons if reading is not None else ()
    shown = {lesson.id for lesson in now}
    chosen = tuple(row for row in rows if row[1].id not in shown)
    shown |= {lesson.id for _, lesson, _ in chosen}
    return ReadingList(now, chosen, tuple(x for x in content.lessons if x.id not in shown))


def topic_of(reading: Reading | None, content: Content, lesson_id: str) -> str:
    """The topic for which a lesson was chosen for this person, or nothing."""
    return next((topic for _, lesson, topic in _schedule(reading, content) if lesson.id == lesson_id), "")


def _schedule(reading: Reading | None, content: Content) -> tuple[tuple[int, Lesson, str], ...]:
    """Week, lesson and topic of those that go with the program; nothing where there is none."""
    if reading is None or reading.state.intake is None or not reading.state.disposition.allows_exercise:
        return ()
    known = reading.folded.course.known(reading.state, reading.now.date())
    return tuple(schedule(reading.state.intake, known, content, guided_weeks(content)))
