"""Planted mistakes: each is one that a programmer or an editor of content could make.

A content mutant changes the values that were read; a code mutant replaces one piece of source text by
another. Every one must be caught by some invariant; ``expected`` says which is asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from birddog.catalog.rule_values import changed
from birddog.core.content.content import Content, ScreenItem
from birddog.core.content.values import Disposition

Change = Callable[[Content], Content]


@dataclass(frozen=True)
class Mutant:
    """A planted mistake: a change of the content, or ``old`` replaced by ``new`` in a module."""

    name: str
    expected: tuple[str, ...]
    content: Change | None = None
    module: str = ""
    old: str = ""
    new: str = ""


def fresh(content: Content, **changes: object) -> Content:
    """A copy of content with some parts changed and nothing remembered."""
    return replace(content, **changes, memo={})  # type: ignore[arg-type]


def item(item_id: str, **changes: object) -> Change:
    """Change one danger-sign item."""

    def change(content: Content) -> Content:
        rows: tuple[ScreenItem, ...] = tuple(
            replace(row, **changes) if row.id == item_id else row for row in content.screen_items  # type: ignore[arg-type]
        )  # fmt: skip
        return fresh(content, screen_items=rows)

    return change


def no_item(item_id: str) -> Change:
    """Lose one danger-sign item."""
    return lambda content: fresh(content, screen_items=tuple(r for r in content.screen_items if r.id != item_id))


def cluster(cluster_id: str, **changes: object) -> Change:
    """Change one cluster."""
    return lambda content: fresh(
        content, clusters=tuple(replace(r, **changes) if r.id == cluster_id else r for r in content.clusters)  # type: ignore[arg-type]
    )  # fmt: skip


def no_finding(finding_id: str) -> Change:
    """Lose one finding."""
    return lambda content: fresh(content, findings=tuple(r for r in content.findings if r.id != finding_id))


def no_veto(veto_id: str) -> Change:
    """Lose one veto."""
    return lambda content: fresh(content, vetoes=tuple(r for r in content.vetoes if r.id != veto_id))


def veto(veto_id: str, **changes: object) -> Change:
    """Change one veto."""
    return lambda content: fresh(
        content, vetoes=tuple(replace(r, **changes) if r.id == veto_id else r for r in content.vetoes)  # type: ignore[arg-type]
    )  # fmt: skip


def no_tag(exercise_id: str, tag: str) -> Change:
    """Lose one tag of one exercise."""
    return lambda content: fresh(
        content,
        exercises=tuple(replace(e, tags=e.tags - {tag}) if e.id == exercise_id else e for e in content.exercises),
    )


def value(rule_id: str, name: str, new: object) -> Change:
    """Change one number of one rule."""

    return lambda content: changed(content, rule_id, name, new)


def swapped_lists(content: Content) -> Content:
    """The lists for pain eased by sitting and by standing change places, in vetoes too."""
    flexion = frozenset({"end_range_lumbar_extension"})
    rows = tuple(
        replace(v, tags=frozenset({"end_range_lumbar_flexion"}) if v.tags == flexion else flexion)
        if v.id in ("eased-by-sitting", "eased-by-standing-or-lying")
        else v
        for v in content.vetoes
    )
    return fresh(content, vetoes=rows)


def heavy_drills_early(content: Content) -> Content:
    """Superman may be given in the stabilize stage."""
    rows = tuple(
        replace(e, doses={**e.doses, "stabilize": e.doses["strengthen"]}) if e.id == "superman" else e
        for e in content.exercises
    )
    return fresh(content, exercises=rows)


def heavy_drills_in_pain(content: Content) -> Content:
    """Superman needs no low pain any more."""
    return fresh(
        content, exercises=tuple(replace(e, max_pain=None) if e.id == "superman" else e for e in content.exercises)
    )


def avoided_as_exercise(content: Content) -> Content:
    """An entry of the avoid list becomes an ordinary exercise."""
    dose = content.exercise("curl-up").doses
    rows = tuple(
        replace(e, kind="exercise", doses=dose, category="avoid") if e.id == "straight-leg-sit-up" else e
        for e in content.exercises
    )
    return fresh(content, exercises=rows)


def silent_plank(content: Content) -> Content:
    """A plank that does not say to breathe."""
    rows = tuple(replace(e, breathing="") if e.id == "plank-forearm" else e for e in content.exercises)
    return fresh(content, exercises=rows)


def fear(content: Content) -> Content:
    """A lesson that frightens."""
    lesson = content.lessons[0]
    points = (replace(lesson.points[0], text="Your spine is fragile and worn out."), *lesson.points[1:])
    return fresh(content, lessons=(replace(lesson, points=points), *content.lessons[1:]))


def drug(content: Content) -> Content:
    """Advice that names a drug."""
    first = content.modalities[0]
    return fresh(content, modalities=(replace(first, advice="Take ibuprofen 400 mg."), *content.modalities[1:]))


def everyone_sent_on(content: Content) -> Content:
    """Every pain in a leg is sent to a clinician first."""
    rows = tuple(
        replace(f, level=Disposition.CLINICIAN_FIRST) if f.id in ("leg_below_knee", "leg_above_knee") else f
        for f in content.findings
    )
    return fresh(content, findings=rows)


def code(name: str, expected: str, module: str, old: str, new: str) -> Mutant:
    """A code mutant in ``birddog.core``."""
    return Mutant(name, tuple(expected.split()), None, f"birddog.core.{module}", old, new)


def data(name: str, expected: str, change: Change) -> Mutant:
    """A content mutant."""
    return Mutant(name, tuple(expected.split()), change)
