"""Whether content that carries out a rule does what the rule says.

Some rules act through the content itself: a dose, minutes of walking, the words of an exercise, the order of
a ladder, what to do instead of something left alone. The entry names the rule, and is held to its values:

- ``sets``, ``reps``, ``reps_per_side``, ``hold_s``, ``breaths``, ``pause_s``, ``rest_s``: a dose from start to
  most must meet the range; with ``at`` = ``end`` (or ``start``) its end (or start) must lie in it.
- ``minutes``, ``per_day``, ``days_per_week``: the same for an aerobic activity.
- ``words``: the steps, cues and other texts of an exercise hold at least one of them.
- ``avoid``, ``instead``, ``until``: an entry to leave alone names one of ``instead``, and the same ``until``.
- ``parts``: a stage asks for at least one exercise of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from birddog.core.content.content import Content, Rule
from birddog.core.content.exercise import AerobicDose, DoseRange, Exercise
from birddog.core.content.values import STAGES
from birddog.core.plan.lessons import avoid_rules
from birddog.core.plan.planner import RUNG_BY_RUNG

FIELDS = {
    "sets": "sets", "reps": "reps", "reps_per_side": "reps", "hold_s": "hold_time_s", "breaths": "hold_breaths",
    "pause_s": "pause_s", "rest_s": "rest_s",
}  # fmt: skip
"""Name in a rule to name in a dose."""


def follow_problems(content: Content) -> Iterator[str]:
    """Every place where content names a rule and does not follow it."""
    for exercise in content.exercises:
        place = f"exercises/{exercise.id}.toml"
        yield from (f"{place}: {problem}" for problem in not_followed(exercise, content))
    for exercise in content.exercises:
        for rung in exercise.harder:
            if rung in content.index:
                yield from _rungs(exercise, content.exercise(rung), content)
    for stage in content.stages.values():
        for rule in _known(stage.rules, content):
            lacking = [part for part in rule.values.get("parts", ()) if stage.least.get(part, 0) < 1]
            yield from (f"stages.toml [{stage.name}]: least.{part} is 0; {rule.id} asks for it" for part in lacking)


def not_followed(exercise: Exercise, content: Content) -> Iterator[str]:
    """Where one exercise does not do what the rules say that it names."""
    for stage, dose in exercise.doses.items():
        yield from (f"dose.{stage}: there is no rule '{r}'" for r in dose.rules if r not in content.rules)
        for rule in _known(dose.rules, content):
            yield from (f"dose.{stage}: {problem}" for problem in _dose(rule, dose))
    for stage, minutes in exercise.aerobic.items():
        for rule in _known(minutes.rules, content):
            yield from (f"dose.{stage}: {problem}" for problem in _minutes(rule, minutes))
    if exercise.kind == "avoid":
        yield from _instead(exercise, content)
    else:
        yield from _words(exercise, content)


def _known(rules: tuple[str, ...], content: Content) -> list[Rule]:
    return [content.rules[rule] for rule in rules if rule in content.rules]


def _dose(rule: Rule, dose: DoseRange) -> Iterator[str]:
    for name, field in FIELDS.items():
        start, most = getattr(dose.start, field), getattr(dose.most, field)
        unused = not most or (field == "rest_s" and dose.most.sets == 1)
        if name in rule.values and not unused:
            yield from _meets(rule, name, start, most)


def _minutes(rule: Rule, dose: AerobicDose) -> Iterator[str]:
    rows = (("minutes", dose.minutes, dose.most_minutes), ("per_day", dose.per_day, dose.per_day),
            ("days_per_week", dose.days_per_week, dose.days_per_week))  # fmt: skip
    for name, start, most in rows:
        if name in rule.values:
            yield from _meets(rule, name, start, most)


def _meets(rule: Rule, name: str, start: int, most: int) -> Iterator[str]:
    low, high = span(rule.values[name])
    at = rule.values.get("at", "any")
    fits = {"any": most >= low and start <= high, "end": low <= most <= high, "start": low <= start <= high}[at]
    if not fits:
        yield f"{name} {start} to {most} is outside {rule.id}: {low} to {high}"


def span(value: Any) -> tuple[int, int]:
    """Lowest and highest of a rule's number or range."""
    return (min(value), max(value)) if isinstance(value, list) else (value, value)


def _words(exercise: Exercise, content: Content) -> Iterator[str]:
    told = [*exercise.steps, *exercise.cues, exercise.breathing, *exercise.cautions, exercise.practice]
    told += [part for mistake in exercise.mistakes for part in (mistake.what, mistake.feels, mistake.fix)]
    text = " ".join(told).lower()
    for rule in _known(exercise.rules, content):
        words = rule.values.get("words", ())
        if words and not any(word in text for word in words):
            yield f"words: {rule.id} asks for one of: {', '.join(words)}"


def _instead(exercise: Exercise, content: Content) -> Iterator[str]:
    for rule in _known(tuple(avoid_rules(exercise.id, content)), content):
        named = rule.values.get("instead", ())
        if named and not set(named) & set(exercise.instead):
            yield f"avoid.instead: {rule.id} names {', '.join(named)}; none of them is here"
        until = rule.values.get("until", exercise.avoid_until)
        if until != exercise.avoid_until:
            yield f"avoid.until is '{exercise.avoid_until}'; {rule.id} says '{until}'"


def _rungs(easier: Exercise, harder: Exercise, content: Content) -> Iterator[str]:
    """Two rungs of a ladder that one rule orders: the harder begins no earlier, and is rated harder."""
    for rule in _known(tuple(sorted(RUNG_BY_RUNG & set(easier.rules) & set(harder.rules))), content):
        first, then = (min((STAGES.index(stage) for stage in e.doses), default=0) for e in (easier, harder))
        if then < first or harder.difficulty <= easier.difficulty:
            yield f"exercises/{harder.id}.toml: comes before its easier rung '{easier.id}'; {rule.id} orders them"
