"""What a person can do, and how that has changed: own activities, function scores, and the change as it is felt.

Own activities are compared only where they were rated both times, from the intake on. What counts as a change is the
smallest one that matters for each measure. Together they steer: worse holds a stage, better opens one and answers "no
improvement"; an activity that is regained is no aim any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean
from typing import Literal

from birddog.core.content.content import Content
from birddog.core.content.measures import change, of_chart
from birddog.core.person.intake import Intake
from birddog.core.state.state import State

Change = Literal["better", "same", "worse"]
PAINS = ("nprs_back", "nprs_leg")
ACTIVITIES, FELT = "psfs", "groc"


def own_activity_score(intake: Intake) -> float | None:
    """Mean score of the person's own activities, 0 (unable) to 10 (as before), or ``None``."""
    scores = [own.score for own in intake.life.own_activities if own.score is not None]
    return mean(scores) if scores else None


def told_at_intake(intake: Intake) -> dict[str, float]:
    """Own activities with their scores, 0 to 10, as the intake has them."""
    return {own.activity: own.score for own in intake.life.own_activities if own.score is not None}


def rated(state: State, answers: Mapping[str, float]) -> None:
    """Take in a rating of own activities: the first of each is what later ones are held against."""
    state.own_first, state.own_now = {**answers, **state.own_first}, dict(answers)


def function_change(state: State, content: Content) -> Change:
    """``better`` or ``worse`` when a measure says so by what matters and none says the opposite, else ``same``."""
    found = {_activities(state, content), _felt(state, content), *_scores(state, content)}
    if {"better", "worse"} <= found:
        return "same"
    return "better" if "better" in found else "worse" if "worse" in found else "same"


def _activities(state: State, content: Content) -> Change:
    both = state.own_first.keys() & state.own_now.keys()
    if not both:
        return "same"
    gain = mean(state.own_now[activity] - state.own_first[activity] for activity in both)
    return _by(gain, of_chart(content, ACTIVITIES).matters)


def _felt(state: State, content: Content) -> Change:
    taken = state.measures.get(FELT, ())
    return _by(taken[-1][1], of_chart(content, FELT).matters) if taken else "same"


def _by(gain: float, matters: float) -> Change:
    return "better" if gain >= matters else "worse" if -gain >= matters else "same"


def _scores(state: State, content: Content) -> list[Change]:
    """Change of each function score that was taken twice or more, from its first time."""
    words: list[Change] = []
    for name, taken in state.measures.items():
        if name not in (*PAINS, ACTIVITIES, FELT) and len(taken) > 1:
            word = change(of_chart(content, name), taken[0][1], taken[-1][1], content).outcome
            words.append("better" if word in ("better", "recovered") else "worse" if word == "worse" else "same")
    return words


def regained(state: State, content: Content) -> frozenset[str]:
    """Own activities (in the person's words) that are as good as before by their last rating."""
    done = of_chart(content, ACTIVITIES).recovered
    return frozenset(activity for activity, score in state.own_now.items() if score >= done)
