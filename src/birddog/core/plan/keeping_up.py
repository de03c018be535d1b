"""How a person keeps up: who manages little is offered a short version that is worth doing (birddog-short-version)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from birddog.core.plan.course import Course
from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Session
from birddog.core.plan.weekdays import days_of_training
from birddog.core.state.stages import training
from birddog.core.state.state import State

FIRST = ("stabilization", "strengthening", "balance", "mobility", "posture")
"""What a short version keeps first."""


def share_done(course: Course, state: State, day: date) -> float | None:
    """Sessions done of those due in the days before ``day``; ``None`` while that says nothing: a program younger than
    these days, a pause or a flare in them, or a break so long that the way back from it is what counts."""
    rule, values = course.content.values.short_version, course.content.values
    since = day - timedelta(days=rule.days)
    if state.intake is None or state.started is None or state.started > since or state.flare is not None:
        return None
    pauses = (state.paused_until, state.returned)
    if any(on is not None and on >= since for on in pauses):
        return None
    if state.last_session is None or (day - state.last_session).days >= values.gap.days:
        return None
    per_day = training(state.intake, course.content, state.stage)[1]
    planned = days_of_training(state.intake, course.content, state.stage, state.started)
    days = [(since - state.started).days + n for n in range(rule.days)]
    due = sum(number % 7 in planned for number in days) * per_day
    done = sum(since <= on < day for on in state.done_on)
    return done / due if due else None


def short_version(course: Course, state: State, day: date, session: Session | None) -> Session | None:
    """Two or three exercises of ``session`` at their doses, for who does little of what is due."""
    rule = course.content.values.short_version
    done = share_done(course, state, day)
    if session is None or done is None or done >= rule.share or session.seconds <= rule.minutes * 60:
        return None
    chosen = _most_worth(session.items, rule.minutes * 60, rule.exercises, {*state.pinned, *state.added})
    items = tuple(item for item in session.items if item in chosen)
    return replace(session, items=items, warm_up_s=0) if len(items) >= 2 else None


def _most_worth(items: tuple[Item, ...], seconds: int, most: int, wished: set[str]) -> list[Item]:
    """Up to ``most`` items that fit into ``seconds``: one of each kind before two of one, wished ones first."""
    kinds: dict[str, int] = {}
    ranked = []
    for item in sorted(items, key=lambda item: item.exercise not in wished):
        kinds[item.category] = kinds.get(item.category, 0) + 1
        ranked.append((item.exercise not in wished, kinds[item.category], FIRST.index(item.category), item))
    chosen: list[Item] = []
    for *_, item in sorted(ranked, key=lambda row: row[:3]):
        if len(chosen) < most and sum(other.seconds for other in chosen) + item.seconds <= seconds:
            chosen.append(item)
    return chosen
