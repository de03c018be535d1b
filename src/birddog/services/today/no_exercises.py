"""Why no exercises are offered just now, for pages that are about something else."""

from __future__ import annotations

from dataclasses import dataclass

from birddog.services.chart.reading import Reading
from birddog.services.intake.result import Result, result_of
from birddog.services.intake.signs_again import how_many


@dataclass(frozen=True, slots=True)
class Held:
    """``found``: a clinician comes first; else so many safety ``questions`` are open."""

    found: Result | None
    questions: int

    @property
    def alone(self) -> bool:
        """Whether help comes before everything else, this page included."""
        return self.found is not None and self.found.alone and not self.found.unfinished


def held(reading: Reading, country: str) -> Held | None:
    """What holds the program back, or ``None`` when exercise is open."""
    state = reading.state
    if not state.disposition.allows_exercise:
        return Held(result_of(reading, country), 0)
    return Held(None, how_many(state, reading.content, state.asks)) if state.blocked else None
