"""Expectations about the doses of a good course: minutes used, growth, climbing, strength days, walking."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import mean, median

from birddog.catalog.library import load_default
from birddog.simulate.asked import Asked
from birddog.simulate.expect import Lab, after_sessions, but_few, expectation, percent, share, who
from birddog.simulate.figures import NEARLY, Seen, asks, work
from birddog.simulate.people import people

Measured = tuple[str, bool, Iterable[str]]
STRONG = frozenset({"external_load", "high_spinal_load"})


def needed(minutes: int, week: int) -> float:
    """Part of the minutes that a session fills: from week 3 on more than before; less where there are 10 minutes."""
    if minutes >= 15:
        return 0.6 if week < 3 else 0.8
    return 0.5 if week < 3 else 0.65


def _uses(seen: Seen) -> list[tuple[int, float, float]]:
    """Week, part of the minutes used and part needed, for each session asked for outside the listed states."""
    minutes = people()[seen.course.person].time("minutes", 15)
    rows = []
    for day in seen.asked:
        if day.page.session and not seen.listed[day.number]:
            week = day.number // 7 + 1
            rows.append((week, day.page.session.minutes / minutes, needed(minutes, week)))
    return rows


@expectation
def the_time_is_used(lab: Lab) -> Measured:
    """The sessions of a good course fill 60 percent of the minutes in week 1 and 80 from week 3 (10 min: 50, 65)."""
    rows = [(who(s), *row) for s in lab.courses("perfect") for row in _uses(s)]
    part = share(used >= need - 0.005 for _, _, used, need in rows)
    low: dict[str, float] = {}
    for name, _, used, need in rows:
        low[name] = min(low.get(name, 0.0), used - need)
    worst = sorted(low.items(), key=lambda row: row[1])
    weeks = "; ".join(
        f"week {n} {percent(mean([u for _, w, u, _ in rows if w == n] or [0]))}" for n in (1, 3, 5, 8, 12)
    )
    return (
        f"{percent(part)} of sessions; {weeks}",
        part >= 0.95,
        [f"{n}: short by {-v:.0%}" for n, v in worst[:8] if v < 0],
    )


@expectation
def never_more_than_the_minutes(lab: Lab) -> Measured:
    """No session takes longer than the person has."""
    rows = [(s, used) for s in (*lab.courses("perfect"), *lab.courses("over-doer")) for _, used, _ in _uses(s)]
    over = sorted({who(s) for s, used in rows if used > 1.005})
    return f"{len(over)} courses", not over, over


@expectation
def a_perfect_course_grows(lab: Lab) -> Measured:
    """A perfect course asks in week 8 for at least 1.5 times the work of week 1."""
    rows = {}
    for seen in lab.courses("perfect"):
        first, last = (mean(works) if (works := _works(seen, week)) else 0 for week in (1, 8))
        rows[who(seen)] = last / first if first else 0
    low = sorted(rows.items(), key=lambda row: row[1])
    part = share(value >= 1.495 for value in rows.values())
    middle = median(rows.values())
    return (
        f"{percent(part)} of people, median {middle:.2f}",
        part >= 0.95,
        [f"{n}: {v:.2f}" for n, v in low if v < 1.495],
    )


def _works(seen: Seen, week: int) -> list[float]:
    return [work(day) for day in seen.asked if day.number // 7 == week - 1]


@expectation
def a_perfect_course_climbs(lab: Lab) -> Measured:
    """A perfect course climbs at least two ladders within 8 weeks."""
    rows = {who(s): s.climbed() for s in lab.courses("perfect")}
    low = [f"{name}: {count}" for name, count in rows.items() if count < 2]
    return but_few(low, rows)


@expectation
def the_plan_comes_true(lab: Lab) -> Measured:
    """What is asked of someone who does it all is within 10 percent of the printed plan."""
    rows = {who(s): s.summary["share_of_plan"] for s in lab.courses("perfect")}
    off = [f"{name}: {value}" for name, value in rows.items() if value is not None and not 0.895 <= value <= 1.105]
    part = 1 - len(off) / max(1, len(rows))
    return f"{percent(part)} of people", part >= 0.95, off


@expectation
def work_grows_within_its_caps(lab: Lab) -> Measured:
    """The work of a week grows by at most a fifth over the best of four weeks; by half when a stage begins."""
    over = []
    rows = lab.courses("perfect")
    for seen in rows:
        totals = [_weekly(seen, week) for week in range(1, 13)]
        for week in range(2, 13):
            stages = {day.page.stage for day in seen.days[7 * (week - 2) : 7 * week]}
            limit = 1.5 if len(stages) > 1 else 1.2
            best = max(totals[max(0, week - 5) : week - 1])
            if best and totals[week - 1] > limit * best * 1.05 + 30:
                over.append(f"{who(seen)}: week {week}, {totals[week - 1]:.0f} s after {best:.0f} s")
    return f"{len({row.split(':')[0] for row in over})} of {len(rows)} people", not over, over


def _weekly(seen: Seen, week: int) -> float:
    """Seconds of stabilization, strengthening and balance that a week asks for."""
    counted = ("stabilization", "strengthening", "balance")
    days = [day for day in seen.asked if day.number // 7 == week - 1]
    return sum(i.work_s for day in days if day.page.session for i in day.page.session.items if i.category in counted)


def strong(session: Asked | None) -> bool:
    """Whether a session is a strengthening session: an exercise with outside load or a high load on the spine."""
    return session is not None and any(STRONG & load_default().exercise(i.exercise).tags for i in session.items)


@expectation
def strength_has_rest_days(lab: Lab) -> Measured:
    """Strengthening has a full day of rest before the next, and comes three times a week at most."""
    wrong = []
    rows = (*lab.courses("perfect"), *lab.courses("over-doer"))
    for seen in rows:
        days = [day.number for day in seen.days if day.sessions and strong(day.page.session)]
        close = any(b - a < 2 for a, b in pairwise(days))
        many = any(sum(first <= day < first + 7 for day in days) > 3 for first in days)
        if close or many:
            wrong.append(f"{who(seen)}: {'two days running' if close else 'over three in seven days'}")
    return f"{len(wrong)} of {len(rows)} courses", not wrong, wrong


@expectation
def strength_comes_twice_a_week(lab: Lab) -> Measured:
    """From the strengthen stage on there are two days with strengthening exercises, if the person has two days."""
    rows, wrong = lab.courses("perfect"), []
    for seen in rows:
        for week in range(2, 13):
            days = [day for day in seen.days[7 * (week - 1) : 7 * week] if asks(day)]
            if len(days) >= 2 and all(day.page.stage == "strengthen" for day in days):
                with_it = sum(_strengthens(day.page.session) for day in days)
                if with_it < 2:
                    wrong.append(f"{who(seen)}: week {week}, {with_it} of {len(days)} days")
    return f"{len({row.split(':')[0] for row in wrong})} of {len(rows)} people", not wrong, wrong


def _strengthens(session: Asked | None) -> bool:
    return session is not None and any(item.category == "strengthening" for item in session.items)


@expectation
def walking_is_not_cut(lab: Lab) -> Measured:
    """Walking is not cut because a stage changes: in a good course no week asks for less than the one before."""
    rows, wrong = lab.courses("perfect"), []
    for seen in rows:
        minutes = [seen.week(n)["walking"] for n in range(1, 13)]
        calm = [not any(seen.listed[7 * (n - 1) : 7 * n]) for n in range(1, 13)]
        drops = [n for n in range(2, 13) if calm[n - 1] and minutes[n - 1] < minutes[n - 2]]
        if drops:
            wrong.append(f"{who(seen)}: {minutes}")
    return but_few(wrong, rows)


@expectation
def stages_keep_what_was_earned(lab: Lab) -> Measured:
    """An exercise that is carried into a new stage keeps its dose: 80 percent of it or more in the week after."""
    rows, wrong = lab.courses("perfect"), []
    for seen in rows:
        for before, day in pairwise(seen.days):
            calm = not any(seen.listed[max(0, day.number - 7) : day.number + 7])
            if before.page.stage == day.page.stage or not calm:
                continue
            earlier, later = _best(seen, day.number - 7), _best(seen, day.number)
            wrong += [
                f"{who(seen)}: day {day.number}, {name} {earlier[name]:.0f} to {later[name]:.0f} s"
                for name in earlier.keys() & later.keys()
                if later[name] < 0.8 * earlier[name]
            ]
    part = 1 - len({row.split(":")[0] for row in wrong}) / max(1, len(rows))
    return f"{percent(part)} of people", part >= 0.95, wrong


def _best(seen: Seen, first: int) -> dict[str, float]:
    """The largest dose of each exercise in the seven days from ``first`` on, in seconds of work."""
    best: dict[str, float] = {}
    for day in seen.asked:
        if first <= day.number < first + 7 and day.page.session:
            for item in day.page.session.items:
                best[item.exercise] = max(best.get(item.exercise, 0), item.work_s)
    return best


@expectation
def nothing_is_squeezed_below_its_first_dose(lab: Lab) -> Measured:
    """In a good course no exercise is asked for at less than its own first dose, however full the minutes are."""
    rows, wrong, count, under = lab.courses("perfect"), [], 0, 0
    for seen in rows:
        first: dict[str, float] = {}
        for day in (row for row in seen.asked if not seen.listed[row.number] and row.page.session):
            for item in day.page.session.items if day.page.session else ():
                count, was = count + 1, first.setdefault(item.exercise, item.work_s)
                if item.work_s < 0.95 * was:
                    under += 1
                    wrong.append(f"{who(seen)}: day {day.number}, {item.exercise} {was:.0f} to {item.work_s:.0f} s")
    return f"{under} of {count} items", not wrong, wrong


@expectation
def new_pain_gets_little(lab: Lab) -> Measured:
    """Someone with new pain does two or three movements, and walks."""
    rows = [seen for seen in lab.courses("good", staged=False) if seen.days[0].page.kind == "acute"]
    wrong = [
        who(s)
        for s in rows
        if not (s.days[0].page.session and 2 <= len(s.days[0].page.session.items) <= 3 and s.days[0].page.walk)
    ]
    return f"{len(wrong)} of {len(rows)}", not wrong, wrong


@expectation
def a_red_is_made_up_in_three_sessions(lab: Lab) -> Measured:
    """After one red report the dose from before is back at the fourth session, if nothing else happens."""
    rows, wrong, count = (*lab.courses("good"), *lab.courses("none")), [], 0
    for seen in rows:
        for number in _alone(seen):
            after = [day for day in seen.asked if day.number >= number]
            levels = [seen.level(day, number) for day in after]
            if len(levels) >= 6:
                count += 1
                if max(levels[: after_sessions([day.sessions > 0 for day in after], 3) + 1]) < NEARLY:
                    wrong.append(f"{who(seen)}: day {number}, {', '.join(percent(level) for level in levels[:6])}")
    part = 1 - len(wrong) / max(1, count)
    return f"{percent(part)} of {count} reds that stood alone", part >= 0.95, wrong


def _alone(seen: Seen) -> list[int]:
    """Days with a red report, without another one or a flare two weeks before and after."""
    days = seen.days
    reds = [b.number for a, b in pairwise(days) if b.page.reds > a.page.reds]
    flares = [day.number for day in days if day.page.flare]
    near = [[other for other in (*reds, *flares) if other != red and abs(other - red) <= 14] for red in reds]
    return [red for red, others in zip(reds, near, strict=True) if not others and red <= len(days) - 14]


@expectation
def upkeep_keeps_what_was_earned(lab: Lab) -> Measured:
    """After the guided weeks the work of a session stays: the days get fewer, the session does not get smaller."""
    rows, wrong = [], []
    for seen in lab.courses("perfect"):
        guided = [work(day) for day in seen.asked if day.page.stage == "strengthen" and day.number >= 42]
        kept = [work(day) for day in seen.asked if day.page.stage == "maintain" and day.number >= 63]
        if guided and kept:
            rows.append(mean(kept) / mean(guided))
            if rows[-1] < 0.9:
                wrong.append(f"{who(seen)}: {mean(guided):.0f} s, then {mean(kept):.0f} s")
    part = share(value >= 0.9 for value in rows)
    return f"{percent(part)} of {len(rows)} people", part >= 0.95, wrong


@expectation
def walking_grows(lab: Lab) -> Measured:
    """Walking, or what takes its place, grows in a good course: by half in 12 weeks, or to 150 minutes a week."""
    rows = {who(s): (s.week(1)["walking"], s.week(12)["walking"]) for s in lab.courses("perfect")}
    low = [f"{name}: {a} to {b} minutes a week" for name, (a, b) in rows.items() if a and b < min(150, 1.5 * a)]
    return but_few(low, rows)
