"""A cohort to see a program with: made-up people, ways to respond, and models of what exercise does to pain.

A simulation shows how the program behaves when people and pain behave in some way. It is no evidence that the
program helps anyone: every response in it was made up.
"""

from birddog.simulate.cohort import Choice, run

NO_EVIDENCE = (
    "A simulation: people, behavior and pain are made up. It shows what the program does, and is no evidence of effect."
)

__all__ = ["NO_EVIDENCE", "Choice", "run"]
