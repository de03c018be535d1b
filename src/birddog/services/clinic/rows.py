"""What a caseload shows of a patient: made when care begins, kept up in the transaction that changes the chart."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from birddog.core.content.content import Content
from birddog.core.state.stages import training
from birddog.records import store
from birddog.records.clinic_models import Care
from birddog.records.models import Person
from birddog.services.clinic.needs import RANK, Need, needs_of, pressing, stored

if TYPE_CHECKING:
    from birddog.services.chart.standing import Point

PAIN_DAYS, WEEKS = 28, 8
"""So much is drawn."""
KEPT = ("latest", "needs", "seen", "asked", "rank", "rank_day", "quiet_from", "last_session", "pain", "weeks", "since")
"""What is kept up."""
ALIKE = date(2000, 1, 1)
"""Nobody who needs nothing comes before another because of a day: their names decide."""


def keep_row(person: Person, content: Content, point: Point) -> None:
    """The chart has changed. Nothing to do for a person who shares it with nobody."""
    care = Care.objects.filter(person=person, ended=None).first()
    if care is not None:
        _chart(care, content, point)
        ranked(care).save(update_fields=KEPT)


def begin_row(care: Care, now: datetime, content: Content, point: Point | None) -> Care:
    """Care begins, or goes over to another therapist, who has seen nothing yet: to be saved."""
    care.since, care.seen = now.date(), 0
    if point is not None:
        _chart(care, content, point)
    return ranked(care)


def mark_seen(care: Care) -> None:
    """The therapist has looked at all that was told by now."""
    with store.writing():
        store.locked(care.person)
        care.refresh_from_db()
        # One more than nothing: who has looked at an empty chart has looked.
        care.seen = max(care.latest, 1)
        ranked(care).save(update_fields=KEPT)


def ranked(care: Care) -> Care:
    """With the place of the most pressing need: to be saved."""
    needs = [*pressing(stored(care.needs), care.seen)]
    if care.asked is not None:
        needs.append(Need("question", "", care.asked.date(), 0))
    if needs:
        first = min(needs, key=lambda need: RANK[need.code])
        care.rank, care.rank_day = RANK[first.code], first.day
    elif care.seen:
        care.rank, care.rank_day = RANK["none"], ALIKE
    else:
        care.rank, care.rank_day = RANK["new"], care.since
    return care


def _chart(care: Care, content: Content, point: Point) -> None:
    state, day = point.state, point.day
    care.latest = point.number
    care.needs = [need.as_json() for need in needs_of(point, stored(care.needs))]
    care.last_session = state.last_session
    care.quiet_from = _quiet_from(point, content)
    care.pain = _pain(state.pains, day)
    care.weeks = _weeks(point, content)


def _quiet_from(point: Point, content: Content) -> date | None:
    """From when on a person who does no session has stopped: by the rule about gaps, never during a pause."""
    state = point.state
    last = state.last_session or state.started
    if last is None or not state.exercising:
        return None
    day = last + timedelta(days=content.values.gap.days)
    paused = state.paused_until
    if paused is None:
        return day
    return None if paused == date.max else max(day, paused + timedelta(days=1))


def _pain(pains: list[tuple[date, float]], day: date) -> list[Any]:
    """Days ago (of the last report) and back pain of each day, oldest first."""
    days: dict[int, list[float]] = defaultdict(list)
    for on, pain in pains:
        if 0 <= (ago := (day - on).days) < PAIN_DAYS:
            days[ago].append(pain)
    return [[ago, round(sum(told) / len(told), 1)] for ago, told in sorted(days.items(), reverse=True)]


def _weeks(point: Point, content: Content) -> list[Any]:
    """Sessions done and offered of the latest weeks of the program, the running one last."""
    state, seen = point.state, point.seen
    if state.intake is None:
        return []
    number = (point.day - point.begins).days // 7
    per_week, per_day = training(state.intake, content, state.stage)
    offered = {start: count for start, (count, _) in seen.weeks}
    rows = []
    for week in range(max(0, number - WEEKS + 1), number + 1):
        start = point.begins + timedelta(weeks=week)
        done = sum(start <= on < start + timedelta(weeks=1) for on in seen.done)
        running = per_week * per_day if state.exercising else 0
        rows.append([done, running if week == number else offered.get(start, 0)])
    return rows
