"""A way on for what is known and checked: what ends a clearance, and what opens it again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from tests.story import Story

from birddog.core.content.values import Disposition

NONE = {"all_others": "no"}
OLD = "2026-02-01"
"""A month before day 0, which is March 2."""
FIRST, ALONGSIDE = Disposition.CLINICIAN_FIRST, Disposition.CLINICIAN_ALONGSIDE
KNOWN: dict[str, dict[str, Any]] = {
    "cancer": {"red_flags": {**NONE, "cancer": "yes"}},
    "steroids": {"red_flags": {**NONE, "long_term_steroids": "yes"}},
    "bladder": {"red_flags": {**NONE, "urine_leaking": "unsure"}},
    "fracture": {"conditions": {**NONE, "bone": "spine_fracture"}},
    "blood_pressure": {"conditions": {**NONE, "blood_pressure": "uncontrolled"}},
    "mid_back": {"episode": {"where": ["low_back", "mid_back"], "weeks": 200, "course": "same"}},
}
WORSE: dict[str, Callable[[Story, float], object]] = {
    "flare": lambda story, day: story.add(day, "flare", red_flags=NONE),
    "leg moved down": lambda story, day: story.add(day, "leg", moved="down", minutes=60, red_flags=NONE),
    "leg moved down, time not told": lambda story, day: story.add(day, "leg", moved="down", red_flags=NONE),
    "leg now reaches the foot": lambda story, day: story.add(day, "leg", reach="below_knee", red_flags=NONE),
    "leg newly numb": lambda story, day: story.add(day, "leg", numbness="yes", red_flags=NONE),
    "both legs": lambda story, day: story.add(day, "leg", side="both", red_flags=NONE),
    "leg down in a session": lambda story, day: story.session(day, leg="down", leg_minutes=60),
}


def chart(name: str, on: str = OLD, **changes: Any) -> Story:
    """A chart of someone with a known condition that was cleared on a day."""
    told = {"episode": {"where": ["low_back"], "weeks": 200, "course": "same"}, **KNOWN[name], **changes}
    return Story(**told, clearances={name: {"said": "yes", "on": on, "changed": "no"}})


def cleared_again(story: Story, day: float, name: str, on: str) -> None:
    """All questions answered again, with a clearance of another day."""
    told = {**story.rows[0]["intake"], "clearances": {name: {"said": "yes", "on": on, "changed": "no"}}}
    story.add(day, "intake", intake=told)


def taken_back(story: Story, day: float) -> None:
    """The event after the intake did not happen."""
    story.add(day, "correction", corrects=story.rows[1]["id"], withdraw=True)


def flare_taken_back(story: Story, day: float, back: float) -> Story:
    """A flare of one day that a later one says was none."""
    story.add(day, "flare", red_flags=NONE)
    taken_back(story, back)
    return story


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_and_checked_has_a_program(name: str):
    assert chart(name).state(1).disposition == ALONGSIDE
    assert chart(name).today(1).session is not None


@pytest.mark.parametrize(("name", "how"), list(product(KNOWN, WORSE)))
def test_whatever_gets_worse_later_ends_it(name: str, how: str):
    story = chart(name)
    WORSE[how](story, 3)
    if name == "bladder" and "red_flags" in story.rows[-1]:
        story.rows[-1]["red_flags"] = {**NONE, "urine_leaking": "unsure"}
    assert story.today(4).session is None
    assert story.state(4).disposition >= FIRST
    assert "birddog-clearance-lapses" in {reason.rule for reason in story.state(4).screen_reasons}


@pytest.mark.parametrize("how", WORSE)
def test_only_a_later_clearance_opens_it_again(how: str):
    for on, level in ((OLD, Disposition.URGENT), ("2026-03-05", Disposition.URGENT), ("2026-03-06", ALONGSIDE)):
        story = chart("cancer")
        WORSE[how](story, 3)
        cleared_again(story, 6, "cancer", on)
        assert story.state(6).disposition == level, on


def test_usual_pain_that_crept_up_ends_it():
    story = chart("cancer", pain={"back_week": 2, "back_now": 2})
    for day in range(1, 40):
        if day % 7 == 0:
            story.screen(day)
        story.add(day, "pain", back=2 if day < 20 else 6)
    assert story.state(19).disposition == ALONGSIDE
    assert story.state(39).disposition == Disposition.URGENT


@pytest.mark.parametrize(
    "quiet",
    [
        lambda story: story.add(3, "leg", moved="up", red_flags=NONE),
        lambda story: story.add(3, "leg", moved="same", reach="none", numbness="no", red_flags=NONE),
        lambda story: story.add(3, "pain", back=3),
        lambda story: story.good(0, 2, 4),
        lambda story: flare_taken_back(story, 3, 4),
    ],
)  # fmt: skip
def test_what_is_not_worse_ends_nothing(quiet: Callable[[Story], object]):
    story = chart("cancer", leg={"reach": "none", "numbness": "no", "weakness": "no", "side": "none"})
    quiet(story)
    assert story.state(6).disposition == ALONGSIDE


@pytest.mark.parametrize("course", ["worse", "new"])
def test_a_leg_that_is_new_or_worse_is_covered_by_none(course: str):
    leg = {"reach": "above_knee", "side": "left", "numbness": "no", "weakness": "no", "course": course}
    assert chart("cancer", leg=leg).state(0).disposition == Disposition.URGENT
    assert chart("cancer", leg={**leg, "course": "stable"}).state(0).disposition == ALONGSIDE


def test_it_lapses_after_twelve_months_while_the_chart_goes_on():
    story = chart("cancer", on="2025-03-10")
    assert [story.state(day).disposition for day in (6, 7, 8, 9)] == [ALONGSIDE] * 2 + [Disposition.URGENT] * 2


@pytest.mark.parametrize("sign", ["saddle_numbness", "bowel_control_lost", "both_legs_weak", "leg_weakness", "fever"])
def test_it_never_covers_a_sign_that_is_there(sign: str):
    for name in KNOWN:
        flags = {**KNOWN[name].get("red_flags", NONE), sign: "yes"}
        assert chart(name, **{**KNOWN[name], "red_flags": flags}).state(0).disposition >= Disposition.URGENT, name
