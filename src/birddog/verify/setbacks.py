"""Invariants about charts: flares, exercises that hurt, time that changes what is safe, no improvement."""

from __future__ import annotations

from datetime import date, timedelta

from birddog.core.chart.chart import Folded, fold
from birddog.core.content.content import Content
from birddog.core.content.measures import Instrument, change
from birddog.core.content.values import Disposition
from birddog.core.log.events import (
    Event,
    FlareDeclared,
    FlareOver,
    IntakeAnswered,
    ItemDone,
    SessionDone,
    Swap,
)
from birddog.core.person.facts import facts
from birddog.core.person.intake import Conditions, Pain, Pregnancy
from birddog.core.plan.dosing import amount
from birddog.core.today import today
from birddog.verify.courses import REPORTS, doses
from birddog.verify.people import FIRST, NOON, flags, person, session, started
from birddog.verify.tally import Tally


def flares(content: Content, t: Tally) -> None:
    """C10: a flare halves the doses at once; the way back takes three sessions, and is over by its day."""
    events: list[Event] = [started(content)]
    for number in range(4):
        events += REPORTS["good"][1](number, 48 * number)
    at = NOON + timedelta(days=9)
    before = fold(events, content, at)
    was = {name: amount(track.dose) for name, track in before.state.tracks.items()}
    floors = {name: amount(before.course.least(track.first)) for name, track in before.state.tracks.items()}
    flare = FlareDeclared(id="f", at=at, patient="p1", pain=7.0, red_flags=flags())
    within = fold([*events, flare], content, at)
    t.ok(within.state.stage == "calm" and within.state.roster == before.state.roster, "a flare changes the exercises")
    for name, dose in doses(content, within.state).items():
        t.ok(dose <= max(was[name] * 0.5, floors[name]), "flare", name, was[name], dose)
    for days in (1, 2, 3, 5, 7, 12):
        over = FlareOver(id="o", at=at + timedelta(days=days), patient="p1", pain=3.0)
        _way_back(content, t, [*events, flare, over], days, was, floors)
    lasting = fold([*events, flare], content, at + timedelta(days=14))
    t.ok(lasting.state.disposition > before.state.disposition, "no advice in a flare of 14 days")
    t.ok(lasting.state.disposition.allows_exercise, "a flare of 14 days takes the exercises away")


def _way_back(
    content: Content, t: Tally, events: list[Event], days: int, was: dict[str, int], floors: dict[str, int]
) -> None:
    """50, 75 and 100 percent, one session after the other; all of it a week after the end."""
    shares, end = [], events[-1].at + timedelta(days=max(0, 3 - days))
    told = list(events)
    for number in range(3):
        when = end + timedelta(hours=48 * number + 1)
        folded = fold(told, content, when)
        shares.append((number, doses(content, folded.state)))
        hours = (when - NOON).total_seconds() / 3600
        told += REPORTS["good"][1](50 + number, hours)
    for number, now in shares:
        limit = (0.5, 0.75, 1.0)[number]
        for name, dose in now.items():
            t.ok(
                dose <= max(was[name] * limit, floors[name]),
                days,
                "way back, session",
                number + 1,
                name,
                was[name],
                dose,
            )
    last = shares[-1][1]
    t.ok(all(last[name] >= was[name] for name in last if name in was), days, "not back at the third session")
    late = end + timedelta(days=8)
    hours = (end - NOON).total_seconds() / 3600 + 24
    silent = doses(content, fold([*events, session(60, hours, None, None)], content, late).state)
    t.ok(all(silent[name] >= was[name] for name in silent if name in was), days, "not back a week after the end")


def hurting_exercises(content: Content, t: Tally) -> None:
    """C10: an exercise that hurt is out of the next session, the second time for four weeks; a swap does it too."""
    start = started(content)
    first = fold([start], content, NOON)
    for item in first.course.session(first.state, NOON.date()).items:
        done = (ItemDone(exercise=item.exercise, hurt=True, done="partly"),)
        one: SessionDone = session(1, 1, 3, 3, items=done)
        after = fold([start, one], content, one.at)
        for days in range(7):
            ids = [i.exercise for i in after.course.session(after.state, one.at.date() + timedelta(days=days)).items]
            t.ok(item.exercise not in ids, item.exercise, "hurt and is there again after", days, "days")
            t.ok(len(ids) >= 2, item.exercise, "hurt, and nothing stands in for it")
        two: SessionDone = session(2, 24 * 9, 3, 3, items=done)
        twice = fold([start, one, two], content, two.at)
        for days in range(28):
            ids = [i.exercise for i in twice.course.session(twice.state, two.at.date() + timedelta(days=days)).items]
            t.ok(item.exercise not in ids, item.exercise, "hurt twice and comes back after", days, "days")
        weeks = [_out(content, twice, item.exercise, two.at.date() + timedelta(days=days)) for days in (0, 27, 28)]
        t.ok(weeks == [True, True, False], item.exercise, "hurt twice and is out on day 0, 27, 28:", weeks)
        t.ok(item.exercise not in twice.state.removed, item.exercise, "is lost without a clinician's word")
        swap = Swap(id="w", at=NOON, patient="p1", exercise=item.exercise, wish="not_this")
        gone = fold([start, swap], content, NOON)
        ids = [i.exercise for i in gone.course.session(gone.state, NOON.date()).items]
        t.ok(item.exercise not in ids, item.exercise, "not wanted and still there")


def _out(content: Content, folded: Folded, exercise: str, day: date) -> bool:
    """Whether the chart itself keeps an exercise out on a day."""
    return bool(folded.course.barred(folded.state, day) >> content.index[exercise] & 1)


def trimester_in_a_chart(content: Content, t: Tally) -> None:
    """C6: a program begun in the first trimester gives nothing on the back or front once the second has begun."""
    due = NOON.date() + timedelta(weeks=31)
    told = Conditions(pregnancy=Pregnancy(status="yes", due=due), all_others="no")
    start = IntakeAnswered(id="e0", at=NOON, patient="p1", intake=person(conditions=told))
    for weeks in range(30):
        now = NOON + timedelta(weeks=weeks)
        folded = fold([start], content, now)
        shown = today(folded, now)
        ids = [] if shown.session is None else [i.exercise for i in shown.session.items]
        later = facts(start.intake, now.date(), content.values).pregnancy == "later"
        lying = [i for i in ids if content.exercise(i).tags & {"supine", "prone", "prone_support"}]
        t.ok(not later or not lying, "week", weeks, lying)


def no_improvement(content: Content, t: Tally) -> None:
    """B2: not better after the weeks that the rule says goes one level up, and better does not."""
    pain_rows = (
        (6.0, 6.0, True),
        (6.0, 5.0, True),
        (6.0, 4.0, False),
        (6.0, 2.0, False),
        (4.0, 4.0, True),
        (4.0, 2.7, False),
    )
    for first, now_pain, expected in pain_rows:
        start = started(content, pain=Pain(back_week=first))
        for days in (20, 27, 28, 30):
            events: list[Event] = [start]
            for n, back in enumerate((13, 6, 0)):
                if days - back > 0:
                    events.append(session(n, 24 * (days - back) - 2, now_pain, 3))
            events.sort(key=lambda e: e.at)
            now = NOON + timedelta(days=days)
            level = fold(events, content, now).state.disposition
            t.ok((level > Disposition.SELF_CARE) == (expected and days >= 28), first, now_pain, days, level)
            t.ok(level.allows_exercise, first, now_pain, days, "no improvement takes the exercises away")
    t.ok(FIRST > Disposition.CLINICIAN_ALONGSIDE)
    nprs = Instrument("nprs_back", "", 0, 10, False, 2, 0.3, 0, ())
    for before, after, word in (
        (6, 4, "better"),
        (6, 5, "same"),
        (3, 2, "better"),
        (4, 6, "worse"),
        (4, 0, "recovered"),
        (5, 5, "same"),
    ):
        t.ok(change(nprs, before, after, content).outcome == word, before, after, word)
