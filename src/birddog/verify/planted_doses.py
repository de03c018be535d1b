"""Planted mistakes about what is done of a session, and what is new in it (see ``mutants``)."""

from __future__ import annotations

from birddog.verify.mutants import Mutant, code

DOSES: tuple[Mutant, ...] = (
    code(
        "fewer repetitions become the dose without a floor",
        "C10",
        "earned",
        "least = course.least(track.first, values.effort.fewer_least)",
        "least = replace(track.first, sets=1, reps=1)",
    ),
    code(
        "more than asked rises at once",
        "C10",
        "earned",
        "return enough and (day - track.since).days >= waits",
        "return track.over >= values.effort.sessions or (enough and (day - track.since).days >= waits)",
    ),
    code(
        "what is new begins with a crumb",
        "C10",
        "earned",
        "one = replace(track.first, sets=1)",
        "one = replace(track.first, sets=1, reps=1)",
    ),
)
