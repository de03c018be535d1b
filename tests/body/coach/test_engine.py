"""The coach counts what was done, times holds, and says when it cannot tell: on films of the second generator."""

from dataclasses import replace

import numpy as np
import pytest
from tests.body.coach.filmed import aimed, filmed, reasons, recorded, states
from tests.body.coach.generator import Scene, take

from birddog.body.coach import engine, features, recording

CALM = Scene(repetitions=3, hold=2.0, noise=0.006, fps=20)


@pytest.mark.parametrize("exercise", ["bird-dog", "bridge", "plank-forearm", "sit-to-stand"])
def test_it_counts_and_times_holds(exercise):
    film, outcome = filmed(exercise, CALM)
    assert outcome.sure
    assert len(outcome.repetitions) == film.repetitions
    for seen, (start, end), hold in zip(outcome.repetitions, film.spans, film.holds, strict=True):
        assert start - 0.5 < seen.start < seen.end < end + 0.5
        if aimed(exercise).dose_hold:
            assert seen.hold == pytest.approx(hold, abs=0.6)
    assert {"ready", "moving", "holding"} <= states(outcome)


def test_sides_of_an_alternating_exercise_are_told():
    film, outcome = filmed("bird-dog", CALM)
    assert [r.side for r in outcome.repetitions] == film.sides


def test_getting_into_position_is_no_repetition():
    film, outcome = filmed("bodyweight-squat", replace(CALM, repetitions=2, approach=True))
    assert len(outcome.repetitions) == film.repetitions
    assert outcome.repetitions[0].start > film.spans[0][0] - 0.5


def test_a_change_of_the_working_side_loses_no_repetition():
    rng = np.random.default_rng(1)
    right, left = (take("clamshell", replace(CALM, repetitions=2, left=side), rng) for side in (False, True))
    image, visibility, world = (
        np.concatenate([getattr(film, name) for film in (right, left)]) for name in ("image", "visibility", "world")
    )
    times = np.concatenate([right.times, left.times + right.times[-1] + 0.1])
    both = replace(right, times=times, image=image, visibility=visibility, world=world)
    outcome = recording.run([recorded(both)], engine.plan([aimed("clamshell")]))[0]
    assert [r.side for r in outcome.repetitions] == ["right", "right", "left", "left"]


def test_hips_above_or_below_the_line_is_not_told_where_shoulder_and_knee_are_above_each_other():
    image = np.zeros((2, 33, 2))
    for k, ahead in enumerate((0.3, 0.005)):  # bent forward: shoulders far before the knees, and just above them
        for at, place in ((11, (0.5 + ahead, 0.3)), (23, (0.4, 0.4)), (25, (0.5, 0.7))):
            image[k, at : at + 2] = place
    error = features.read(image, np.ones((2, 33)), 1.0).sigma[:, features.INDEX["hip_line"]]
    assert error[0] < 5
    assert error[1] > 30


def test_features_that_share_landmarks_count_for_less_than_as_many_apart():
    alike = aimed("bridge").alike[0]
    left, line = features.INDEX["hip_left"], features.INDEX["hip_line"]
    assert np.allclose(alike, alike.T)
    assert np.linalg.eigvalsh(alike).min() > 0
    assert abs(alike[left, line]) > 0.4
    assert abs(alike[left, features.INDEX["elbow_left"]]) < 0.2


@pytest.mark.parametrize("exercise", ["supine-pelvic-tilt", "suitcase-carry"])
def test_a_movement_that_landmarks_cannot_show_or_that_never_comes_back_is_not_counted(exercise):
    _, outcome = filmed(exercise, CALM)
    assert not outcome.countable
    assert not outcome.repetitions
    assert "cannot_tell" in reasons(outcome)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"size": 0.2}, "come_closer"),
        ({"beside": 60.0}, "turn"),
        ({"fps": 4.0}, "too_few_frames"),
        ({"noise": 0.08}, "unsteady"),
    ],
)
def test_outside_its_range_it_says_what_to_change_and_counts_nothing(change, reason):
    film, outcome = filmed("bridge", replace(CALM, **change))
    assert reason in reasons(outcome)
    assert not outcome.sure or len(outcome.repetitions) == film.repetitions


def test_two_people_and_darkness_pause_it():
    film = take("bridge", CALM, np.random.default_rng(1))
    plan = engine.plan([aimed("bridge")])
    for name, value, reason in (("people", 2.0, "two_people"), ("light", 0.05, "more_light")):
        bad = recording.run([recorded(film, **{name: np.full(len(film.times), value)})], plan)[0]
        good = recording.run([recorded(film, **{name: np.ones(len(film.times))})], plan)[0]
        assert reason in reasons(bad)
        assert not bad.repetitions
        assert len(good.repetitions) == film.repetitions


def test_a_gap_is_a_gap_and_leaving_the_picture_pauses():
    film = take("bridge", replace(CALM, repetitions=4), np.random.default_rng(2))
    (_, _), (begin, end) = film.spans[0], film.spans[1]
    image = film.image.copy()
    image[(film.times > begin) & (film.times < end)] = np.nan
    outcome = recording.run([recorded(replace(film, image=image))], engine.plan([aimed("bridge")]))[0]
    assert "nobody" in reasons(outcome)
    assert "lost" in states(outcome)
    assert len(outcome.repetitions) == film.repetitions - 1


def test_every_session_of_a_batch_is_as_if_alone():
    plan = engine.plan([aimed("bridge"), aimed("bird-dog")])
    films = [take(e, CALM, np.random.default_rng(3)) for e in ("bridge", "bird-dog")]
    both = recording.run([recorded(f) for f in films], plan)
    for k, name in enumerate(("bridge", "bird-dog")):
        alone = recording.run([recorded(films[k])], engine.plan([aimed(name)]))[0]
        assert [r.start for r in alone.repetitions] == pytest.approx([r.start for r in both[k].repetitions])
        assert alone.spans == both[k].spans


def test_it_is_causal():
    film = take("bridge", CALM, np.random.default_rng(4))
    half = len(film.times) // 2
    early = replace(film, times=film.times[:half], image=film.image[:half], visibility=film.visibility[:half],
                    world=film.world[:half])  # fmt: skip
    whole, part = (recording.run([recorded(f)], engine.plan([aimed("bridge")]))[0] for f in (film, early))
    assert np.array_equal(whole.track.signal[:half], part.track.signal)
    assert np.array_equal(whole.track.code[:half], part.track.code)


def test_time_that_goes_back_and_nan_change_nothing():
    film = take("bridge", CALM, np.random.default_rng(5))
    plan = engine.plan([aimed("bridge")])
    stack = recording._stack([recorded(film)], len(film.times))
    state = engine.begin(plan)
    for t in range(40):
        state, _ = engine.step(state, recording._at(stack, t), plan)
    again, said = engine.step(state, recording._at(stack, 10), plan)
    assert not said.fresh[0]
    assert np.array_equal(again.signals.total, state.signals.total)
    assert np.array_equal(again.cycles.count, state.cycles.count)
