"""What pages of today want to know of a whole chart, kept up to date event by event so that they need not read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from birddog.core.log.events import Event, IntakeAnswered, LegReport, Pause, SessionDone
from birddog.services.chart.told import able_of, back_of

DONE_DAYS = 63
"""The days of sessions are kept for so long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """``first_back``: day, sum and count of the first reports of back pain. ``able``: mean of the own activities
    (0 unable to 10 as before), first and last. ``intakes``: ids of the first and the last intake. ``pause``: the
    latest one, if there was no session since it began. ``weeks``: of the
    latest weeks that are behind the last event, the first day, and the sessions and the stage of its evening.
    ``adverse`` and ``leg_down``: in how many reports something else had happened, or leg symptoms had moved further
    down, and when last. ``done``: the days of the sessions of the latest weeks."""

    first_back: tuple[date, float, int] | None = None
    able: tuple[float, float] | None = None
    intakes: tuple[str, str] | None = None
    pause: Pause | None = None
    weeks: tuple[tuple[date, tuple[int, str]], ...] = ()
    adverse: tuple[int, datetime] | None = None
    leg_down: tuple[int, datetime] | None = None
    done: tuple[date, ...] = ()

    def after(self, event: Event) -> Seen:
        """What is seen with one more event, in order of time."""
        seen = self
        if (back := back_of(event)) is not None:
            day = event.at.date()
            if seen.first_back is None:
                seen = replace(seen, first_back=(day, back, 1))
            elif day == seen.first_back[0]:
                seen = replace(seen, first_back=(day, seen.first_back[1] + back, seen.first_back[2] + 1))
        if (able := able_of(event)) is not None:
            seen = replace(seen, able=(able if seen.able is None else seen.able[0], able))
        if isinstance(event, (Pause, SessionDone)):
            seen = replace(seen, pause=event if isinstance(event, Pause) else None)
        if isinstance(event, IntakeAnswered):
            seen = replace(seen, intakes=(event.id if seen.intakes is None else seen.intakes[0], event.id))
        return seen._for_a_therapist(event)

    def _for_a_therapist(self, event: Event) -> Seen:
        seen = self
        if isinstance(event, SessionDone):
            day = event.at.date()
            lately = (on for on in (*seen.done, *((day,) if event.counts else ())) if (day - on).days < DONE_DAYS)
            seen = replace(seen, done=tuple(sorted(lately)))
            if event.adverse == "yes":
                seen = replace(seen, adverse=_once_more(seen.adverse, event.at))
        if (isinstance(event, SessionDone) and event.leg == "down") or (
            isinstance(event, LegReport) and event.moved == "down"
        ):
            seen = replace(seen, leg_down=_once_more(seen.leg_down, event.at))
        return seen

    @property
    def start(self) -> tuple[date, float] | None:
        """The first day with a report of back pain, and the mean of it."""
        return self.first_back and (self.first_back[0], round(self.first_back[1] / self.first_back[2], 1))


def _once_more(before: tuple[int, datetime] | None, at: datetime) -> tuple[int, datetime]:
    return (1, at) if before is None else (before[0] + 1, at)
