"""The numbers of the rules that choose exercises: points, feared movements, goals; see ``rule_values``."""

from typing import Annotated, NamedTuple

from birddog.core.content.rule_units import Ids, Weeks, Weight


class Renewal(NamedTuple):
    """How much each want weighs in the choice of the one new exercise of a week, and which sum makes it worth it.

    ``against``: so few points speak against an exercise; ``served``: each goal that strength or a harder rung serves
    too; ``behind``: each level that a ladder is below its stage; ``exchange``: what another exercise gives way for. Of
    who stands in: ``alike`` in kind, ``known`` to the person.
    """

    worth: Weight
    feared: Weight
    returning: Weight
    category: Weight
    strength: Weight
    goal: Weight
    liked: Weight
    more: Weight
    climb: Weight
    mobility: Weight
    wished: Weight
    against: Weight
    served: Weight
    behind: Weight
    exchange: Weight
    alike: Weight
    known: Weight


class Feared(NamedTuple):
    """Families that are forms of a feared movement (``movement:family``), up to which difficulty one is easy, and the
    weeks from which an easy and a fuller one come in."""

    families: Ids
    easy: Annotated[int, "level"]
    from_week: Weeks
    fuller_from: Weeks


class GoalSpecific(NamedTuple):
    """Which families work on a goal specifically (``goal:family``)."""

    families: Ids


class Steering(NamedTuple):
    """How many points each reason counts for or against an exercise, in the order in which ``steering`` asks; ``added``
    by a therapist; off for each level away from those of a stage (``per_level``), and for far too easy ones."""

    ease_named: Weight
    ease: Weight
    tried_well: Weight
    side_glide: Weight
    bending_hurts: Weight
    gentlest: Weight
    new_pain_easy: Weight
    lasting_strength: Weight
    desk: Weight
    desk_hips: Weight
    leg_named: Weight
    leg_steady: Weight
    no_slider: Weight
    balance: Weight
    bone_strength: Weight
    inactive_easy: Weight
    active_hard: Weight
    high_load: Weight
    twice_daily: Weight
    unsteady: Weight
    unsteady_older: Weight
    steady: Weight
    hard_forms: Weight
    severe_middle: Weight
    severe_hard: Weight
    plank_after_birth: Weight
    liked: Weight
    goal: Weight
    feared: Weight
    no_equipment: Weight
    hips: Weight
    core_three: Weight
    moving: Weight
    added: Weight
    per_level: Weight
    too_easy: Weight
