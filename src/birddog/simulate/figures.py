"""What a course comes to: rows by week, and the figures that a physical therapist would ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

from birddog.catalog.library import load_default
from birddog.core.content.values import Disposition
from birddog.simulate.asked import Item
from birddog.simulate.course import OPEN, START, Course, Day
from birddog.simulate.engine import planned
from birddog.simulate.people import people

CATEGORIES = ("mobility", "stabilization", "strengthening", "balance", "posture")
LEVELS = [level.word for level in Disposition]
HALF, NEARLY = 0.5, 0.95
NEVER_BACK = 99
"""Days from the end of a flare to the full dose when the course ends before it is reached."""
AFTER_BIRTH = "early_after_birth"
"""The finding that bars most exercise until somebody has looked."""
LISTED_DAYS = {"red": 7, "flare": 14, "break": 14}
"""For so many days after a red report, a flare or a break a smaller dose is one of the listed states."""


@dataclass(frozen=True)
class Seen:
    """A course with what follows from it. Work is in seconds moving or holding."""

    course: Course

    @cached_property
    def days(self) -> list[Day]:
        """The days, in order."""
        return self.course.days

    @cached_property
    def asked(self) -> list[Day]:
        """Training days on which a session was asked for."""
        return [day for day in self.days if asks(day)]

    @cached_property
    def first(self) -> float | None:
        """The first dose: the smallest session of the first week before any red report, in seconds of work."""
        works = [work(day) for day in self.asked if day.number < 7 and not day.page.reds]
        return min(works) if works else None

    @cached_property
    def opened(self) -> bool:
        """Whether there was a program on the first day."""
        return self.days[0].open

    def share(self, day: Day) -> float:
        """Part of the first dose that is asked for: by the whole session, or by its exercises, whichever is less."""
        own = [min(1.0, item.work_s / first) for item in _items(day) if (first := self._first_doses[item.exercise])]
        by_exercise = mean(own) if own else 1.0
        return min(work(day) / self.first, by_exercise) if self.first else by_exercise

    @cached_property
    def _first_doses(self) -> dict[str, float]:
        doses: dict[str, float] = {}
        for day in self.asked:
            for item in _items(day):
                doses.setdefault(item.exercise, item.work_s if item.category != "posture" else 0)
        return doses

    @cached_property
    def starved(self) -> list[bool]:
        """For each day: under half of the first dose, as of the last session asked for."""
        out, now = [], False
        for day in self.days:
            now = self.share(day) < HALF if asks(day) else now and day.open
            out.append(now)
        return out

    @cached_property
    def listed(self) -> list[bool]:
        """For each day: a state in which a smaller dose is right (acute, flare or return, red, break, first week, soon
        after a birth)."""
        low = people()[self.course.person].fitness == "low"
        out, left = [], dict.fromkeys(LISTED_DAYS, 0)
        last_done, reds = 0, 0
        for day in self.days:
            idle = day.number - last_done
            last_done = day.number if day.sessions else last_done
            now = {"red": day.page.reds > reds, "flare": day.page.flare or day.flaring, "break": idle >= 14}
            reds = day.page.reds
            left = {name: LISTED_DAYS[name] if now[name] else max(0, left[name] - 1) for name in left}
            barred = day.page.kind == "acute" or AFTER_BIRTH in day.page.why
            out.append(any(left.values()) or barred or (low and day.number < 7))
        return out

    # ---- weeks
    def week(self, number: int) -> dict[str, Any]:
        """One week (counted from 1) as a row: what was asked, what was done, and what was said of it."""
        days = [day for day in self.days if day.number // 7 == number - 1]
        asked, done = [day for day in days if asks(day)], [item for day in days for item in day.done]
        before = self.days[days[0].number - 1].page if days[0].number else None
        works = [work(day) for day in asked]
        best = max((work(day) for day in self.asked if day.number <= days[-1].number), default=0)
        return {
            "week": number,
            "asked": len(asked),
            "done": sum(day.sessions for day in days),
            "minutes": _mean([_minutes(day) for day in asked]),
            "minutes_done": round(sum(day.minutes_done for day in days), 1),
            "sets": sum(item.sets for item in done),
            "repetitions": sum(item.sets * item.reps for item in done),
            "work": {name: round(sum(i.work_s for i in done if i.category == name)) for name in CATEGORIES},
            "asked_work": _mean(works),
            "share_of_first": round(mean(works) / self.first, 2) if works and self.first else None,
            "share_of_best": round(mean(works) / best, 2) if works and best else None,
            "red": days[-1].page.reds - (before.reds if before else 0),
            "amber": days[-1].page.ambers - (before.ambers if before else 0),
            "disposition": max((day.page.disposition for day in days), key=LEVELS.index),
            "stage": days[-1].page.stage,
            "walking": round(mean([_walking(day) for day in days])),
            "pain": _mean([day.usual for day in days]),
        }

    # ---- the course
    @cached_property
    def summary(self) -> dict[str, Any]:
        """The figures of a course; ``None`` where there is nothing to measure."""
        last = [work(day) for day in self.asked if day.number >= len(self.days) - 14]
        second = [work(day) for day in self.asked if 7 <= day.number < 14]
        sessions, reds = sum(day.sessions for day in self.days), self.days[-1].page.reds
        return {
            "program": self.opened,
            "sessions": sessions,
            "red_share": round(reds / sessions, 3) if sessions else None,
            "last_of_first": round(mean(last) / self.first, 2) if last and self.first else None,
            "last_of_week_2": round(mean(last) / max(second), 2) if last and second else None,
            "starved_days": sum(self.starved),
            "starved_run": longest([a and not b for a, b in zip(self.starved, self.listed, strict=True)]),
            "without_program": self._without(),
            "advised": sorted({rule for day in self.days for rule in day.page.why} - set(self.days[0].page.why)),
            "days_back": self.days_back(),
            "share_of_plan": self._share_of_plan(),
            "climbed": self.climbed(),
            "flare_days": sum(day.flaring for day in self.days),
            "overloads": self.course.overloads,
            "pain_first": round(self.days[0].usual, 1),
            "pain_last": round(self.days[-1].usual, 1),
            "pain_mean": round(mean([day.pain for day in self.days]), 2),
            "walked": sum(day.walked for day in self.days),
        }

    def _without(self) -> dict[str, int]:
        """Days without a program after one was given, by the rules that stood for it."""
        out: dict[str, int] = {}
        for day in self.days if self.opened else ():
            if not day.open or day.page.session is None:
                open_ = "questions open" if day.page.ask else "nothing suits"
                why = open_ if day.open else " ".join(dict.fromkeys(day.page.why)) or day.page.disposition
                out[why] = out.get(why, 0) + 1
        return out

    def level(self, day: Day, since: int) -> float:
        """How much of the dose before day ``since`` a day asks for, 0 to 1.

        The mean over the exercises that it shares with the two weeks before, each held against its smallest dose of the
        last of them, for sessions that take turns; by the whole session where it shares none.
        """
        before = [row for row in self.asked if since - 14 <= row.number < since]
        last: dict[str, float] = {}
        for row in before:
            for item in _items(row):
                was = last.get(item.exercise, item.work_s)
                last[item.exercise] = min(was, item.work_s) if row.number >= since - 7 else item.work_s
        shared: list[float] = [
            min(1.0, item.work_s / last[item.exercise]) for item in _items(day) if last.get(item.exercise)
        ]
        if shared:
            return mean(shared)
        return min(1.0, work(day) / mean([work(row) for row in before])) if before else 1.0

    def days_back(self) -> list[int]:
        """For each flare that was said to be over: days from then to the dose before it."""
        out = []
        for over in (day for day in self.days if day.flare_told == "over"):
            begins = max(day.number for day in self.days[: over.number] if day.flare_told == "begins")
            after = [day for day in self.asked if day.number >= over.number]
            if begins >= 14 and len(self.days) - over.number >= 14:
                full = (day.number - over.number for day in after if self.level(day, begins) >= NEARLY)
                out.append(next(full, NEVER_BACK))
        return out

    def _share_of_plan(self) -> float | None:
        """Work asked for in the weeks of the printed plan, as a part of the work printed."""
        if self.course.policy != "engine":
            return None
        weeks = planned(people()[self.course.person].answers, START)
        pairs = []
        for number, sessions in enumerate(weeks):
            works = [work(day) for day in self.asked if day.number // 7 == number]
            if works and sessions:
                pairs.append((mean(works), mean([row.work_s for row in sessions])))
        return round(sum(a for a, _ in pairs) / sum(b for _, b in pairs), 2) if pairs else None

    def climbed(self) -> int:
        """How many exercises of the first two weeks have given way to a harder rung of theirs within eight weeks."""
        early = {item.exercise for day in self.asked if day.number < 14 for item in _items(day)}
        late = {item.exercise for day in self.asked if 14 <= day.number < 56 for item in _items(day)}
        return sum(bool(_above(name) & (late - early)) for name in early)


def asks(day: Day) -> bool:
    """Whether a session is asked for on this day."""
    return day.open and day.page.training_day and day.page.session is not None


def work(day: Day) -> float:
    """Seconds of work that a day's session asks for."""
    return day.page.session.work_s if day.page.session else 0.0


def longest(rows: list[bool]) -> int:
    """The longest run of true values.

    >>> longest([True, False, True, True])
    2
    """
    best = run = 0
    for row in rows:
        run = run + 1 if row else 0
        best = max(best, run)
    return best


def _above(exercise: str) -> set[str]:
    """All harder rungs of the ladder of an exercise."""
    found: set[str] = set()
    wave = {exercise}
    while wave:
        wave = {rung for name in wave for rung in load_default().exercise(name).harder} - found
        found |= wave
    return found


def _items(day: Day) -> tuple[Item, ...]:
    return day.page.session.items if day.page.session else ()


def _minutes(day: Day) -> float:
    return day.page.session.minutes if day.page.session else 0.0


def _walking(day: Day) -> int:
    """Minutes of walking or the like that the week of a day asks for."""
    walk = day.page.walk
    return walk.day_minutes * walk.days_per_week if walk and day.page.disposition in OPEN else 0


def _mean(values: list[float]) -> float | None:
    return round(mean(values), 1) if values else None
