"""What good sessions earn: the way back, more of an exercise, the next stage, and the one new exercise of a week.

Each exercise is counted for itself, for what was done of it. Nothing rises without enough good sessions, one variable
at a time, for few exercises at once, within the limits of a week; a missing report raises nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from birddog.core.chart.proposals import amounts, propose, propose_doses, propose_stage, waiting
from birddog.core.content.exercise import Dose
from birddog.core.log.events import ItemDone, SessionDone
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount, more, share_of
from birddog.core.plan.planner import Planner, Session, loads
from birddog.core.plan.roster import line_up, one_change
from birddog.core.plan.volume import CAPPED, note_load, room_to_grow
from birddog.core.state.stages import maintenance_due, stage_after
from birddog.core.state.state import State, Track, WayBack


def good_session(course: Course, state: State, at: datetime, cause: str, done: Sequence[tuple[str, Dose]],
                 easy: Sequence[str] = (), over: Sequence[str] = ()) -> None:  # fmt: skip
    """Count a session that was good, and raise what it has earned. ``done``: exercises done in full, at which dose;
    ``easy`` and ``over``: those that were light, and those of which more was done than asked."""
    state.greens, state.good_in_stage, state.good_on = state.greens + 1, state.good_in_stage + 1, at.date()
    if state.back is not None:
        step_back_up(course, state, at, cause)
        return
    tracks = dict(state.tracks)
    for name, dose in done:
        if (track := tracks.get(name)) is not None:
            first_time = replace(track, came=at.date()) if track.all_good == 0 else track
            tracks[name] = _counted(first_time, dose, name in easy, name in over)
    state.tracks = tracks
    if course.held_back(state, at) is not None:
        return
    after = None if state.stage_locked else stage_after(state, at.date(), course.content)
    if after is not None and state.waits:
        propose_stage(course, state, at, cause, after, "birddog-stage-up")
    elif after is not None:
        course.enter(state, after, at, cause, "birddog-stage-up")
    raise_doses(course, state, at, cause, [name for name, _ in done])
    renew(course, state, at, cause)
    note_load(course, state, at.date())


def _counted(track: Track, dose: Dose, easy: bool, over: bool) -> Track:
    if track.back is not None:
        return replace(track, back=advanced(track.back), all_good=track.all_good + 1)
    same = amount(dose) >= amount(track.dose)
    return replace(
        track, good=track.good + same, all_good=track.all_good + 1, easy=track.easy + 1 if easy else 0, hard=0,
        over=track.over + 1 if over else 0,
        good_dose=dose if same or track.good_dose is None else track.good_dose,
    )  # fmt: skip


def advanced(back: WayBack) -> WayBack | None:
    """The way back one step further, or ``None`` when the next session is the full dose again."""
    return replace(back, step=back.step + 1, work_s=None) if back.step + 1 < len(back.shares) else None


def step_back_up(course: Course, state: State, at: datetime, cause: str) -> None:
    """After a session that went well: the next step of the way back."""
    back = state.back
    assert back is not None
    if at.date() < back.since:
        return
    state.back = advanced(back)
    if state.back is None:
        state.renewed_on = at.date()
    share = 100 if state.back is None else round(100 * state.back.share)
    course.say(cause, at, back.rule, f"{share} percent of the dose before", "way-back", share=share)


def raise_doses(course: Course, state: State, at: datetime, cause: str, names: Sequence[str]) -> None:
    """One step more for the few exercises of ``names`` that have waited longest, where they have earned it."""
    day, planner, values = at.date(), course.planner(state, at.date()), course.content.values
    growth, unraised = _growth(course, state, planner), state.tracks
    raised: dict[str, tuple[Dose, Dose]] = {}
    left = room_to_grow(course, state, day)
    order = sorted((n for n in names if n in state.tracks), key=lambda n: (state.tracks[n].since, n))
    for name in order:
        if len(raised) >= values.good_session.most_raised:
            break
        track = state.tracks[name]
        if name in state.pinned or waiting(state, "dose", name) or not _earned(course, planner, name, track, day):
            continue
        hold_first = planner.hold_first(name)
        grown = more(track.dose, planner.top_from(name, state.stage, track.dose), growth, hold_first)
        after = None if grown is None else raise_one(course, state, name, grown, left, day)
        if grown is not None and after is not None:
            left, raised[name] = after, (track.dose, grown)
    if state.waits:
        state.tracks = unraised
        propose_doses(course, state, at, cause, raised)
    else:
        say_raised(course, at, cause, raised)


def raise_one(course: Course, state: State, name: str, grown: Dose, left: float, day: date) -> float | None:
    """Raise an exercise to ``grown``, within the work that the week has ``left`` and the person's time.

    What the week has left after it; ``None`` where either does not allow it, and nothing has changed.
    """
    exercise, track = course.content.exercise(name), state.tracks[name]
    a_week = min(_days(state), 3) if loads(exercise) else _days(state)
    extra = (amount(grown) - amount(track.dose)) * a_week if exercise.category in CAPPED else 0
    if extra > left:
        return None
    before = state.tracks
    fresh = replace(track, dose=grown, since=day, good=0, easy=0, over=0, good_dose=track.dose, reds=())
    state.tracks = {**before, name: fresh}
    if course.has_time_for(state, day, name):
        return left - extra
    state.tracks = before
    return None


def _days(state: State) -> int:
    assert state.intake is not None
    return state.intake.time.days * state.intake.time.per_day


def _growth(course: Course, state: State, planner: Planner) -> float:
    slow = planner.careful or planner.known.severity == "severe" or state.slow_from is not None
    rule = course.content.values.volume_growth
    return rule.careful_factor if slow else rule.factor


def _earned(course: Course, planner: Planner, name: str, track: Track, day: date) -> bool:
    """Whether an exercise has had its good sessions and its week; light strength work need not wait for the week, and
    where more was done than asked fewer sessions are enough."""
    values = course.content.values
    if track.back is not None:
        return False
    severe = planner.known.severity == "severe"
    needed = values.good_session.severe_sessions if severe else values.good_session.sessions
    waits = values.good_session.days
    if track.slow_from is not None:
        quiet = (day - track.slow_from).days
        if quiet < values.twice_red.days:
            return False
        needed, waits = needed * 2, waits * 2
    strength = loads(course.content.exercise(name))
    if strength and track.easy >= values.effort.sessions and track.slow_from is None:
        return True
    enough = track.good >= needed or (track.over >= values.effort.sessions and track.slow_from is None)
    return enough and (day - track.since).days >= waits


def say_raised(course: Course, at: datetime, cause: str, raised: dict[str, tuple[Dose, Dose]]) -> None:
    """Name what was raised, and by which rule: repetitions, a longer hold, or a set more."""
    if not raised:
        return
    names = tuple(raised)
    sessions = course.content.values.good_session.sessions
    course.say(
        cause, at, "birddog-good-session", f"{sessions} good sessions at this dose", "one-step-more",
        limit="one step a week, work at most 20% more", about=names,
    )  # fmt: skip
    course.say(cause, at, "progress-gradually", "one variable, one step", "within-the-ceiling", about=names)
    more_of: dict[str, list[str]] = {"progress-reps-as-easier": [], "progress-hold-longer-if-good": []}
    for name, (before, now) in raised.items():
        if now.reps > before.reps:
            more_of["progress-reps-as-easier"].append(name)
        elif now.hold_time_s > before.hold_time_s and course.content.exercise(name).category == "mobility":
            more_of["progress-hold-longer-if-good"].append(name)
    for rule, about in more_of.items():
        if about:
            saw = ", ".join(f"{n}: {amounts(raised[n][0])} to {amounts(raised[n][1])}" for n in about)
            course.say(cause, at, rule, saw, "within-the-ceiling", about=tuple(about))


def done_of(event: SessionDone, session: Session) -> tuple[tuple[str, Dose], ...]:
    """What was done in full of what was prescribed; a report that names no exercise stands for all of them."""
    told = {item.exercise: item for item in event.items}
    rows = []
    for item in session.items:
        row = told.get(item.exercise)
        if (row is None and not told) or (
            row is not None and row.done == "yes" and not row.hurt and not _fewer(row, item.dose)
        ):
            rows.append((item.exercise, item.dose))
    return tuple(rows)


def _fewer(row: ItemDone, dose: Dose) -> bool:
    return row.reps is not None and row.reps < dose.sets * dose.reps


def more_done(event: SessionDone, session: Session) -> tuple[str, ...]:
    """The exercises of which more repetitions were done than asked."""
    asked = {item.exercise: item.dose.sets * item.dose.reps for item in session.items}
    return tuple(
        row.exercise for row in event.items if row.reps is not None and row.reps > asked.get(row.exercise, row.reps)
    )


def by_effort(course: Course, state: State, at: datetime, event: SessionDone, session: Session) -> tuple[str, ...]:
    """Take in how hard each exercise was and how many repetitions were done; returns those that were light.

    Very hard twice: one step less. Fewer repetitions three times running: that becomes the dose.
    """
    values, light, told = course.content.values, [], {item.exercise: item for item in event.items}
    for item in session.items:
        row, track = told.get(item.exercise), state.tracks.get(item.exercise)
        if row is None or track is None or row.done == "no":
            continue
        effort = row.effort
        if effort is not None and effort <= values.effort.light:
            light.append(item.exercise)
        hard = track.hard + 1 if effort is not None and effort >= values.amber_report.effort else 0
        fewer = (*track.fewer, row.reps or 0) if _fewer(row, item.dose) else ()
        track = replace(track, hard=hard, fewer=fewer)
        if hard >= values.effort.sessions:
            less = share_of(track.dose, 1 / values.volume_growth.factor, course.least(track.first))
            track = replace(track, dose=less, since=at.date(), good=0, hard=0)
            _say_less(course, at, event.id, item.exercise, "birddog-effort", f"effort {effort:g} twice")
        elif len(fewer) >= values.effort.fewer_sessions:
            share = max(fewer) / (item.dose.sets * item.dose.reps)
            least = course.least(track.first, values.effort.fewer_least)
            track = replace(track, dose=share_of(item.dose, share, least), since=at.date(), good=0, fewer=())
            _say_less(course, at, event.id, item.exercise, "birddog-effort", f"{max(fewer)} repetitions done")
        state.tracks = {**state.tracks, item.exercise: track}
    return tuple(light)


def _say_less(course: Course, at: datetime, cause: str, name: str, rule: str, saw: str) -> None:
    course.say(cause, at, rule, f"{name}: {saw}", "one-step-less", about=(name,))


def renew(course: Course, state: State, at: datetime, cause: str) -> None:
    """Once a week, after the first weeks: the one new exercise that helps most, if the sessions since went well."""
    day, values = at.date(), course.content.values
    if not state.exercising or state.renewed_on is None or state.kind == "acute":
        return
    learning = state.week(day) <= values.session_size.learn_weeks
    if learning or state.week(day) <= state.week(state.renewed_on) or course.held_back(state, at) is not None:
        return
    if _still_new(course, state, day):
        return
    planner = course.planner(state, day)
    names = line_up(planner, state, course.barred(state, day))
    change = one_change(planner, state, course.barred(state, day), day, names)
    state.renewed_on = day
    if change is None:
        return
    saw = f"{change.new} for {change.out or 'one more'}"
    if state.waits:
        propose(course, state, at, cause, "exercise", change.rule, saw, exercise=change.new, out=change.out)
    else:
        bring_in(course, state, at, cause, change.new, change.out, change.rule)


def _still_new(course: Course, state: State, day: date) -> bool:
    """Whether the last new exercise is still to be learned: it came lately and was first done well this week, or not
    yet."""
    tracks = [state.tracks[name] for name in state.roster if name in state.tracks]
    lately = [track for track in tracks if (day - track.came).days < course.content.values.climb.days]
    return any(track.all_good == 0 or state.week(track.came) == state.week(day) for track in lately)


def bring_in(course: Course, state: State, at: datetime, cause: str, new: str, out: str | None, rule: str) -> None:
    """Put a new exercise in, in place of another or besides, so that the week does not grow too fast."""
    day = at.date()
    swap_in(course, state, course.planner(state, day), new, out, day)
    _within_the_week(course, state, new, day)
    about = (new,) if out is None else (new, out)
    course.say(
        cause, at, rule, f"{new} for {out or 'one more'}", "new-exercise", about=about,
        exercise=course.content.exercise(new),
    )  # fmt: skip
    note_load(course, state, day)


def _within_the_week(course: Course, state: State, new: str, day: date) -> None:
    """Begin with one set, or half of one, where the whole first dose would make the week grow too fast."""
    if room_to_grow(course, state, day) < 0:
        track = state.tracks[new]
        half = replace(track.dose, sets=1)
        if track.dose.sets == 1:
            half = share_of(track.dose, course.content.values.floor.share, course.least(track.first))
        state.tracks = {**state.tracks, new: replace(track, first=half, dose=half)}


def swap_in(course: Course, state: State, planner: Planner, new: str, out: str | None, day: date) -> None:
    """Put an exercise into the roster at its first dose (or the one it had), in place of another or besides."""
    course.take_in(state, planner, [name for name in state.roster if name not in (new, out)], new, day)
    state.returning = {name: on for name, on in state.returning.items() if name != new}
    state.harder = tuple(name for name in state.harder if name != out)


def end_of_guided_weeks(course: Course, state: State, at: datetime, cause: str) -> None:
    """Go over to maintenance when the guided weeks have done their work; say once that they go on otherwise."""
    day = at.date()
    planner = course.planner(state, day)
    strengthening = any(loads(course.content.exercise(name)) for name in state.roster) or _strength_left(
        course, planner
    )
    rule = maintenance_due(state, day, course.content, strengthening)
    if rule is not None and not state.stage_locked:
        course.enter(state, "maintain", at, cause, rule)


def _strength_left(course: Course, planner: Planner) -> bool:
    return any(planner.pool >> bit & 1 and loads(e) for bit, e in enumerate(course.content.exercises))
