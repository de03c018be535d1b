"""A seeded sample of what `make prove PART=coach` shows for every exercise."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.body.coach import faulty, prove, report, scenes

PAGE = Path(__file__).parents[3] / "docs/coach-validation.md"


@pytest.fixture(scope="module")
def proofs():
    return prove.run(*prove.SAMPLE)


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
        assert half < 18


def test_the_curve_is_drawn_for_what_was_found(proofs):
    drawn = ElementTree.fromstring(report.drawn(proofs))
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}polyline"))) == 2  # all, and those that are told well


def test_the_page_has_a_row_for_each_exercise(proofs):
    told = report.page([*proofs, prove.Proof("supine-pelvic-tilt", "side", 0.5)], 6, ["| a fault |"], proofs)
    assert re.search(r"\| bridge \| side \|.*back-arches", told)
    assert "synthetic truth" in told
    assert "supine-pelvic-tilt (0.5)" in told


def test_the_page_tells_of_this_coach_and_this_catalog(proofs):
    told = PAGE.read_text(encoding="utf-8")
    said = dict(re.findall(r"([a-z-]+) (\d\.\d{3})(?=,|$)", told.splitlines()[-1]))
    now = dict(pair.split(" ") for pair in report.marks(proofs).split(", "))
    again = "the coach counts otherwise now: `make prove PART=coach` makes the page anew"
    assert {k: float(v) for k, v in now.items()} == pytest.approx({k: float(v) for k, v in said.items()}, abs=0.01), (
        again
    )
    rows = set(re.findall(r"^\| ([a-z0-9-]+) \|", told.split("## Each exercise")[1], re.MULTILINE)) - {"exercise"}
    alone = set(re.findall(r"([a-z0-9-]+) \(\d", told.split("## Not counted")[1]))
    assert rows | alone == set(prove.exercises()), again


@pytest.mark.parametrize(
    ("exercise", "fault"),
    [("hip-hinge-dowel", "knees-bend"), ("bodyweight-squat", "half-way"), ("sit-to-stand", "too-fast")],
)
def test_a_fault_is_found_past_its_bound_and_not_before(exercise, fault):
    entry = next(e for e in faulty.with_faults() if e.id == exercise)
    chosen = next(f for f in entry.faults if f.id == fault)
    rng = np.random.default_rng(2)
    films = [replace(scenes.inside(rng), approach=False, repetitions=2, noise=0.006) for _ in range(3)]
    past, short = (faulty.tally(entry, chosen, size, films, rng) for size in (1.5, 0.5))
    assert past.repetitions == short.repetitions == 6
    assert past.found >= 5
    assert past.others == 0
    assert short.found == 0
    assert short.fine >= 5
