"""A seeded sample of what `make prove PART=coach` shows for every exercise."""

from dataclasses import replace

import numpy as np
import pytest
from tests.body.coach import faulty, prove


@pytest.fixture(scope="module")
def proofs():
    return prove.run(["bridge", "hip-hinge-dowel"], 6, seed=5)


def test_inside_the_range_it_dares_and_counts_exactly(proofs):
    for p in proofs:
        assert p.exact == p.dared
        assert p.judged >= 0.8 * p.repetitions


def test_outside_the_range_it_stands_by_no_wrong_count(proofs):
    assert sum(p.outside for p in proofs) >= 4
    assert sum(p.outside_wrong for p in proofs) == 0


def test_true_angles_are_inside_their_intervals(proofs):
    for joint in ("knee", "hip"):
        inside, half, frames = prove.angles(proofs, joint)
        assert frames > 1000
        assert inside > 0.85
        assert half < 20


def test_the_page_has_a_section_for_each_exercise(proofs):
    told = prove.page(proofs, 6)
    assert "## bridge" in told
    assert "synthetic truth" in told
    assert "back-arches" in told


@pytest.mark.parametrize(("exercise", "fault"), [("hip-hinge-dowel", "knees-bend"), ("bridge", "feet-too-far")])
def test_a_fault_is_found_past_its_bound_and_not_before(exercise, fault):
    entry = next(e for e in faulty.with_faults() if e.id == exercise)
    chosen = next(f for f in entry.faults if f.id == fault)
    rng = np.random.default_rng(2)
    scenes = [replace(prove.inside(rng), approach=False, repetitions=2, noise=0.006) for _ in range(3)]
    past, short = (faulty.tally(entry, chosen, size, scenes, rng) for size in (1.5, 0.5))
    assert past.repetitions == short.repetitions == 6
    assert past.found >= 5
    assert past.others == 0
    assert short.found == 0
    assert short.fine >= 5
