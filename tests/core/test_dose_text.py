"""A dose as people write it: what is printed reads back, what cannot be read says why, and nothing breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from birddog.catalog import load_default
from birddog.core.content.values import BirddogError
from birddog.core.log.events import PinnedDose
from birddog.core.plan.dose_text import dose_of, read_dose, typed_dose, written

CONTENT = load_default()
DOSES = [
    (exercise, stage, dose)
    for exercise in CONTENT.exercises
    for stage, row in exercise.doses.items()
    for dose in (row.start, row.most)
]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_dose_of_the_catalog_reads_back_as_it_was_printed(language):
    assert len(DOSES) > 500
    for exercise, stage, dose in DOSES:
        line = f"{exercise.name} {written(dose, language)}"
        found, typed = typed_dose(line, CONTENT)
        like = exercise.doses[stage].start
        again = dose_of(typed, exercise, stage)
        assert found is exercise, line
        assert (again.move_s, again.pause_s) == (like.move_s, like.pause_s)
        assert (again.sets, again.reps, again.hold_s, again.hold_breaths, again.rest_s, again.sides) == (
            dose.sets, dose.reps, dose.hold_s, dose.hold_breaths, dose.rest_s, dose.sides), line  # fmt: skip


@pytest.mark.parametrize(
    ("line", "exercise", "dose"),
    [
        ("bird dog 2x8/side 5s", "bird-dog", PinnedDose(2, 8, 5, 30)),
        ("Bird-Dog: 2 x 8 / side, hold 5 sec", "bird-dog", PinnedDose(2, 8, 5, 30)),
        ("bird dog 2 series de 8 por lado x 5 segundos descanso 20", "bird-dog", PinnedDose(2, 8, 5, 20)),
        ("bird dog 2x8/lado 5s", "bird-dog", PinnedDose(2, 8, 5, 30)),
        ("plank-forearm 3x10s rest 30", "plank-forearm", PinnedDose(3, 1, 10, 30)),
        ("bodyweight squat 3 sets of 12 reps", "bodyweight-squat", PinnedDose(3, 12, 0, 45)),
        ("single knee to chest 1x3x20s per side", "single-knee-to-chest", PinnedDose(1, 3, 20, 0)),
        ("childs-pose 1x2 4 breaths", "childs-pose", PinnedDose(1, 2, 0, 0, 4)),
    ],
)
def test_lines_as_people_write_them(line, exercise, dose):
    found, typed = typed_dose(line, CONTENT)
    assert found.id == exercise
    assert typed == dose


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "write it like"),
        ("bird dog", "write it like"),
        ("6x8", "sets is 6; allowed: 1 to 5 sets"),
        ("2x80", "reps is 80; allowed: 1 to 30 repetitions"),
        ("2x99999999999", "reps is 99999999999; allowed"),
        ("bridge 2x8 90s", "hold_s is 90; allowed: 0 to 60 seconds"),
        ("bridge 2x8 rest 500", "rest_s is 500; allowed: 0 to 180 seconds"),
        ("bridge 2x8-10", "'-10' is not understood"),
        ("bridge 2x8 5s 10s", "hold_s is said twice"),
        ("2x20s 5s", "hold_s is said twice"),
        ("bridge 2x8 daily", "'daily' is not understood"),
        ("bridge 2x8/side", "works both sides together"),
        ("plank-forearm 3x10", "hold_s is missing"),
        ("walking 2x8", "no sets and repetitions"),
        ("brigde 2x8", "bridge"),
        ("2x8", "exercise is missing"),
        ("x" * 300, "300 characters; allowed: 200"),
    ],
)
def test_what_cannot_be_read_names_the_field_the_value_and_what_is_allowed(line, says):
    with pytest.raises(BirddogError) as caught:
        typed_dose(line, CONTENT)
    assert says in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"[a-z ]{0,12}\d{1,4} ?[x×*] ?\d{1,4}.{0,20}", fullmatch=True))
def test_nothing_that_is_typed_breaks_it(line):
    try:
        typed = read_dose(line)
    except BirddogError as error:
        assert str(error)
    else:
        assert 1 <= typed.sets <= 5
        assert 1 <= typed.reps <= 30


@given(
    st.sampled_from(DOSES), st.integers(1, 5), st.integers(1, 30), st.integers(0, 60), st.integers(0, 180),
    st.integers(0, 10), st.sampled_from(["en", "es"]),
)  # fmt: skip
def test_every_dose_that_may_be_set_reads_back(row, sets, reps, hold, rest, breaths, language):
    exercise, stage, _ = row
    dose = dose_of(PinnedDose(sets, reps, hold, rest, breaths), exercise, stage)
    typed = read_dose(written(dose, language))
    said = (typed.sets, typed.reps, typed.hold_s or 0, typed.hold_breaths or 0, typed.rest_s or 0)
    assert said == (sets, reps, hold, breaths, rest)
    assert typed.each_side == (exercise.sides == 2)
