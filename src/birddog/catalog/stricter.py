"""Whether content protects at least as well as the packaged one: nothing that stops, warns or bars is gone or weaker.

It looks at what was read, not at how an overlay came to it: whatever is not named here as free must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from birddog.catalog.entries import Files
from birddog.catalog.overlay import RETIRABLE
from birddog.catalog.overlay_fields import span_of
from birddog.core.content.content import Content, Finding, ScreenItem
from birddog.core.content.exercise import Exercise

SAME = ("stages", "modalities", "sources", "notes", "instruments", "phrases", "contradictions", "defects", "routines")
"""Parts that are the same in every edition; a routine may have lost exercises not used, and is gone without any."""


def loosened(base: Content, content: Content, files: Files) -> list[str]:
    """Where ``content`` protects less than ``base``, whose files are ``files``; empty when it does not anywhere."""
    return [*_signs(base, content), *_vetoes(base, content), *_exercises(base, content), *_rules(base, content, files),
            *_rest(base, content)]  # fmt: skip


def _signs(base: Content, content: Content) -> Iterator[str]:
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("screen_items", ("yes", "unsure", "unanswered")), ("clusters", ("level",)), ("findings", ("level",)),
    )  # fmt: skip
    for kind, levels in kinds:
        now = {row.id: row for row in getattr(content, kind)}
        for was in getattr(base, kind):
            found: ScreenItem | Finding | None = now.pop(was.id, None)
            if found is None:
                yield f"sign-{was.id}: it is gone"
                continue
            lower = [name for name in levels if getattr(found, name) < getattr(was, name)]
            yield from (f"sign-{was.id}: {name} is lower than it was" for name in lower)
            if replace(found, **{name: getattr(was, name) for name in levels}) != was:
                yield f"sign-{was.id}: more than its level was changed"


def _vetoes(base: Content, content: Content) -> Iterator[str]:
    now = {veto.id: veto for veto in content.vetoes}
    for was in base.vetoes:
        found = now.get(was.id)
        if found is None:
            yield f"veto-{was.id}: it is gone"
        elif replace(found, tags=was.tags) != was or not was.tags <= found.tags:
            yield f"veto-{was.id}: it bars less than it did, or something else"


def _exercises(base: Content, content: Content) -> Iterator[str]:
    if strange := set(content.index) - set(base.index):
        yield f"exercise-{min(strange)}: there is none of that name"
    for was in base.exercises:
        if was.id not in content.index:
            if was.kind not in RETIRABLE:
                yield f"exercise-{was.id}: it protects, and is gone"
            continue
        yield from (f"exercise-{was.id}: {problem}" for problem in _exercise(was, content.exercise(was.id)))


def _exercise(was: Exercise, now: Exercise) -> Iterator[str]:
    if (was.kind, was.tags, was.direction, was.equipment) != (now.kind, now.tags, now.direction, now.equipment):
        yield "its kind, tags, direction or equipment was changed"
    if was.max_pain is not None and (now.max_pain is None or now.max_pain > was.max_pain):
        yield "its limit on pain is higher"
    if not set(was.cautions) <= set(now.cautions):
        yield "a caution is gone"
    if set(was.doses) != set(now.doses) or set(was.aerobic) != set(now.aerobic):
        yield "it is given in other stages"
        return
    for stage, dose in now.doses.items():
        most = was.doses[stage].most
        over = [n for n in ("sets", "reps", "hold_s", "hold_breaths") if getattr(dose.most, n) > getattr(most, n)]
        yield from (f"dose.{stage}: {name} ends higher" for name in over)
        if dose.start.rest_s < was.doses[stage].start.rest_s:
            yield f"dose.{stage}: the rest is shorter"
    for stage, minutes in now.aerobic.items():
        before = was.aerobic[stage]
        names = ("most_minutes", "per_day", "days_per_week")
        yield from (f"dose.{stage}: {n} is higher" for n in names if getattr(minutes, n) > getattr(before, n))


def _rules(base: Content, content: Content, files: Files) -> Iterator[str]:
    for rule_id, was in base.rules.items():
        now = content.rules.get(rule_id)
        if now is None:
            yield f"rule-{rule_id}: it is gone"
            continue
        told: Mapping[str, Any] = files.row(f"rule-{rule_id}")["values"]
        for name in {*was.values, *now.values}:
            before, after = was.values.get(name), now.values.get(name)
            span = span_of(told.get(name, {}))
            if before != after and (span is None or after is None or not span[0] <= after <= span[1]):
                yield f"rule-{rule_id}: {name} is {after}; allowed: {span or before}"


def _rest(base: Content, content: Content) -> Iterator[str]:
    for name in SAME:
        was, now = getattr(base, name), getattr(content, name)
        if name == "routines":
            was = [row for row in was if any(item in content.index for item in row.items)]
            was, now = ([replace(row, items=()) for row in rows] for rows in (was, now))
        if was != now:
            yield f"{name}: changed"
