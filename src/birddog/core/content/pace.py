"""How long things take besides moving and holding: one truth for the plan and for the player that leads through it.

The plan counts with these seconds, and a session carries them to the player. All are proposals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from birddog.core.content.program_values import TimeToChange

BREATH_S = 5
"""Seconds of one slow breath, to time holds that are counted in breaths (article 2)."""
SWITCH_S = 8
"""Seconds to turn to the other side, once in each set of an exercise that does one side after the other."""
Place = Literal["floor", "seat", "standing"]
ON_THE_FLOOR = frozenset({"supine", "prone", "side_lying", "quadruped", "upright_kneeling", "prone_support"})


def place_of(tags: Set[str]) -> Place:
    """Where an exercise is done, by its tags for position.

    >>> place_of({"supine"}), place_of({"seated"}), place_of({"standing", "seated"})
    ('floor', 'seat', 'standing')
    """
    if tags & ON_THE_FLOOR:
        return "floor"
    return "seat" if "seated" in tags and "standing" not in tags else "standing"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds around each exercise: to get into position, to be counted in, and to say how hard it was.

    ``changes``: seconds to get into position in the same place, between chair and standing, to or from the floor;
    ``places``: where each exercise is done. Without them it is ``position_s`` for every one.
    """

    position_s: int = 15
    ready_s: int = 10
    effort_s: int = 15
    changes: tuple[int, int, int] | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def around_s(self) -> int:
        """What an exercise takes besides its dose."""
        return self.position_s + self.ready_s + self.effort_s

    def around_each(self, exercises: Sequence[str]) -> tuple[int, ...]:
        """What each exercise of a session takes besides its dose; before the first one people stand."""
        before: Place = "standing"
        seconds = []
        for exercise in exercises:
            place = self.places.get(exercise, before)
            seconds.append(self._position(before, place) + self.ready_s + self.effort_s)
            before = place
        return tuple(seconds)

    def _position(self, before: Place, now: Place) -> int:
        if self.changes is None:
            return self.position_s
        same, stand, floor = self.changes
        if before == now:
            return same
        return floor if "floor" in (before, now) else stand


def changes_for(values: TimeToChange, older: bool, helped: bool) -> tuple[int, int, int]:
    """The seconds of each change of position for a person."""
    if helped:
        return values.helped_same, values.helped_stand, values.helped_floor
    if older:
        return values.older_same, values.older_stand, values.older_floor
    return values.same, values.stand, values.floor


USUAL = Pace()
"""The pace that programs are planned at."""
