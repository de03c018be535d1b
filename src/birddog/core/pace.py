"""How long things take besides moving and holding: one truth for the plan and for the player that leads through it.

The plan counts with these seconds, and a session carries them to the player. All are proposals.
"""

from __future__ import annotations

from dataclasses import dataclass

BREATH_S = 5
"""Seconds of one slow breath, to time holds that are counted in breaths (article 2)."""
SWITCH_S = 8
"""Seconds to turn to the other side, once in each set of an exercise that does one side after the other."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds around each exercise: to get into position, to be counted in, and to say how hard it was."""

    position_s: int = 15
    ready_s: int = 10
    effort_s: int = 15

    @property
    def around_s(self) -> int:
        """What an exercise takes besides its dose."""
        return self.position_s + self.ready_s + self.effort_s


USUAL = Pace()
"""The pace that programs are planned at."""
