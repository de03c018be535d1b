"""Limits have the last word on every dose, whoever asked for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import CONTENT, DRILLS

from birddog.core.content.exercise import Dose
from birddog.core.plan.dosing import amount, climb, least_of, share_of, stretches, unit
from birddog.core.plan.limits import Item, allowed, cap_seconds, fit, lighten, smaller
from birddog.verify.people import with_facts

doses = st.builds(
    Dose,
    sets=st.integers(1, 9),
    reps=st.integers(1, 60),
    hold_s=st.integers(0, 200),
    move_s=st.integers(1, 6),
    pause_s=st.integers(0, 5),
    rest_s=st.integers(0, 180),
    sides=st.sampled_from([1, 2]),
    hold_breaths=st.integers(0, 20),
)
hearts = st.sampled_from(["none", "stable", "symptoms", "unsure", "unanswered"])
pressures = st.sampled_from(["normal", "unsure", "uncontrolled", "unanswered"])


def item(name: str, dose: Dose, category: str = "stabilization") -> Item:
    """One exercise of a session."""
    return Item(name, category, dose, "both", 15)


def size(dose: Dose) -> tuple[int, ...]:
    """The parts of a dose that count."""
    return dose.sets, dose.reps, dose.hold_s, dose.hold_breaths


@given(doses, st.sampled_from(DRILLS), hearts, pressures)
def test_what_comes_out_is_within_the_limits_and_never_larger(dose: Dose, name: str, heart: str, pressure: str):
    known, exercise = with_facts(heart=heart, blood_pressure=pressure), CONTENT.exercise(name)
    out = allowed(dose, exercise, known, CONTENT)
    assert out.sets <= 5
    assert out.reps <= 30
    assert out.hold_time_s <= 60
    assert all(a <= b for a, b in zip(size(out), size(dose), strict=True))
    assert (out.move_s, out.pause_s, out.rest_s, out.sides) == (dose.move_s, dose.pause_s, dose.rest_s, dose.sides)
    if "isometric_hold" in exercise.tags and (heart != "none" or pressure != "normal"):
        assert out.hold_time_s <= 10
    assert allowed(out, exercise, known, CONTENT) == out


@pytest.mark.parametrize(
    ("heart", "pressure", "seconds"),
    [("none", "normal", 60), ("stable", "normal", 10), ("none", "uncontrolled", 10), ("unanswered", "normal", 10)],
)
def test_holds_are_short_for_heart_and_blood_pressure(heart: str, pressure: str, seconds: int):
    assert cap_seconds(with_facts(heart=heart, blood_pressure=pressure), CONTENT) == seconds


def test_a_dose_within_the_limits_is_left_alone():
    dose = Dose(3, 12, 8)
    assert allowed(dose, CONTENT.exercise("bridge"), with_facts(), CONTENT) is dose


@given(doses)
def test_each_smaller_dose_is_less_work_until_there_is_none(dose: Dose):
    steps = 0
    now: Dose | None = dose
    while now is not None and steps < 500:
        less, steps = smaller(now), steps + 1
        assert less is None or less.work_s < now.work_s
        now = less
    assert now is None


items = st.lists(
    st.builds(item, st.sampled_from(DRILLS), doses, st.sampled_from(["mobility", "stabilization", "posture"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(items, st.integers(10, 1800))
def test_a_session_is_held_to_the_clock(rows: list[Item], clock: int):
    rows = [replace(row, exercise=f"{n}") for n, row in enumerate(rows)]
    kept = fit(tuple(rows), clock)
    whole = {row.exercise: row for row in rows}
    assert kept
    assert [i.exercise for i in kept] == sorted(i.exercise for i in kept)
    for one in kept:
        assert all(a <= b for a, b in zip(size(one.dose), size(whole[one.exercise].dose), strict=True))
    assert sum(i.seconds for i in kept) <= clock or (len(kept) == 1 and smaller(kept[0].dose) is None)


@settings(max_examples=40)
@given(items, st.integers(10, 2000))
def test_a_session_is_lightened_to_a_ceiling_on_work_and_not_below_the_least(rows: list[Item], work: int):
    rows = [replace(row, exercise=f"{n}") for n, row in enumerate(rows)]
    least = {row.exercise: replace(row.dose, sets=1, reps=1) for row in rows}
    kept = lighten(tuple(rows), work, least)
    assert len(kept) >= min(2, len(rows))
    assert all(amount(one.dose) >= amount(least[one.exercise]) for one in kept)
    done = sum(one.work_s for one in kept)
    assert done <= work or len(kept) <= 2


def test_first_doses_stay_whole_while_an_exercise_can_be_left_out():
    kinds = ["mobility", "mobility", "stabilization", "strengthening", "balance"]
    first = {str(n): Dose(1, 8, 3) for n in range(5)}
    rows = tuple(item(str(n), Dose(2, 8, 3), category) for n, category in enumerate(kinds))
    kept = fit(rows, 260, firsts=first)
    assert all(amount(one.dose) >= amount(first[one.exercise]) for one in kept)
    assert 2 <= len(kept) < 5


@given(items)
def test_a_session_within_its_ceilings_is_left_alone(rows: list[Item]):
    assert fit(tuple(rows), sum(i.seconds for i in rows)) == tuple(rows)
    assert lighten(tuple(rows), sum(i.work_s for i in rows), {}) == tuple(rows)


def test_rest_is_no_work():
    assert item("relax-and-rest", Dose(1, 2, 60), "posture").work_s == 0
    assert item("bridge", Dose(1, 2, 60)).work_s == 2 * 63


def test_each_step_of_a_ladder_raises_one_thing_and_grows_by_a_fifth_at_most():
    for exercise in CONTENT.exercises:
        for dose in exercise.doses.values():
            steps = list(climb(dose.start, dose.most, 1.2))
            assert steps[0] == dose.start
            for before, after in pairwise(steps):
                raised = [n for n in range(4) if size(before)[n] < size(after)[n]]
                assert len(raised) == 1, (exercise.id, before, after)
                one_more = unit(before) * before.sides * before.sets
                slow = amount(after) <= max(1.2 * amount(before), amount(before) + one_more)
                assert slow or stretches(before) or after.hold_time_s < 5, (exercise.id, before, after)


def test_a_ladder_from_nothing_to_nothing_has_one_step():
    dose = Dose(1, 5, 5)
    assert list(climb(dose, dose, 1.2)) == [dose]


@given(doses, st.floats(0.1, 1.0))
@settings(deadline=None, max_examples=40)
def test_a_share_of_a_dose_is_no_larger_and_no_less_than_the_least(dose: Dose, share: float):
    dose = replace(dose, sets=min(dose.sets, 4), reps=min(dose.reps, 20), hold_s=min(dose.hold_s, 60))
    least = least_of(dose, 0.5, 5, 3, 5, 15)
    out = share_of(dose, share, least)
    assert all(a <= b for a, b in zip(size(out), size(dose), strict=True))
    assert amount(least) <= amount(dose)
    assert amount(out) <= max(share * amount(dose), amount(least)) + 1e-6
    assert amount(out) >= min(amount(least), amount(dose))


@pytest.mark.parametrize("name", DRILLS)
def test_every_step_of_every_drill_is_within_the_limits(name: str):
    exercise, known = CONTENT.exercise(name), with_facts(heart="stable")
    for stage, dose in exercise.doses.items():
        for step in climb(dose.start, dose.most, 1.2):
            out = allowed(step, exercise, known, CONTENT)
            assert out.hold_time_s <= (10 if "isometric_hold" in exercise.tags else 60), stage
            assert replace(out, hold_s=step.hold_s, hold_breaths=step.hold_breaths) == step


def test_what_is_left_out_gives_its_time_to_the_others():
    """Where first doses do not all fit, one exercise goes, and those that stay keep what they have earned."""
    first, earned = Dose(1, 8, move_s=4), Dose(1, 12, move_s=4)
    kinds = ("mobility", "stabilization", "stabilization")
    items = tuple(Item(f"e{n}", kind, earned, "both", 40) for n, kind in enumerate(kinds))
    room = 2 * items[0].seconds
    assert 3 * replace(items[0], dose=first).seconds > room
    kept = fit(items, room, firsts={item.exercise: first for item in items})
    assert [(item.exercise, item.dose) for item in kept] == [("e0", earned), ("e1", earned)]
