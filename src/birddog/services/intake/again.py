"""An intake that is answered once more: what an earlier one said and still holds."""

from __future__ import annotations

from datetime import datetime

from birddog.core.log.schema import as_json
from birddog.core.person.intake import Intake
from birddog.core.person.spell import weeks_since
from birddog.services.intake.form import Answers, get, put

ASKED_ANEW = (
    "red_flags", "pain", "leg", "movement", "conditions.pregnancy", "episode.where", "episode.course",
    "episode.fever_ended_before", "episode.crooked_since_it_began", "life.note", "life.note_answers", "clearances",
)  # fmt: skip
"""Answers of an earlier intake that are not taken over: they change, or must be asked every time."""


def taken_over(intake: Intake, now: datetime) -> Answers:
    """The answers of an earlier intake that a new one begins with."""
    answers: Answers = as_json(intake)
    weeks = weeks_since(intake.episode, now.date())
    for path in (*ASKED_ANEW, "episode.began", "examined", "by_mistake", "certain"):
        put(answers, path, None)
    if weeks is not None:
        put(answers, "episode.weeks", round(weeks, 4))
    own = [{"activity": row["activity"]} for row in get(answers, "life.own_activities") or [] if row.get("activity")]
    put(answers, "life.own_activities", own or None)
    return answers
