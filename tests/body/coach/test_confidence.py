"""A count is stood by where the repetitions are alike, and where none can have been missed before the first."""

from dataclasses import replace

import numpy as np
import pytest
from tests.body.coach.filmed import aimed, recorded
from tests.body.coach.generator import Scene, take

from birddog.body.coach import engine, recording
from birddog.body.coach.recording import SURE, Recording, Repetition, confidence


def done(*spans):
    return [Repetition(start, end, None, "both", 1.0, 1.0, (), ()) for start, end in spans]


def test_repetitions_that_are_alike_are_stood_by():
    assert confidence(done((0, 5), (6, 11.5), (12, 16)), 0, 1.0, 0.05) > 0.9


def test_shorter_or_smaller_alone_is_somebodys_way_of_doing_it():
    usual, (last,) = done((0, 4), (5, 9), (10, 14)), done((15, 17))
    small = replace(last, end=19, reach=0.6)
    for odd in (last, small):
        assert confidence([*usual, odd], 0, 1.0, 0.05) > 0.7
    assert confidence([*usual, replace(last, reach=0.6)], 0, 1.0, 0.05) < SURE


@pytest.mark.parametrize("odd", [(12, 13.5), (12, 26), (11, 16)])
def test_one_far_shorter_far_longer_or_begun_within_another_leaves_two_counts(odd):
    assert confidence(done((0, 5), (6, 11.5), odd), 0, 1.0, 0.05) < SURE


def test_who_is_seen_first_at_the_far_end_may_have_done_one_before():
    film = take("bodyweight-squat", Scene(repetitions=3, noise=0.004), np.random.default_rng(4))
    whole = recorded(film)
    start, end = film.spans[0]
    late = film.times > (start + end) / 2 - 1.2
    cut = Recording(film.times[late], film.image[late], film.visibility[late], film.aspect, film.world[late])
    told, missed = recording.run([whole, cut], engine.plan([aimed("bodyweight-squat")] * 2))
    assert (len(told.repetitions), told.sure) == (3, True)
    assert (len(missed.repetitions), missed.sure) == (2, False)
