"""Faults of exercise files: read for the coach, and linted."""

from __future__ import annotations

from collections.abc import Iterator

from birddog.body.coach.faults import FEATURES, MEASURES, PHASES, Rule
from birddog.core.content.exercise import Exercise

LEAST_DEGREES = 10.0
"""A detector is off by 5 to 10 degrees: a smaller bound would be noise."""
LEAST_LASTS_S = 0.3
MOST_WORDS = 6


def rules_of(exercise: Exercise) -> tuple[Rule, ...]:
    """The faults of an exercise as the coach takes them."""
    return tuple(Rule(f.id, f.feature, f.beyond, f.bound, f.phase, f.side, f.lasts_s) for f in exercise.faults)


def fault_problems(exercise: Exercise) -> Iterator[str]:
    """What is wrong with the faults of an exercise."""
    ids = [fault.id for fault in exercise.faults]
    yield from (f"fault.{name}: there are two of this id" for name in sorted({i for i in ids if ids.count(i) > 1}))
    for fault in exercise.faults:
        place = f"fault.{fault.id}"
        measure = fault.feature in MEASURES
        if fault.feature not in (*FEATURES, *MEASURES):
            yield f"{place}: feature is '{fault.feature}'; allowed: {', '.join((*FEATURES, *MEASURES))}"
        if fault.phase not in PHASES:
            yield f"{place}: phase is '{fault.phase}'; allowed: {', '.join(PHASES)}"
        if fault.mistake > len(exercise.mistakes):
            yield f"{place}: mistake is {fault.mistake}; there are {len(exercise.mistakes)}"
        if not fault.mistake and not measure:
            yield f"{place}: mistake: name the one that it belongs to, 1 to {len(exercise.mistakes)}"
        if not measure and fault.bound < LEAST_DEGREES:
            yield f"{place}: bound is {fault.bound:g} degrees; at least {LEAST_DEGREES:g}, a camera sees no better"
        if not measure and fault.lasts_s < LEAST_LASTS_S:
            yield f"{place}: lasts_s is {fault.lasts_s:g}; at least {LEAST_LASTS_S:g}"
        if measure and fault.bound > 3:
            yield f"{place}: bound is {fault.bound:g}; a share of what was asked, up to 3"
        if len(fault.cue.split()) > MOST_WORDS:
            yield f"{place}: cue has {len(fault.cue.split())} words; at most {MOST_WORDS}, it is spoken"
