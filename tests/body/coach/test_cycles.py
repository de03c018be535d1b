"""Repetitions of one signal: a start of one's own, a tremble that is none, and one that is unlike the others."""

import numpy as np
import pytest
from tests.body.coach.filmed import filmed
from tests.body.coach.generator import Scene

from birddog.body.coach import cycles
from birddog.body.coach.cycles import Shape

FPS = 20


def shape(least: float = 1.0) -> Shape:
    one = np.ones(1)
    return Shape(0.5 * one, 0.5 * one, 0.22 * one, 0.12 * one, one, one, 0.1 * one, least * one, one < 0, 0 * one, one)


def counted(signal: np.ndarray, error: float = 0.05) -> tuple[int, int]:
    """Repetitions and doubtful ones of a signal (T,) that is judged all the time."""
    state = cycles.begin(1)
    for t, value in enumerate(signal):
        told = (np.ones(1, dtype=bool), np.zeros(1, dtype=bool), np.zeros(1))
        now = np.array([value])
        state, _ = cycles.step(state, np.array([t / FPS]), now, np.full(1, error), np.zeros(1), told, shape())
    return int(state.count[0]), int(state.doubtful[0])


def waves(count: int, low: float, high: float, seconds: float = 3.0) -> np.ndarray:
    t = np.arange(0, count * seconds, 1 / FPS)
    rest = np.full(2 * FPS, low)
    return np.concatenate([rest, low + (high - low) * (1 - np.cos(2 * np.pi * t / seconds)) / 2, rest])


@pytest.mark.parametrize("low", [-0.1, 0.0, 0.1, 0.2, 0.28])
def test_who_begins_beside_the_start_of_the_file_is_counted_from_there(low):
    assert counted(waves(4, low, low + 0.9)) == (4, 0)


@pytest.mark.parametrize("seed", [3, 7])
def test_an_exercise_that_goes_below_its_start_is_not_taken_for_a_lower_start(seed):
    """Cat and cow goes as far the other way; a person who does so has no start of their own below the file's."""
    _, seen = filmed("cat-cow", Scene(repetitions=2, fps=10, noise=0.004), seed)
    assert len(seen.repetitions) == 2


def test_a_tremble_is_no_repetition_and_puts_none_in_doubt():
    blip = np.concatenate([np.full(5, 0.1), np.full(6, 0.6), np.full(40, 0.0)])
    assert counted(np.concatenate([waves(3, 0.0, 1.0), blip])) == (3, 0)


def test_a_noisy_hold_is_not_cut_in_two():
    up, down = np.linspace(0, 0.7, 20), np.linspace(0.7, 0, 20)
    dip = np.concatenate([np.full(40, 0.7), np.full(8, 0.23), np.full(40, 0.7)])
    one = np.concatenate([np.zeros(40), up, dip, down, np.zeros(40)])
    assert counted(one, error=0.14)[0] == 1
    assert counted(np.where(one == 0.23, 0.0, one), error=0.05)[0] == 2
