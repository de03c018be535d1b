"""The order that a therapist wants, as far as it does no harm."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.story import START, Story
from tests.strategies import CONTENT, DRILLS

from birddog.core.content.pace import place_of
from birddog.core.plan.ordering import arranged
from birddog.core.plan.planner import Planner, end_range, loads
from birddog.core.today import Today

ANNA: dict[str, Any] = {"actor": "therapist", "clinician": "Anna Berg", "license": "PT 1234"}


def planner(**changes: Any) -> Planner:
    story = Story(pain={"back_week": 2}, **changes)
    folded = story.fold()
    return folded.course.planner(folded.state, START.date())


YOUNG = planner()
STIFF = planner(person={"id": "p1", "age": 74, "sex": "male", "decides_for_self": "yes"})


def ups(names: tuple[str, ...]) -> int:
    """How often somebody gets up, at the end as well."""
    low = [*(place_of(CONTENT.exercise(name).tags) == "floor" for name in names), False]
    return sum(one and not other for one, other in pairwise(low))


def names_of(shown: Today) -> tuple[str, ...]:
    assert shown.session is not None
    return tuple(item.exercise for item in shown.session.items)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(DRILLS), min_size=1, max_size=7, unique=True), st.randoms(use_true_random=False))
def test_whatever_is_wanted_no_exercise_is_lost_and_no_rule_broken(names, chance):
    wanted = list(names)
    chance.shuffle(wanted)
    for who in (YOUNG, STIFF):
        order, moved = arranged(who, names, wanted)
        assert sorted(order) == sorted(names) and {name for name, _why in moved} <= set(names)
        assert moved or order == tuple(wanted), "what is not kept says why"
        if order == who.in_order(names):
            continue
        load = [loads(CONTENT.exercise(name)) for name in order]
        assert all(load) or not load[0]
        if who is STIFF:
            assert ups(order) <= ups(who.in_order(names))


def test_each_rule_says_what_it_keeps_back():
    gentle = next(e.id for e in CONTENT.exercises if e.doses and not loads(e))
    heavy = next(e.id for e in CONTENT.exercises if e.doses and loads(e))
    assert arranged(YOUNG, (gentle, heavy), (heavy, gentle)) == ((gentle, heavy), ((heavy, "load"),))
    ends = {end_range(e): e.id for e in CONTENT.exercises if e.doses and not loads(e) and end_range(e)}
    plain = [e.id for e in CONTENT.exercises if e.doses and not loads(e) and not end_range(e)]
    bent, arched = ends.values()
    one = YOUNG.in_order((bent, arched, plain[0]))
    for wanted in permutations(one):
        order, moved = arranged(YOUNG, one, wanted)
        apart = order.index(plain[0]) == 1
        assert apart or order == one or wanted[0] == plain[0]
        assert (order == wanted) or moved[0][1] == "range"
    floor = [name for name in plain if place_of(CONTENT.exercise(name).tags) == "floor"][:2]
    up = [name for name in plain if place_of(CONTENT.exercise(name).tags) == "standing"][:1]
    wanted = (floor[0], up[0], floor[1])
    assert arranged(YOUNG, wanted, wanted)[0] == wanted
    order, moved = arranged(STIFF, wanted, wanted)
    assert ups(order) == 1 and (order == STIFF.in_order(wanted) or moved == ((up[0], "floor"),))


def test_an_order_holds_from_its_day_for_all_sessions_and_is_taken_back():
    story = Story(pain={"back_week": 2})
    before = names_of(story.today())
    wanted = tuple(reversed(before))
    story.add(0, "edit", action="order", order=list(wanted), **ANNA)
    assert names_of(story.today()) == arranged(YOUNG, before, wanted)[0] != before
    assert story.decisions("birddog-therapist-edit")[0].phrase == "edit-order"
    doses = {item.exercise: item.dose for item in story.next().items}
    story.add(0, "edit", action="order", **ANNA)
    assert names_of(story.today()) == before
    assert {item.exercise: item.dose for item in story.next().items} == doses, "an order changes no dose"
    assert story.state().order == ()


@pytest.mark.parametrize("order", [["no-such-exercise"], ["bridge", "bridge"]])
def test_an_order_names_exercises_that_there_are_each_once(order):
    story = Story()
    story.add(0, "edit", action="order", order=order, **ANNA)
    with pytest.raises(Exception, match=r"no-such-exercise|unique|twice"):
        story.fold()
