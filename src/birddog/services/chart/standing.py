"""The stored state: a chart after its latest event, so that nobody waits for a replay of years.

It is worth nothing by itself. Whatever does not fit (other content, other code, an event more or less, a broken text)
is thrown away and made again from the events, with the same outcome.

A point is a chart after its first events. Besides the latest one, two earlier points are kept: an event that comes in
late, or puts something right, is replayed from the last point before it. A point holds exactly the events up to its
``number`` in the order of arrival, so that what came in after it is a plain question to the database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, chain

from birddog.catalog.code_version import code_version
from birddog.core.chart.chart import follow, put_right
from birddog.core.chart.clock import pass_time
from birddog.core.content.content import Content
from birddog.core.log.events import Correction
from birddog.core.log.stored_form import from_stored, to_stored
from birddog.core.plan.course import Course
from birddog.core.state.stages import training
from birddog.core.state.state import State
from birddog.core.state.told import Step
from birddog.records import store
from birddog.records.models import Person, Standing
from birddog.services.chart.entries import Entry, live
from birddog.services.chart.seen import Seen
from birddog.services.clinic.rows import keep_row

TIME = re.compile(r'\{"number":\d+,"count":\d+,"at":"([^"]+)"')
"""How the text of a point begins, which says its time."""
MOST_BYTES = 64_000
"""A stored state is not larger than this; earlier points are left out first."""
WEEKS = 9
"""Of so many weeks it is kept what was offered."""
APART = timedelta(days=7)
"""The earlier points lie so far apart: reports that come in within a week are replayed from one of them."""


@dataclass(frozen=True, slots=True)
class Point:
    """A chart after all events up to ``number``; ``at`` is the time of the last of them.

    ``day``: their latest calendar day; ``begins``: that of the first one; ``count``: how many there are.
    """

    number: int
    count: int
    at: datetime
    day: date
    begins: date
    state: State
    seen: Seen


@dataclass(frozen=True, slots=True)
class Kept:
    """An earlier point as it is stored, of the time ``at``: read only when a replay begins there."""

    at: datetime
    text: str


@dataclass
class Climb:
    """A replay from a point on: the chart after its latest event, earlier points, and all decisions on the way.

    ``onward``: it began at the chart as it was stored; nothing that was decided before is decided again. ``early``: it
    is good for this moment only, as the time of one of its events is yet to come.
    """

    course: Course
    head: Point | None
    earlier: tuple[Point | Kept, ...]
    onward: bool
    early: bool = False
    steps: list[Step] = field(default_factory=list)

    def numbered(self, numbers: Sequence[int]) -> Climb:
        """The same of events that had the numbers 1, 2, ... before they were stored: under their own."""

        def placed(point: Point) -> Point:
            return replace(point, number=numbers[point.number - 1])

        return replace(
            self, head=placed(self.head) if self.head else None,
            earlier=tuple(point if isinstance(point, Kept) else placed(point) for point in self.earlier),
            steps=[replace(step, number=numbers[step.number - 1]) for step in self.steps],
        )  # fmt: skip


def climb(
    base: Point | None,
    earlier: Sequence[Point | Kept],
    rows: Sequence[Entry],
    content: Content,
    *,
    onward: bool = False,
) -> Climb:
    """Replay ``rows`` (the events after ``base``, in order of time) and place points on the way."""
    course = Course(content)
    state, seen = (base.state.copy(), base.seen) if base else (State(), Seen())
    made = Climb(course, base, tuple(earlier), onward, any(row.early for row in rows))
    stands = {event.id: event for event in put_right([row.event for row in rows], content)}
    number, logged = (base.number if base else 0), 0
    for row, safe in zip(rows, _safe(rows), strict=True):
        if made.head is not None and safe and _far(row.event.instant, made.earlier):
            made.earlier = (*made.earlier[-1:], replace(made.head, state=state.copy()))
        day = max(row.event.at.date(), made.head.day if made.head else date.min)
        if made.head is not None and (due := _weeks(made.head, day)):
            offered = tuple((start, evening(made.head, start, content)) for start in due)
            seen = replace(seen, weeks=(*seen.weeks, *offered)[-WEEKS:])
        event = stands.get(row.event.id)
        if event is not None and not isinstance(row.event, Correction):
            follow(course, state, event)
            seen = seen.after(event)
        made.steps += [Step(row.event.instant, row.number, each) for each in course.decisions[logged:]]
        logged, number = len(course.decisions), max(number, row.number)
        begins = made.head.begins if made.head else day
        count = made.head.count + 1 if made.head else 1
        made.head = Point(number, count, row.event.instant, day, begins, state, seen)
    return made


def _weeks(point: Point, until: date) -> list[date]:
    """First days of weeks of a chart, from the day of its last event to the day before ``until``; the latest ones."""
    behind = (point.day - point.begins).days
    first, last = -(-behind // 7), ((until - point.begins).days - 1) // 7
    return [point.begins + timedelta(weeks=n) for n in range(max(first, last - WEEKS + 1), last + 1)]


def evening(point: Point, day: date, content: Content) -> tuple[int, str]:
    """Sessions a week and stage on the evening of a day on which nothing came after ``point``; (0, "") for none."""
    state, course = point.state.copy(), Course(content)
    if state.intake is None:
        return 0, ""
    pass_time(course, state, max(point.at, datetime.combine(day, time.max, tzinfo=point.at.tzinfo)))
    if not state.exercising:
        return 0, ""
    per_week, per_day = training(state.intake, content, state.stage)
    return per_week * per_day, state.stage


def _far(at: datetime, earlier: Sequence[Point | Kept]) -> bool:
    return not earlier or at - earlier[-1].at > APART


def _safe(rows: Sequence[Entry]) -> list[bool]:
    """Before which rows a point may be placed: all before came in before all after, and no correction reaches back."""
    places = {row.event.id: place for place, row in enumerate(rows)}
    reach = [0] * (len(rows) + 1)
    for place, row in enumerate(rows):
        target = places.get(row.event.corrects) if isinstance(row.event, Correction) else None
        if target is not None:
            low, high = sorted((target, place))
            reach[low + 1] += 1
            reach[high + 1] -= 1
    out = [reaching == 0 for reaching in accumulate(reach[:-1])]
    least = float("inf")
    most_before = [0]
    for row in rows:
        most_before.append(max(most_before[-1], row.number))
    for place in range(len(rows) - 1, -1, -1):
        least = min(least, rows[place].number)
        out[place] = out[place] and most_before[place] < least
    return out


# ------------------------------------------------------------------------------------------------ points and charts


def key_of(content: Content) -> str:
    """What a stored state is good for: these rules in this code."""
    return f"{content.version} {content.digest[:16]} {code_version()}"


def head_of(stored: Standing | None, content: Content, latest: int, now: datetime) -> Point | None:
    """The stored chart after event ``latest``, if it is there, fits, and is not of the future."""
    if stored is None or (stored.latest, stored.key) != (latest, key_of(content)):
        return None
    point = _point(stored.head)
    return point if point is not None and point.number == latest and point.at <= now else None


def fits(stored: Standing | None, content: Content) -> bool:
    """Whether a stored chart was made by this code with this content, so that not all of it is replayed."""
    return stored is not None and stored.key == key_of(content)


def points_of(stored: Standing | None, content: Content) -> tuple[list[Kept], Point | None]:
    """The stored points of a chart that fit this content: the earlier ones in order of time, and the latest."""
    if stored is None or not fits(stored, content):
        return [], None
    head = _point(stored.head)
    earlier = [kept for kept in map(_kept, json.loads(stored.earlier)) if kept is not None]
    return earlier, head if head is not None and head.number == stored.latest else None


def climbed(
    person: Person,
    content: Content,
    now: datetime,
    stored: Standing | None = None,
    after: Sequence[store.Row] | None = None,
) -> Climb:
    """The chart as it stands in the database, replayed from the latest point that nothing reaches behind.

    ``stored``: the person's stored state as it is in the database now, for who has just read it; ``after``: what came
    in since that was made.
    """
    earlier, head = points_of(stored or store.whole_standing(person), content)
    bases = ((_point(kept.text), earlier[: n + 1], False) for n, kept in reversed([*enumerate(earlier)]))
    for base, before, onward in chain([(head, earlier, True)], bases):
        if base is None or base.at > now:
            continue
        rows = live(after if onward and after is not None else store.rows_after(person, base.number), now)
        if reaches(rows, base):
            return climb(base, before, rows, content, onward=onward)
    return climb(None, (), live(store.rows(person), now), content)


def reaches(rows: Sequence[Entry], point: Point) -> bool:
    """Whether the chart after ``point`` comes of these events alone: none is before it, none corrects what is in it."""
    ids = {row.event.id for row in rows}
    return all(
        row.event.corrects in ids if isinstance(row.event, Correction) else row.event.instant >= point.at
        for row in rows
    )


def keep(person: Person, content: Content, made: Climb, version: str = "") -> None:
    """Store a chart, in the transaction that changes it; one that is too large, or of this moment only, is replayed.

    ``version``: of the content that the chart was made with, where it has not gone over to ``content`` yet.
    """
    assert made.head is not None
    head, *earlier = [point.text if isinstance(point, Kept) else _text(point) for point in (made.head, *made.earlier)]
    while earlier and sum(len(text.encode()) for text in (*earlier, head)) > MOST_BYTES:
        earlier.pop(0)
    if made.early or len(head.encode()) > MOST_BYTES:
        head = ""
    store.set_standing(
        person, latest=made.head.number, key=key_of(content), content=version or content.version, head=head,
        earlier=json.dumps(earlier, ensure_ascii=False),
    )  # fmt: skip
    keep_row(person, content, made.head)


def _text(point: Point) -> str:
    return json.dumps(to_stored(point), separators=(",", ":"), ensure_ascii=False)


def _point(text: str) -> Point | None:
    """A point from its text; ``None`` for anything else."""
    try:
        value = json.loads(text)
        return from_stored(Point, value) if isinstance(value, Mapping) else None
    except ValueError:
        return None


def _kept(text: str) -> Kept | None:
    """An earlier point from its text, which is not read yet; ``None`` for what cannot be one."""
    try:
        return Kept(datetime.fromisoformat(TIME.match(text)[1]), text)  # type: ignore[index]
    except (ValueError, TypeError):
        return None
