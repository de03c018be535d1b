"""Branch and bound finds the best session: compared with trying every set of exercises."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from birddog.core.plan.compose import EXTENSION, FLEXION, Candidate, Table, Task, best

CATEGORIES = ("mobility", "stabilization", "strengthening", "balance")


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Candidate], Task]:
    """A small session problem."""
    found = [
        Candidate(
            bit,
            draw(st.integers(0, 60)),
            draw(st.integers(20, 200)),
            draw(st.sampled_from(CATEGORIES)),
            draw(st.sampled_from("abcdef")),
            draw(st.sampled_from([0, 0, FLEXION, EXTENSION])),
        )
        for bit in range(draw(st.integers(0, 10)))
    ]
    most = tuple((name, draw(st.integers(0, 3))) for name in CATEGORIES)
    least = tuple((name, draw(st.integers(0, min(1, count)))) for name, count in most)
    return found, Task(least, most, draw(st.integers(1, 5)), draw(st.integers(30, 600)), draw(st.booleans()))


def chosen_of(candidates: list[Candidate], task: Task) -> tuple[Candidate, ...]:
    """The best set of some candidates, each with its own score."""
    table = Table.of(candidates)
    return tuple(table.rows[bit] for bit in best(table, {c.bit: c.score for c in candidates}, task))


def fits(chosen: tuple[Candidate, ...], task: Task, floor: dict[str, int]) -> bool:
    """Whether a set of exercises meets the task."""
    counts = Counter(c.category for c in chosen)
    turns = {c.end_range for c in chosen} - {0}
    return (
        len(chosen) <= task.size
        and sum(c.seconds for c in chosen) <= task.seconds
        and len({c.family for c in chosen}) == len(chosen)
        and all(floor.get(name, 0) <= counts[name] <= most for name, most in task.most)
        and not (task.one_direction and len(turns) > 1)
    )


def by_trying_all(candidates: list[Candidate], task: Task) -> int | None:
    """The highest score that any set reaches: with the least counts if they can be met at all, else without."""
    sets = [chosen for n in range(1, task.size + 1) for chosen in combinations(candidates, n)]
    have = Counter(c.category for c in candidates)
    floor = {name: min(count, have[name]) for name, count in task.least}
    for wanted in (floor, {}):
        scores = [sum(c.score for c in chosen) for chosen in sets if fits(chosen, task, wanted)]
        if scores:
            return max(scores)
    return None


@given(problems())
@settings(max_examples=300)
def test_the_best_session_is_as_good_as_trying_all(problem: tuple[list[Candidate], Task]):
    candidates, task = problem
    chosen = chosen_of(candidates, task)
    wanted = by_trying_all(candidates, task)
    assert fits(chosen, task, {})
    assert (sum(c.score for c in chosen) if chosen else None) == wanted


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(problem: tuple[list[Candidate], Task], shuffle):
    candidates, task = problem
    mixed = list(candidates)
    shuffle.shuffle(mixed)
    assert chosen_of(mixed, task) == chosen_of(candidates, task)


def row(bit: int, score: int, category: str, family: str, end_range: int = 0, seconds: int = 60) -> Candidate:
    """One candidate."""
    return Candidate(bit, score, seconds, category, family, end_range)


def task(size: int = 4, seconds: int = 900, one_direction: bool = True, **least: int) -> Task:
    """A task with up to two of each category."""
    return Task(tuple(least.items()), tuple((name, 2) for name in CATEGORIES), size, seconds, one_direction)


def test_one_exercise_of_a_family():
    rows = [row(0, 90, "mobility", "hamstring"), row(1, 80, "mobility", "hamstring"), row(2, 10, "mobility", "hips")]
    assert [c.bit for c in chosen_of(rows, task())] == [0, 2]


def test_the_least_count_comes_before_the_score():
    rows = [row(0, 90, "strengthening", "a"), row(1, 80, "strengthening", "b"), row(2, 1, "mobility", "c")]
    assert {c.bit for c in chosen_of(rows, task(size=2, mobility=1))} == {0, 2}


def test_a_category_with_nothing_in_it_is_left_empty():
    rows = [row(0, 90, "strengthening", "a")]
    assert [c.bit for c in chosen_of(rows, task(mobility=1))] == [0]


@pytest.mark.parametrize(("one_direction", "bits"), [(True, [0]), (False, [0, 1])])
def test_opposite_end_ranges_never_meet_while_one_direction_holds(one_direction: bool, bits: list[int]):
    rows = [row(0, 90, "mobility", "a", FLEXION), row(1, 80, "mobility", "b", EXTENSION)]
    assert [c.bit for c in chosen_of(rows, task(one_direction=one_direction))] == bits


def test_clock_time_is_kept():
    rows = [row(n, 50 + n, "mobility", str(n), seconds=100) for n in range(2)]
    rows += [row(n, 50 + n, "stabilization", str(n), seconds=100) for n in range(2, 4)]
    assert sum(c.seconds for c in chosen_of(rows, task(seconds=250))) == 200


def test_ties_go_to_the_lower_number():
    rows = [row(n, 50, "mobility", str(n)) for n in (3, 1, 2)]
    assert [c.bit for c in chosen_of(rows, task(size=1))] == [1]


def test_no_candidates_no_session():
    assert chosen_of([], task(mobility=1)) == ()
