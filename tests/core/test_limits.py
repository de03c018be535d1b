"""Limits have the last word on every dose, whoever asked for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import CONTENT, DRILLS

from birddog.core.exercise import Dose, DoseRange, dose_steps
from birddog.core.limits import Item, allowed, cap_seconds, hold_to, smaller
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


@given(items, st.integers(0, 2000), st.integers(10, 1800))
def test_a_session_is_held_to_work_and_clock(rows: list[Item], work: int, clock: int):
    rows = [replace(row, exercise=f"{n}") for n, row in enumerate(rows)]
    kept = hold_to(tuple(rows), work, clock)
    whole = {row.exercise: row for row in rows}
    assert kept and kept[0].exercise == "0"
    assert [i.exercise for i in kept] == sorted(i.exercise for i in kept)
    for one in kept:
        assert all(a <= b for a, b in zip(size(one.dose), size(whole[one.exercise].dose), strict=True))
    over = sum(i.work_s for i in kept) > work or sum(i.seconds for i in kept) > clock
    assert not over or (len(kept) == 1 and smaller(kept[0].dose) is None)


@given(items, st.integers(100, 2000))
def test_no_room_is_left_that_a_cut_dose_could_use(rows: list[Item], work: int):
    rows = [replace(row, exercise=f"{n}") for n, row in enumerate(rows)]
    kept = hold_to(tuple(rows), work, float("inf"))
    done = sum(i.work_s for i in kept)
    for one in kept:
        whole = rows[int(one.exercise)].dose
        if (
            one.work_s
            and one.dose.sets == whole.sets
            and one.dose.reps < whole.reps
            and one.dose.hold_s == whole.hold_s
        ):
            more = replace(one.dose, reps=one.dose.reps + 1)
            assert done - one.work_s + more.work_s > work


def test_fewer_exercises_worth_doing_come_before_many_at_next_to_nothing():
    rows = tuple(
        item(str(n), Dose(1, 8, 3), category)
        for n, category in enumerate(["mobility", "mobility", "stabilization", "strengthening", "balance"])
    )
    kept = hold_to(rows, 60, float("inf"))
    assert [i.exercise for i in kept] == ["0", "2", "3"]
    assert all(i.dose.reps >= 3 for i in kept)


def test_what_is_cut_for_a_ceiling_stays_close_to_it():
    rows = tuple(item(str(n), Dose(2, 8, 3), "stabilization") for n in range(3))
    for work in range(60, 150, 7):
        done = sum(i.work_s for i in hold_to(rows, work, float("inf")))
        assert work - 6 < done <= work


@given(items)
def test_a_session_within_its_ceilings_is_left_alone(rows: list[Item]):
    kept = hold_to(tuple(rows), sum(i.work_s for i in rows), sum(i.seconds for i in rows))
    assert kept == tuple(rows)


def test_rest_is_no_work():
    assert item("relax-and-rest", Dose(1, 2, 60), "posture").work_s == 0
    assert item("bridge", Dose(1, 2, 60)).work_s == 2 * 63


def test_each_step_of_a_ladder_changes_one_thing_and_grows_by_a_fifth_at_most():
    for exercise in CONTENT.exercises:
        for dose in exercise.doses.values():
            steps = dose_steps(dose)
            assert steps[0] == dose.start
            assert size(steps[-1]) == size(dose.most)
            for before, after in pairwise(steps):
                moved = [n for n in range(4) if size(before)[n] != size(after)[n]]
                assert len(moved) == 1
                least_step = sum(size(after)) - sum(size(before)) == 1
                assert least_step or after.work_s <= 1.2 * before.work_s


def test_a_ladder_from_nothing_to_nothing_has_one_step():
    dose = Dose(1, 5, 5)
    assert dose_steps(DoseRange(dose, dose)) == (dose,)


@pytest.mark.parametrize("name", DRILLS)
def test_every_step_of_every_drill_is_within_the_limits(name: str):
    exercise, known = CONTENT.exercise(name), with_facts(heart="stable")
    for stage, dose in exercise.doses.items():
        for step in dose_steps(dose):
            out = allowed(step, exercise, known, CONTENT)
            assert out.hold_time_s <= (10 if "isometric_hold" in exercise.tags else 60), stage
            assert replace(out, hold_s=step.hold_s, hold_breaths=step.hold_breaths) == step
